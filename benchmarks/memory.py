"""Memory with many mails waiting: does what is in the queue stay on the disk?

    python -m benchmarks.memory [--mails 10000] [--json FILE]

Each step is a process of its own, so that its peak is nobody else's: reading a full mailbox, deciding while all of it waits,
sending a full outbox. `grown` is the peak above what the process had before it began.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.intake import NOW, mail
from benchmarks.sending import fill
from ilnmail import inbox
from ilnmail.database import migrate, open_database
from ilnmail.inbox import Message
from ilnmail.outbox import Delivery, Rates
from ilnmail.send import STAGES, Reached
from ilnmail.tokens import Secret
from tests.stories.test_stories import settings
from tests.world import World

_DECIDED = 200  # of those that wait


@dataclass(frozen=True)
class Mailbox:
    """So many mails, each made when it is asked for."""

    mails: int

    def open(self) -> tuple[str, int, int]:
        return "INBOX", 1, self.mails + 1

    def after(self, uid: int) -> Sequence[int]:
        return range(uid + 1, self.mails + 1)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        return [Message(uid, mail(uid)) for uid in uids]


class Taker:
    """A transport that takes every letter and keeps none."""

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        for stage in STAGES:
            reached(stage)
        return "250 taken"

    def rest(self) -> None:
        """There is no connection to give up."""


def fetch(url: str, mails: int) -> None:
    engine = open_database(url)
    migrate(engine)
    inbox.fetch(engine, Mailbox(0), NOW)
    inbox.fetch(engine, Mailbox(mails), NOW)


def decide(url: str, mails: int) -> None:
    world = World(settings(["maria"], url), NOW)
    world.app.mailbox = Mailbox(mails)
    waiting, decided = inbox.begin_attempts(world.engine, NOW), 0
    while decided < min(_DECIDED, mails):
        assert waiting
        decided += len(waiting)
        waiting = world.app._messages(waiting)


def queue(url: str, mails: int) -> None:
    engine = open_database(url)
    migrate(engine)
    fill(engine, mails)


def send(url: str, mails: int) -> None:
    tried = Delivery(open_database(url), Taker(), lambda: NOW, Secret(1, bytes(32)), rates=Rates()).run(mails)
    assert tried == mails, tried


STEPS = {"fetch": fetch, "decide": decide, "queue": queue, "send": send}


def _peak() -> int:
    """KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _run(step: str, url: str, mails: int, told: "multiprocessing.SimpleQueue[tuple[int, int]]") -> None:
    STEPS[step](f"{url}.warm", 100)  # tables and dictionaries, however many mails there are
    before = _peak()
    STEPS[step](url, mails)
    told.put((_peak() - before, _peak()))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--mails", type=int, default=10_000)
    words.add_argument("--json", type=Path)
    asked = words.parse_args()
    fresh, found = multiprocessing.get_context("spawn"), {}
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            told = fresh.SimpleQueue()
            child = fresh.Process(
                target=_run,
                args=(step, f"sqlite:///{folder}/{step in ('queue', 'send')}.db", asked.mails, told),
            )
            child.start()
            child.join()
            if child.exitcode:
                raise SystemExit(f"{step} ended with {child.exitcode}")
            found[step] = told.get()
    print(f"{asked.mails} mails{'grown':>12}{'peak':>9}   MB")
    for step, (grown, peak) in found.items():
        print(f"{step:12}{grown / 1024:12.1f}{peak / 1024:9.1f}")
    if asked.json:
        asked.json.write_text(json.dumps({"mails": asked.mails, "kibibytes": found}, indent=1))


if __name__ == "__main__":
    main()
