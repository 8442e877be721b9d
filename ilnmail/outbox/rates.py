"""How much may go out: per minute, per day, per recipient's domain and per person, counted from the table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from ilnmail import tables
from ilnmail.database import insert
from ilnmail.letters.catalogue import Priority
from ilnmail.outbox.states import out

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Rates:
    """0 is no limit. `person` counts letters of a day that nobody has asked for."""

    minute: int = 0
    day: int = 0
    domain: int = 0  # a minute, to one recipient's domain
    person: int = 0  # a day
    connections: int = 1  # at the same time, to the mail server


PRESETS: Mapping[str, Rates] = {
    "gmail": Rates(minute=20, day=450, domain=10, person=4),  # 500 a day
    "workspace": Rates(minute=20, day=1800, domain=10, person=4),  # 2,000 a day
    "microsoft365": Rates(minute=25, day=9000, domain=10, person=4),  # 30 a minute, 10,000 a day
    "fastmail": Rates(minute=20, day=3600, domain=10, person=4),  # 4,000 a day
    "own": Rates(person=4, connections=4),
}
"""A margin below what the provider allows: people write from the same mailbox too."""


def allowance(db: Connection, rates: Rates, at: datetime, most: int) -> int:
    """How many may be tried now, `most` at the most."""
    left = [most]
    if rates.minute:
        left.append(rates.minute - _tried(db, at - MINUTE))
    if rates.day:
        left.append(rates.day - _tried(db, at - DAY))
    return max(0, min(left))


SPENT = "day spent"
"""The switch that says when the limit of a day last kept letters back, and which limit: for status and digest."""

_SAID_EVERY = timedelta(minutes=10)


def say_if_spent(db: Connection, rates: Rates, at: datetime) -> None:
    """Note that no more may go today; what is left moves to tomorrow, the most urgent first."""
    if not rates.day or _tried(db, at - DAY) < rates.day:
        return
    said = select(tables.switches.c.at).where(tables.switches.c.name == SPENT)
    last: datetime | None = db.execute(said).scalar()
    if last is None or at - last >= _SAID_EVERY:
        now = {"value": str(rates.day), "at": at}
        row = insert(db, tables.switches).values(name=SPENT, **now)
        db.execute(row.on_conflict_do_update(index_elements=["name"], set_=now))


def free_at(db: Connection, rates: Rates, at: datetime) -> datetime:
    """When the limits of a minute and of a day let another letter go: now, or later."""
    found = at
    for most, span in ((rates.minute, MINUTE), (rates.day, DAY)):
        if most:
            within = select(out.tried_at).where(out.tried_at > at - span, out.attempts > 0)
            # The attempt that has to leave the span before there is room for one more.
            last = db.execute(within.order_by(out.tried_at.desc()).offset(most - 1).limit(1)).scalar()
            found = max(found, last + span) if last else found
    return found


def too_many(
    db: Connection, rows: Iterable[Any], rates: Rates, at: datetime
) -> tuple[tuple[Any, timedelta], ...]:
    """Those of the rows that go over the limit of their domain or person, and how much later they may go."""
    domains, people = Counter[str](), Counter[int]()
    over: list[tuple[Any, timedelta]] = []
    for row in rows:
        domain = row.address.rpartition("@")[2]
        unasked = row.priority > int(Priority.RELAY) and row.person is not None
        if rates.domain and _before(db, domains, domain, at) >= rates.domain:
            over.append((row, MINUTE))
        elif rates.person and unasked and _had(db, people, row.person, at) >= rates.person:
            over.append((row, DAY))
        else:
            domains[domain] += 1
            people[row.person] += unasked
    return tuple(over)


def _before(db: Connection, counted: Counter[str], domain: str, at: datetime) -> int:
    if domain not in counted:
        counted[domain] = _tried(db, at - MINUTE, out.address.endswith(f"@{domain}", autoescape=True))
    return counted[domain]


def _had(db: Connection, counted: Counter[int], person: int, at: datetime) -> int:
    if person not in counted:
        counted[person] = _tried(db, at - DAY, out.person == person, out.priority > int(Priority.RELAY))
    return counted[person]


def _tried(db: Connection, since: datetime, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).where(out.tried_at > since, out.attempts > 0, *where)
    return int(db.execute(query).scalar_one())
