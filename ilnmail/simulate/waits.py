"""How long people waited for a new partner, and whether anybody was there whom they could have had."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.decide.tickets import NEW_PARTNER
from ilnmail.model import PairingState, PlaceState

SOON, LATEST = 7, 30
"""Days: from the choice to the new introduction, and from one that led to nothing to the next."""

_IN_TIME = timedelta(
    days=4
)  # whoever turns up later cannot be introduced within the week: two days are the coordinators'
_MET = (PairingState.RUNNING, PairingState.ENDED)


@dataclass(frozen=True)
class _Seat:
    """Somebody in a pairing, from the day of their introduction."""

    pairing: int
    day: date


@dataclass(frozen=True)
class _Free:
    """Somebody who could have had a partner, from when until when."""

    person: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class _Known:
    """What pairs go by."""

    country: str
    languages: frozenset[str]


def waits(db: Connection) -> dict[str, int]:
    """Of everybody who needed a new partner; a wait in which nobody fitting was free counts against nobody."""
    seats, people = _seats(db), _people(db)
    needs = tuple(_needs(db))
    free = (*needs, *_waiting(db))
    days: list[int] = []
    nobody = slow = 0
    for need in needs:
        waited = _days(need, seats.get(need.person, ()))
        if waited is None and need.until is not None:
            continue  # they left, or it was settled otherwise
        if waited is not None and waited <= SOON:
            days.append(waited)
        elif any(_could_have_had(need, one, seats, people) for one in free):
            slow += 1
            days += [] if waited is None else [waited]
        else:
            nobody += 1
    return {
        "needed_a_new_partner": sum(one <= SOON for one in days) + slow + nobody,
        "had_one_within_7_days": sum(one <= SOON for one in days),
        "nobody_was_there": nobody,
        "too_slow": slow,
        "longest_wait_days": max(days, default=0),
        **_after_nothing(db, seats),
    }


def _needs(db: Connection) -> Iterator[_Free]:
    tickets = tables.tickets.c
    wanted = (tickets.kind == NEW_PARTNER, tickets.person.is_not(None))
    asked = select(tickets.person, tickets.opened_at, tickets.closed_at).where(*wanted).order_by(tickets.id)
    return (_Free(row.person, row.opened_at, row.closed_at) for row in db.execute(asked))


def _waiting(db: Connection) -> Iterator[_Free]:
    """Of the waiting list, from the day on which they wrote."""
    places = tables.places.c
    waiting = select(places.person, places.since).where(places.state == PlaceState.WAITING)
    return (_Free(row.person, row.since, None) for row in db.execute(waiting))


def _seats(db: Connection) -> Mapping[int, tuple[_Seat, ...]]:
    """Everybody's pairings in order, by the day on which their introduction went."""
    members, pairings, out = tables.members.c, tables.pairings.c, tables.outbox.c
    went = {
        (row.person, row.pairing): row.done_at.date()
        for row in db.execute(
            select(out.person, out.pairing, out.done_at).where(
                out.kind == "introduction", out.state == "sent"
            )
        )
    }
    found: dict[int, list[_Seat]] = {}
    joined = tables.members.join(tables.pairings, pairings.id == members.pairing)
    seats = select(members.person, members.pairing, pairings.starts).select_from(joined)
    for row in db.execute(seats.where(pairings.state.in_(_MET)).order_by(pairings.starts, pairings.id)):
        day = max(row.starts, went.get((row.person, row.pairing), row.starts))
        found.setdefault(row.person, []).append(_Seat(row.pairing, day))
    return {person: tuple(seats) for person, seats in found.items()}


def _people(db: Connection) -> Mapping[int, _Known]:
    people = tables.people.c
    rows = db.execute(select(people.id, people.country, people.languages))
    return {row.id: _Known(row.country, frozenset(row.languages)) for row in rows}


def _days(need: _Free, seats: tuple[_Seat, ...]) -> int | None:
    """Until the next introduction; None where there was none."""
    since = need.since.date()
    return next(((seat.day - since).days for seat in seats if seat.day >= since), None)


def _could_have_had(
    need: _Free, one: _Free, seats: Mapping[int, tuple[_Seat, ...]], people: Mapping[int, _Known]
) -> bool:
    """Free in time and still free after a week, from another country, with a language in common, never a partner before."""
    if (
        one.person == need.person
        or one.since > need.since + _IN_TIME
        or (one.until and one.until < need.since)
    ):
        return False
    waited = _days(replace(one, since=max(one.since, need.since)), seats.get(one.person, ()))
    if waited is not None and waited <= SOON:
        return False  # somebody else's by then: of three who are alone one stays so
    mine, theirs = people[need.person], people[one.person]
    before = (
        {s.pairing for s in seats.get(id, ()) if s.day <= need.since.date()}
        for id in (need.person, one.person)
    )
    met = set.intersection(*before)
    return mine.country != theirs.country and bool(mine.languages & theirs.languages) and not met


def _after_nothing(db: Connection, seats: Mapping[int, tuple[_Seat, ...]]) -> dict[str, int]:
    """Whoever wrote and never had an answer: the days from that introduction to the next."""
    contacts = tables.contacts.c
    wrote: dict[int, set[int]] = {}
    for row in db.execute(select(contacts.pairing, contacts.person).distinct()):
        wrote.setdefault(row.pairing, set()).add(row.person)
    between = [
        (then.day - first.day).days
        for person, theirs in seats.items()
        for first, then in pairwise(theirs)
        if wrote.get(first.pairing) == {person}
    ]
    return {
        "deserted_and_paired_again": len(between),
        "within_30_days": sum(one <= LATEST for one in between),
    }
