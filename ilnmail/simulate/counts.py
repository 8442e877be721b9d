"""The figures of a round as it goes by: kept by looking at what passes, without asking the database."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import date

from ilnmail.simulate.world import Passed

_LAST = 14


@dataclass
class Counts:
    """What has gone by so far."""

    mails: int = 0
    joined: int = 0
    relayed: int = 0
    introductions: int = 0
    per_day: Counter[date] = field(default_factory=Counter)
    last: deque[Passed] = field(default_factory=lambda: deque(maxlen=_LAST))

    def add(self, passed: tuple[Passed, ...]) -> None:
        for one in passed:
            self.mails += 1
            self.joined += one.letter.kind == "welcome"
            self.relayed += not one.inbound and one.letter.kind in ("relay", "partner-answer")
            self.introductions += one.letter.kind == "introduction"
            self.per_day[one.letter.at.date()] += 1
            self.last.append(one)
