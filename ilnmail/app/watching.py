"""What somebody who watches a mail pass is told: one line for each of the six steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ilnmail.effects import Advance, Conclude, Effect, Send
from ilnmail.send import Reached, SendError, Transport

Watcher = Callable[[str, str], None]
"""Told of each step as it passes: its name, and what there is to say."""


def unwatched(step: str, words: str) -> None:
    """Nobody looks."""


def of_decision(effects: Iterable[Effect], watch: Watcher) -> None:
    """What was decided, what is on record of it, and what now lies in the outbox. The calendar's own turns are left
    out: they go by every minute."""
    told = [effect for effect in effects if not isinstance(effect, Advance)]
    if others := [type(one).__name__ for one in told if not isinstance(one, Send | Conclude)]:
        watch("decide", ", ".join(dict.fromkeys(others)))
    for one in told:
        if isinstance(one, Conclude):
            watch(
                "record", f"message {one.message}: {one.outcome}" + (f", {one.reason}" if one.reason else "")
            )
    for one in told:
        if isinstance(one, Send):
            watch("outbox", f"{one.kind} to {one.address}")


@dataclass(frozen=True)
class Watched:
    """A transport of which each letter is seen to go."""

    behind: Transport
    watch: Watcher

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        try:
            reply = self.behind.send(envelope_from, address, content, reached)
        except SendError as error:
            self.watch("send", f"to {address}: not taken; {error}")
            raise
        self.watch("send", f"to {address}: {reply}")
        return reply

    def rest(self) -> None:
        self.behind.rest()
