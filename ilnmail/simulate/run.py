"""A whole round with made-up people in virtual time, without a network, its promises checked as it goes."""

import resource
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from ilnmail.app import App
from ilnmail.database import reading
from ilnmail.simulate.crowd import crowd
from ilnmail.simulate.offline import OfflineBoxes, OfflinePost
from ilnmail.simulate.people import coordinators
from ilnmail.simulate.promises import Broken, Promises, at_the_end
from ilnmail.simulate.told import by_week, counts, decisions
from ilnmail.simulate.waits import waits
from ilnmail.simulate.world import Turnable, World, enter

STARTS = datetime(2027, 3, 1, 9, tzinfo=UTC)
BEGINS, _AFTER = STARTS - timedelta(days=43), timedelta(days=12)
_GRAIN = timedelta(minutes=15)  # as often as a mailbox that is polled

Told = Callable[[date, int], None]
"""Told of each day that has passed, and of the mails so far."""


@dataclass
class Report:
    """What a simulated round was like."""

    people: int
    seed: str
    chaos: bool
    seconds: float = 0.0
    mails: int = 0
    megabytes: int = 0
    database_megabytes: float = 0.0
    per_day: Counter[date] = field(default_factory=Counter)
    letters_a_person: tuple[int, int] = (0, 0)  # median and most
    figures: dict[str, float] = field(default_factory=dict)
    weeks: list[tuple[date, Mapping[str, int]]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "people": self.people,
            "seed": self.seed,
            "chaos": self.chaos,
            "seconds": round(self.seconds, 1),
            "mails": self.mails,
            "milliseconds_a_mail": round(1000 * self.seconds / max(1, self.mails), 2),
            "megabytes": self.megabytes,
            "database_megabytes": round(self.database_megabytes, 1),
            "letters_a_person_median": self.letters_a_person[0],
            "letters_a_person_most": self.letters_a_person[1],
            **self.figures,
            "broken": [str(one) for one in self.broken],
        }


def play(app: App, post: OfflinePost, clock: Turnable, report: Report, months: int, told: Told) -> None:
    """Play the round of a report from sign-ups to goodbyes, and put into it what it was like. The first broken
    promise is the first in the report."""
    begun, cast = perf_counter(), crowd(report.people, report.seed, report.chaos)
    promises = Promises({one.address: one for one in cast})
    world = World(app, clock, post, OfflineBoxes(post), cast, report.seed, grain=_GRAIN, weekly=True)
    enter(world, STARTS)
    ends = STARTS + timedelta(days=30 * months) + _AFTER
    _until(world, promises, report, ends, told)
    with reading(app.engine) as db:
        report.broken = [*promises.broken, *promises.early.values(), *at_the_end(db, clock.now())]
        desks = tuple(one.address for one in coordinators())
        report.figures = {**counts(db), **waits(db), **decisions(db, desks)}
        report.weeks = list(by_week(db, STARTS.date(), ends.date()))
    letters = sorted(promises.letters[one.address] for one in cast)
    report.letters_a_person = (letters[len(letters) // 2], letters[-1])
    report.seconds, report.mails = perf_counter() - begun, len(post.transcript)
    report.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _until(world: World, promises: Promises, report: Report, end: datetime, told: Told) -> None:
    seen = 0
    for _ in world.step_until(end):
        transcript = world.sandbox.transcript
        for sent in transcript[seen:]:
            promises.see(sent)
            report.per_day[sent.received.date()] += 1
        seen = len(transcript)
        told(world.clock.now().date(), seen)
