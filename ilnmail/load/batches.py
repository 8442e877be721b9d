"""What the calendar has waiting, fifty rows at a time: `runs` remembers how far each occurrence has come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, not_, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.decide.due import Occurrence, depends_on_zones, occurrences
from ilnmail.decide.shelf import TOPIC
from ilnmail.decide.state import State
from ilnmail.events import Due
from ilnmail.letters.catalogue import ONE_A_WEEK
from ilnmail.load import numbers, rows
from ilnmail.load.countries import ambassadors
from ilnmail.load.couples import read_couples, read_whole_couples
from ilnmail.load.left_alone import left_alone
from ilnmail.load.programme import open_tickets, problem_reports, whole_round
from ilnmail.load.rescue import rescue
from ilnmail.load.walk import of_people_with_us
from ilnmail.model import (
    Address,
    Answer,
    Ask,
    AskState,
    Pairing,
    PairingState,
    Person,
    PersonState,
    Place,
    Round,
    Ticket,
)
from ilnmail.prepared import Prepared

_BATCH = 50


_ZONES: Prepared[Any] = Prepared(of_people_with_us(tables.people.c.zone))
_runs = tables.runs.c
_RUNS: Prepared[Any] = Prepared(
    lambda words: select(
        *(_runs.schedule, _runs.period, _runs.zone, _runs.cursor),
        _runs.finished_at.is_not(None).label("finished"),
    ).where(words.among(_runs.period, "periods"))
)


def _zones(db: Connection, known: State, now: datetime) -> tuple[str, ...]:
    """Those of the people with us, where it matters."""
    return tuple(row.value for row in _ZONES.all(db)) if depends_on_zones(known, now) else ()


def due(db: Connection, known: State, now: datetime) -> tuple[tuple[Due, ...], datetime]:
    """The next batch of everything that is due and not finished; and when the calendar has something next, a day ahead
    at most."""
    waiting, following = occurrences(known, _zones(db, known, now), now)
    cursors = _cursors(db, waiting)
    begun = ((one, cursors.get((one.schedule, one.period, one.zone), 0)) for one in waiting)
    return tuple(
        _next_batch(db, known, one, cursor, now) for one, cursor in begun if cursor is not None
    ), following


def _next_batch(db: Connection, known: State, one: Occurrence, cursor: int, now: datetime) -> Due:
    ids = _ids(db, one, known, cursor)
    return Due(
        at=now,
        schedule=one.schedule,
        period=one.period,
        zone=one.zone,
        people=ids[:_BATCH],
        round=one.round,
        last=len(ids) <= _BATCH,
    )


def _cursors(db: Connection, waiting: tuple[Occurrence, ...]) -> dict[tuple[str, str, str], int | None]:
    """How far each has come; None is finished."""
    periods = tuple({one.period for one in waiting})
    return {
        (row.schedule, row.period, row.zone): None if row.finished else row.cursor
        for row in _RUNS.all(db, periods=periods)
    }


def _ids(db: Connection, one: Occurrence, known: State, cursor: int) -> tuple[int, ...]:
    """The ids behind the cursor, one more than a batch so that the last batch knows itself."""
    selecting = _SELECTING.get(one.schedule)
    if selecting is None:
        return ()
    id, where = selecting(one, known)
    query = select(id).where(id > cursor, *where).order_by(id).limit(_BATCH + 1)
    return tuple(db.execute(query).scalars())


Selected = tuple[Any, tuple[ColumnElement[bool], ...]]
Selecting = Callable[[Occurrence, State], Selected]


def _people(*states: PersonState) -> Selecting:
    return lambda one, known: (tables.people.c.id, (tables.people.c.state.in_(states),))


def _people_of_zone(one: Occurrence, known: State) -> Selected:
    """Who has a pairing in that round, on that clock."""
    people, members, pairings = tables.people.c, tables.members.c, tables.pairings.c
    paired = (
        select(members.person)
        .join(tables.pairings, pairings.id == members.pairing)
        .where(pairings.round == one.round, pairings.state.in_(("running", "ended")))
    )
    return people.id, (people.zone == one.zone, people.state == PersonState.ACTIVE, people.id.in_(paired))


def _paused(one: Occurrence, known: State) -> Selected:
    people = tables.people.c
    return people.id, (people.state == PersonState.PAUSED, people.paused_until <= one.at.date())


def _doubtful(one: Occurrence, known: State) -> Selected:
    """Whose address letters have come back from."""
    addresses = tables.addresses.c
    bad = select(addresses.person).where(addresses.bounced_at.is_not(None))
    return tables.people.c.id, (tables.people.c.id.in_(bad),)


def _pairings(*states: PairingState) -> Selecting:
    pairings = tables.pairings.c

    def selecting(one: Occurrence, known: State) -> Selected:
        of_round = () if one.round is None else (pairings.round == one.round,)
        return pairings.id, (pairings.state.in_(states), *of_round)

    return selecting


def _quiet(one: Occurrence, known: State) -> Selected:
    """Running pairings that may need a step of the silence ladder: not the new ones, and none of which everybody has
    been heard from and somebody these last weeks."""
    pairings, members, contacts = tables.pairings.c, tables.members.c, tables.contacts.c
    times, day = known.schedules.silence, one.at.date() + timedelta(days=1)  # it may be late
    lately = datetime.combine(day - timedelta(days=times.still - 1), time(), UTC)
    heard = exists().where(contacts.pairing == members.pairing, contacts.person == members.person)
    unheard = exists().where(members.pairing == pairings.id, members.current, not_(heard))
    signs = exists().where(contacts.pairing == pairings.id, contacts.at >= lately)
    running = (pairings.state == PairingState.RUNNING, pairings.starts <= day - timedelta(days=times.ask))
    return pairings.id, (*running, or_(unheard, not_(signs)))


def _places(one: Occurrence, known: State) -> Selected:
    return tables.places.c.person, (tables.places.c.round == one.round,)


_SELECTING: dict[str, Selecting] = {
    "cards": _people(PersonState.APPLYING),
    "ambassadors": lambda one, known: (tables.people.c.id, (tables.people.c.ambassador != "",)),
    "again": _people(PersonState.ACTIVE),
    "pauses": _paused,
    "addresses": _doubtful,
    "prompt": _people_of_zone,
    "places": _places,
    "still-in": _places,
    "silence": _quiet,
    "introduce": _pairings(PairingState.APPROVED),
    "check-in": _pairings(PairingState.RUNNING),
    "term-reminder": _pairings(PairingState.RUNNING),
    "goodbye": _pairings(PairingState.RUNNING),
}

_BY_PAIRING = frozenset({"silence", "introduce", "check-in", "term-reminder", "goodbye"})
_WHOLE_ROUND = frozenset({"close", "small", "line", "default", "remind"})


def _topics(db: Connection, event: Due, known: State) -> State:
    """What has been mailed, and which questions the coordinators have been asked about, answered or not."""
    told = rows.facts(db, Ticket, tables.tickets.c.kind == TOPIC)
    return replace(known, tickets=told, mailed=rows.mailed_topics(db))


def _tickets(db: Connection, event: Due, known: State) -> State:
    """What is open, and its writers, as far as they are with us."""
    found = open_tickets(db)
    writers = tables.people.c.id.in_({t.person for t in found if t.person})
    here = tables.people.c.state.not_in((PersonState.LEFT, PersonState.BLOCKED))
    return replace(known, tickets=found, people=rows.facts(db, Person, writers, here) if found else ())


_WHOLE: dict[str, Callable[[Connection, Due, State], State]] = {
    "digest": numbers.digest,
    "ambassadors": ambassadors,
    "tickets": _tickets,
    "topics": _topics,
    "problems": lambda db, event, known: problem_reports(db, known),
    "left-alone": lambda db, event, known: left_alone(db, known),
    "rescue": lambda db, event, known: rescue(db, known),
}
"""What is looked at as a whole."""


def batch(db: Connection, event: Due, known: State) -> State:
    """The people or pairings of one batch, with what their letters show."""
    one = rows.one(db, Round, tables.rounds.c.id == event.round) if event.round is not None else None
    known = replace(known, round=one)
    if load := _WHOLE.get(event.schedule):
        return load(db, event, known)
    if event.schedule == "report":
        return replace(known, numbers=numbers.of_round(db, event.round))
    if event.schedule in _WHOLE_ROUND and one is not None:
        known = replace(known, tickets=open_tickets(db)) if event.schedule == "small" else known
        return whole_round(db, one.id, known)
    of_these = _of_pairings if event.schedule in _BY_PAIRING else _of_people
    return of_these(db, event, known) if event.people else known


def _of_pairings(db: Connection, event: Due, known: State) -> State:
    pairings = rows.facts(db, Pairing, tables.pairings.c.id.in_(event.people), order=tables.pairings.c.id)
    couples = read_whole_couples(db, pairings)
    people = {p.id for c in couples for p in c.people}
    tickets = tables.tickets.c
    return replace(
        known,
        couples=couples,
        places=rows.facts(
            db, Place, tables.places.c.round == event.round, tables.places.c.person.in_(people)
        ),
        asks=rows.facts(db, Ask, tables.asks.c.person.in_(people)),
        tickets=rows.facts(db, Ticket, tickets.closed_at.is_(None), tickets.person.in_(people)),
        numbers=_of_silence(db, event) if event.schedule == "silence" else {},
    )


def _of_silence(db: Connection, event: Due) -> dict[str, object]:
    return {"written lately": _written_lately(db, event), "answered": _answered(db, event)}


def _answered(db: Connection, event: Due) -> dict[int, datetime]:
    """When the people of these pairings answered what we asked about them, by the id of the question."""
    asks, came, members = tables.asks.c, tables.messages.c, tables.members.c
    theirs = select(members.person).where(members.pairing.in_(event.people), members.current)
    query = select(asks.id, came.received_at).join(tables.messages, came.id == asks.answered_by)
    about = query.where(asks.kind == "no-answer", asks.person.in_(theirs))
    return {row.id: row.received_at for row in db.execute(about)}


def _written_lately(db: Connection, event: Due) -> dict[int, datetime]:
    """When the last programme letter of this week goes, or went, to the people of these pairings."""
    out, members = tables.outbox.c, tables.members.c
    theirs = select(members.person).where(members.pairing.in_(event.people), members.current)
    goes = func.coalesce(out.done_at, out.not_before, type_=Moment)
    query = select(out.person, func.max(goes, type_=Moment).label("at")).where(
        out.kind.in_(ONE_A_WEEK),
        out.person.in_(theirs),
        out.created_at > event.at - timedelta(days=14),
        out.state.not_in(("cancelled", "suppressed", "expired", "failed")),
    )
    return {row.person: row.at for row in db.execute(query.group_by(out.person))}


def _of_people(db: Connection, event: Due, known: State) -> State:
    ids = event.people
    people = rows.facts(db, Person, tables.people.c.id.in_(ids), order=tables.people.c.id)
    asks = rows.facts(db, Ask, tables.asks.c.person.in_(ids), tables.asks.c.state == AskState.OPEN)
    known = replace(known, people=people, asks=asks)
    if event.schedule in ("places", "still-in"):
        places = rows.facts(db, Place, tables.places.c.round == event.round, tables.places.c.person.in_(ids))
        return replace(known, places=places)
    if event.schedule == "again":
        return _with_last_partners(db, event, known)
    if event.schedule == "addresses":
        theirs = rows.facts(db, Address, tables.addresses.c.person.in_(ids))
        return replace(known, addresses=theirs)
    return _of_a_prompt(db, event, known) if event.schedule == "prompt" else known


def _with_last_partners(db: Connection, event: Due, known: State) -> State:
    """Besides: their places in the round, and the pairings they are or were in, the newest first."""
    members = tables.members.c
    mine = select(members.pairing).where(members.person.in_(event.people))
    met = tables.pairings.c.state.in_((PairingState.RUNNING, PairingState.ENDED))
    found = rows.facts(db, Pairing, tables.pairings.c.id.in_(mine), met, order=tables.pairings.c.id.desc())
    theirs = (tables.places.c.round == event.round, tables.places.c.person.in_(event.people))
    return replace(known, couples=read_couples(db, found), places=rows.facts(db, Place, *theirs))


def _of_a_prompt(db: Connection, event: Due, known: State) -> State:
    """Besides: their pairings, and what they and their partners and everybody with SHARE wrote."""
    members = tables.members.c
    mine = select(members.pairing).where(members.person.in_(event.people), members.current)
    pairings = rows.facts(db, Pairing, tables.pairings.c.id.in_(mine), order=tables.pairings.c.id)
    couples = read_couples(db, pairings)
    answers = tables.answers.c
    near = {p.id for c in couples for p in c.people} | set(event.people)
    wanted = or_(answers.person.in_(near), answers.shared)
    found = rows.facts(db, Answer, answers.round == event.round, wanted, order=answers.at)
    return replace(known, couples=couples, answers=found, mailed=rows.mailed_topics(db))
