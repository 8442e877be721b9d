"""Outbound is held: every coordinator hears at once why, and what ends it."""

from ilnmail.decide.sending import others, plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OutboundHeld


def held(state: State, event: OutboundHeld) -> tuple[Effect, ...]:
    """A letter that passes the hold it tells of."""
    return tuple(
        plain_letter(
            "held",
            f"hold.{event.at:%Y-%m-%dT%H:%M}",
            reader,
            why=event.words,
            all=event.reach == "all",
            others=others(state, reader),
        )
        for reader in state.coordinators
    )
