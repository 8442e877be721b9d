"""Who needs a new partner within a round, and who could be one."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Text, and_, or_, select, type_coerce

from ilnmail import tables
from ilnmail.decide.rescuing import NOW, SECOND
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import NEW_PARTNER
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.matching import rejected_pairs
from ilnmail.load.memory import memory
from ilnmail.model import Pairing, PairingState, Person, PersonState, Place, PlaceState, RoundState, Ticket

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
    in_line = (places.round == round_id, places.state == PlaceState.WAITING)
    queue = rows.facts(db, Place, *in_line, order=places.number)[: times.waiting]
    wanted = {*needing, *(place.person for place in queue)}
    found = {p.id: p for p in (*_alone(db, wanted, needing), *_volunteers(db, times.volunteers))}
    return replace(
        known,
        people=tuple(found[id] for id in sorted(found)),
        numbers=memory(db, found),
        rejected=rejected_pairs(db, round_id),
    )


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


def _alone(db: Connection, ids: Iterable[int], needing: Iterable[int]) -> tuple[Person, ...]:
    """Nobody's partner; or somebody's who has asked for another."""
    free = or_(~_seated(), people.id.in_(tuple(needing)))
    return rows.facts(db, Person, people.id.in_(tuple(ids)), reachable(), ~_proposed(), free)


def _volunteers(db: Connection, most: int) -> tuple[Person, ...]:
    """Whoever said NOW and has no partner; and whoever is tagged for a second partner, has one and no second yet."""
    first = select(members.person).where(members.current, members.seat == 1)
    both = select(members.person).where(members.current, members.seat == 2)
    stepping_in = rows.facts(db, Person, _tagged(NOW), reachable(), ~in_a_pairing(), order=people.id)
    one_more = (_tagged(SECOND), people.id.in_(first), people.id.not_in(both))
    return (*stepping_in[:most], *rows.facts(db, Person, *one_more, reachable(), order=people.id)[:most])


def _tagged(tag: str) -> ColumnElement[bool]:
    return type_coerce(people.tags, Text).contains(f'"{tag}"')
