"""How much may go out: per minute, per day, per recipient's domain and per person, counted from the table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, func, select

from ilnmail.letters.catalogue import Priority
from ilnmail.outbox.states import out
from ilnmail.outbox.switches import Switches, turn
from ilnmail.prepared import Prepared, Words, given

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Rates:
    """0 is no limit. `person` counts letters of a day that nobody has asked for."""

    minute: int = 0
    day: int = 0
    domain: int = 0  # a minute, to one recipient's domain
    person: int = 0  # a day
    connections: int = 1  # at the same time, to the mail server
    # Is the next letter marked while the server thinks? Only where the server is as fast as our own disk: elsewhere
    # nothing is gained, and a crash would leave more in doubt.
    ahead: bool = False


PRESETS: Mapping[str, Rates] = {
    "gmail": Rates(minute=20, day=450, domain=10, person=4),  # 500 a day
    "workspace": Rates(minute=20, day=1800, domain=10, person=4),  # 2,000 a day
    "microsoft365": Rates(minute=25, day=9000, domain=10, person=4),  # 30 a minute, 10,000 a day
    "fastmail": Rates(minute=20, day=3600, domain=10, person=4),  # 4,000 a day
    "own": Rates(person=4, connections=4, ahead=True),
}
"""A margin below what the provider allows: people write from the same mailbox too."""


_tried = (out.tried_at > given("since"), out.attempts > 0)
_COUNT: Prepared[Any] = Prepared(select(func.count()).where(*_tried))
_ADDRESSES: Prepared[Any] = Prepared(select(out.address).where(*_tried))
# The attempt that has to leave the span before there is room for one more.
_LAST: Prepared[Any] = Prepared(
    select(out.tried_at)
    .where(*_tried)
    .order_by(out.tried_at.desc())
    .offset(given("before", Integer()))
    .limit(1)
)


def _to_people(words: Words) -> Any:
    unasked = (words.among(out.person, "people"), *_tried, out.priority > int(Priority.RELAY))
    return select(out.person, func.count().label("letters")).where(*unasked).group_by(out.person)


_TO_PEOPLE: Prepared[Any] = Prepared(_to_people)


def allowance(db: Connection, rates: Rates, at: datetime, most: int) -> int:
    """How many may be tried now, `most` at the most."""
    left = [most]
    if rates.minute:
        left.append(rates.minute - _count(db, at - MINUTE))
    if rates.day:
        left.append(rates.day - _count(db, at - DAY))
    return max(0, min(left))


def _count(db: Connection, since: datetime) -> int:
    return int(_COUNT.one(db, since=since)[0])


SPENT = "day spent"
"""The switch that says when the limit of a day last kept letters back, and which limit: for status and digest."""

_SAID_EVERY = timedelta(minutes=10)


def say_if_spent(db: Connection, kept: Switches, rates: Rates, at: datetime) -> None:
    """Note that no more may go today; what is left moves to tomorrow, the most urgent first."""
    if not rates.day or (SPENT in kept and at - kept[SPENT].at < _SAID_EVERY):
        return
    if _count(db, at - DAY) >= rates.day:
        turn(db, SPENT, str(rates.day), at)


def free_at(db: Connection, rates: Rates, at: datetime) -> datetime:
    """When the limits of a minute and of a day let another letter go: now, or later."""
    found = at
    for most, span in ((rates.minute, MINUTE), (rates.day, DAY)):
        if most:
            last = _LAST.first(db, since=at - span, before=most - 1)
            found = max(found, last.tried_at + span) if last else found
    return found


def too_many(
    db: Connection, rows: Iterable[Any], rates: Rates, at: datetime
) -> tuple[tuple[Any, timedelta], ...]:
    """Those of the rows that go over the limit of their domain or person, and how much later they may go."""
    rows = tuple(rows)
    domains = _domains(db, at) if rates.domain and rows else Counter[str]()
    readers = sorted({row.person for row in rows if _is_unasked(row)}) if rates.person else ()
    people = _letters_of_a_day(db, readers, at)
    over: list[tuple[Any, timedelta]] = []
    for row in rows:
        domain = _domain(row.address)
        if rates.domain and domains[domain] >= rates.domain:
            over.append((row, MINUTE))
        elif rates.person and _is_unasked(row) and people[row.person] >= rates.person:
            over.append((row, DAY))
        else:
            domains[domain] += 1
            people[row.person] += _is_unasked(row)
    return tuple(over)


def _is_unasked(row: Any) -> bool:
    return row.person is not None and row.priority > int(Priority.RELAY)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _domains(db: Connection, at: datetime) -> Counter[str]:
    """How many letters each domain had in the last minute; where domains are limited, a minute is too."""
    return Counter(_domain(one.address) for one in _ADDRESSES.all(db, since=at - MINUTE))


def _letters_of_a_day(db: Connection, people: Iterable[int], at: datetime) -> Counter[int]:
    if not people:
        return Counter()
    found = _TO_PEOPLE.all(db, people=list(people), since=at - DAY)
    return Counter({row.person: row.letters for row in found})
