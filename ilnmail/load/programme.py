"""What concerns the programme as a whole: a round with everybody in it, what is open, who is quiet."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.decide.problems import KIND
from ilnmail.decide.state import Couple, State
from ilnmail.load import rows
from ilnmail.load.couples import current_couple, read_couples
from ilnmail.model import Pairing, PairingState, Person, Place, Round, Ticket

_MOST = 50


def whole_round(db: Connection, round_id: int, known: State) -> State:
    """The round, everybody with a place in it, and its pairings; for what concerns a round as a whole."""
    places = rows.facts(db, Place, tables.places.c.round == round_id, order=tables.places.c.since)
    with_place = select(tables.places.c.person).where(tables.places.c.round == round_id)
    pairings = rows.facts(db, Pairing, tables.pairings.c.round == round_id, order=tables.pairings.c.id)
    return replace(
        known,
        round=rows.one(db, Round, tables.rounds.c.id == round_id),
        places=places,
        people=rows.facts(db, Person, tables.people.c.id.in_(with_place), order=tables.people.c.id),
        couples=read_couples(db, pairings),
    )


def open_tickets(db: Connection) -> tuple[Ticket, ...]:
    return rows.facts(db, Ticket, tables.tickets.c.closed_at.is_(None), order=tables.tickets.c.id)


def problem_reports(db: Connection, known: State) -> State:
    """The reports that are open, and the pairings of whoever reported: their partners never read them."""
    reports = rows.facts(db, Ticket, tables.tickets.c.closed_at.is_(None), tables.tickets.c.kind == KIND)
    couples = (current_couple(db, t.person) for t in reports)
    return replace(known, tickets=reports, couples=tuple(c for c in couples if c is not None))


_MEMBERS, _PAIRINGS = tables.members.c, tables.pairings.c
_SILENT = select(_MEMBERS.pairing).where(_MEMBERS.current, _MEMBERS.last_sign_at.is_(None))
_QUIET = (_PAIRINGS.state == PairingState.RUNNING, _PAIRINGS.id.in_(_SILENT))


def quiet_couples(db: Connection, since: date = date.max) -> tuple[Couple, ...]:
    """Running pairings that began by then, and in which not everybody has been heard from: the longest first, fifty
    at most."""
    quiet = (*_QUIET, _PAIRINGS.starts <= since)
    query = select(tables.pairings).where(*quiet).order_by(_PAIRINGS.starts, _PAIRINGS.id).limit(_MOST)
    return read_couples(db, tuple(rows.fact(Pairing, row) for row in db.execute(query)))


def quiet_count(db: Connection, since: date) -> int:
    """How many there are."""
    query = select(func.count(_PAIRINGS.id)).where(*_QUIET, _PAIRINGS.starts <= since)
    return int(db.execute(query).scalar_one())
