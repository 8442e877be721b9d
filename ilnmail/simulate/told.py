"""What a simulated round was like, from its tables: decisions of coordinators, contact by week, what was left over."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.model import PairingState

_TICKETS, _PAIRINGS, _MEMBERS = tables.tickets.c, tables.pairings.c, tables.members.c
_MET = _PAIRINGS.state.in_((PairingState.RUNNING, PairingState.ENDED))
_FORTNIGHT = timedelta(days=14)


def counts(db: Connection) -> dict[str, int]:
    """Pairings, contact, and what was left over."""

    def count(*where: Any) -> int:
        return int(db.execute(select(func.count()).where(*where)).scalar_one())

    contacts = tables.contacts.c
    return {
        "pairings": count(_MET),
        "pairings_in_contact": int(
            db.execute(select(func.count(func.distinct(contacts.pairing)))).scalar_one()
        ),
        "left": count(tables.people.c.state == "left"),
        "set_aside": count(tables.messages.c.outcome == "quarantined"),
        "faults": count(tables.faults.c.times > 0),
        "tickets": count(_TICKETS.id > 0),
    }


def decisions(db: Connection, actors: tuple[str, ...]) -> dict[str, float]:
    """What coordinators decided a week: every order that changed something, theirs together."""
    acts = tables.acts.c
    moments = db.execute(select(acts.at).where(acts.actor.in_(actors))).scalars()
    weeks = Counter(at.isocalendar()[:2] for at in moments)
    return {
        "decisions_a_week_median": median(weeks.values()) if weeks else 0,
        "decisions_a_week_most": max(weeks.values(), default=0),
    }


def by_week(db: Connection, begins: date, ends: date) -> Iterator[tuple[date, Mapping[str, int]]]:
    """Each Monday of the term: pairings that run, of which in touch within 14 days, of which never heard from; and
    the new pairs of the week before."""
    pairings = db.execute(select(_PAIRINGS.id, _PAIRINGS.starts, _PAIRINGS.ends).where(_MET)).all()
    wrote: dict[int, list[date]] = {}
    contacts = tables.contacts.c
    for row in db.execute(select(contacts.pairing, contacts.at).order_by(contacts.at)):
        wrote.setdefault(row.pairing, []).append(row.at.date())
    monday = begins + timedelta(days=-begins.weekday() % 7)
    while monday <= ends:
        running = [one for one in pairings if one.starts <= monday <= one.ends]
        yield (
            monday,
            {
                "running": len(running),
                "in touch": sum(_lately(wrote.get(one.id, []), monday) for one in running),
                "no word yet": sum(not _before(wrote.get(one.id, []), monday) for one in running),
                "new pairs": sum(
                    begins < one.starts and monday - timedelta(days=7) < one.starts <= monday
                    for one in pairings
                ),
            },
        )
        monday += timedelta(days=7)


def _before(days: list[date], day: date) -> bool:
    return bool(days) and days[0] <= day


def _lately(days: list[date], day: date) -> bool:
    return any(day - _FORTNIGHT < one <= day for one in days)
