"""Who needs a new partner within a round, and who could be one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Text, and_, or_, select, type_coerce

from ilnmail import tables
from ilnmail.decide.rescuing import NOW, SECOND
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import NEW_PARTNER
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.matching import rejected_pairs
from ilnmail.load.memory import memory
from ilnmail.model import Pairing, PairingState, Person, PersonState, PlaceState, RoundState, Ticket

people, places, members, pairings = tables.people.c, tables.places.c, tables.members.c, tables.pairings.c
_UNDECIDED = (PairingState.PROPOSED, PairingState.HELD)


def rescue(db: Connection, known: State) -> State:
    """The newest running round, its pairs that wait for a yes, and everybody who is to be looked at.

    Without anybody in need nobody else is read, so that a quiet day costs three statements.
    """
    running = max(
        (r for r in known.rounds if r.state is RoundState.RUNNING), key=lambda r: r.starts, default=None
    )
    if running is None:
        return known
    tickets = rows.facts(
        db, Ticket, tables.tickets.c.closed_at.is_(None), tables.tickets.c.kind == NEW_PARTNER
    )
    undecided = rows.facts(db, Pairing, pairings.round == running.id, pairings.state.in_(_UNDECIDED))
    couples = read_couples(db, undecided)
    known = replace(
        known,
        round=running,
        tickets=tickets,
        couples=couples,
        parting=parting(db, {p.id for couple in couples for p in couple.people}),
    )
    needing = {t.person for t in tickets if t.pairing is None and t.person}
    return _with_people(db, known, running.id, needing) if needing else known


def _with_people(db: Connection, known: State, round_id: int, needing: set[int]) -> State:
    times = known.schedules.rescue
    alone = rows.facts(db, Person, people.id.in_(needing), reachable(), ~_proposed(), order=people.id)
    lines = (
        (_waiting(db, round_id), times.waiting),
        (_stepping_in(db), times.volunteers),
        (_with_a_partner(db), times.volunteers),
    )
    others = (one for line, most in lines for one in _in_reach(alone, line, most))
    found = {one.id: one for one in (*alone, *others)}
    return replace(
        known,
        people=tuple(found[id] for id in sorted(found)),
        numbers=memory(db, found),
        rejected=rejected_pairs(db, round_id),
    )


_EACH = 2  # people besides, for everybody in need


def _in_reach(needing: Iterable[Person], line: Sequence[Person], most: int) -> tuple[Person, ...]:
    """The first of a line, and besides, for everybody in need, the next few with whom they could write: where the first
    are all from one country they are no help to those who live there."""
    found = {one.id: one for one in line[:most]}
    for one in needing:
        fits = (other for other in line if other.id not in found and _could_write(one, other))
        found |= {other.id: other for other in islice(fits, _EACH)}
    return tuple(found.values())


def _could_write(one: Person, other: Person) -> bool:
    return one.country != other.country and not set(one.languages).isdisjoint(other.languages)


def parting(db: Connection, people: Collection[int]) -> tuple[Couple, ...]:
    """The pairings that end once one of these people has a new partner: they have asked for another (REMATCH)."""
    tickets = tables.tickets.c
    asking = select(tickets.person).where(
        tickets.kind == NEW_PARTNER, tickets.closed_at.is_(None), tickets.person.in_(people)
    )
    theirs = select(members.pairing).where(members.person.in_(asking), members.current, members.seat == 1)
    running = (pairings.id.in_(theirs), pairings.state == PairingState.RUNNING)
    return read_couples(db, rows.facts(db, Pairing, *running, order=pairings.id)) if people else ()


def in_a_pairing() -> ColumnElement[bool]:
    """Has a seat now, or one in a pair that waits for a yes."""
    return or_(_seated(), _proposed())


def _seated() -> ColumnElement[bool]:
    return people.id.in_(select(members.person).where(members.current))


def _proposed() -> ColumnElement[bool]:
    undecided = select(pairings.id).where(pairings.state.in_(_UNDECIDED))
    return people.id.in_(select(members.person).where(members.pairing.in_(undecided)))


def reachable() -> ColumnElement[bool]:
    return and_(people.state == PersonState.ACTIVE, people.id.not_in(rows.SUSPENDED))


def _waiting(db: Connection, round_id: int) -> tuple[Person, ...]:
    """The waiting list, as far as nobody has them as a partner by now."""
    in_line = (places.round == round_id, places.state == PlaceState.WAITING)
    query = select(tables.people).join(tables.places, places.person == people.id).order_by(places.number)
    found = db.execute(query.where(*in_line, reachable(), ~in_a_pairing()))
    return tuple(rows.fact(Person, row) for row in found)


def _stepping_in(db: Connection) -> tuple[Person, ...]:
    """Whoever said NOW and has no partner."""
    return rows.facts(db, Person, _tagged(NOW), reachable(), ~in_a_pairing(), order=people.id)


def _with_a_partner(db: Connection) -> tuple[Person, ...]:
    """Whoever is tagged for a second partner, has one and no second yet."""
    first = select(members.person).where(members.current, members.seat == 1)
    both = select(members.person).where(members.current, members.seat == 2)
    one_more = (_tagged(SECOND), people.id.in_(first), people.id.not_in(both))
    return rows.facts(db, Person, *one_more, reachable(), order=people.id)


def _tagged(tag: str) -> ColumnElement[bool]:
    return type_coerce(people.tags, Text).contains(f'"{tag}"')
