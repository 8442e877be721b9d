"""The snapshot a match run is computed from: everybody admitted, with their memory."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.decide.rounds import REPLACED
from ilnmail.load import rows
from ilnmail.load.apart import kept_apart
from ilnmail.load.couples import read_couples
from ilnmail.model import (
    AskState,
    Avoid,
    Pairing,
    PairingState,
    Person,
    PersonState,
    Place,
    PlaceState,
    Round,
)


@dataclass(frozen=True)
class Snapshot:
    """What was read, all of it."""

    round: Round
    people: tuple[Person, ...]
    places: tuple[Place, ...]
    former: dict[int, tuple[int, ...]]
    avoided: dict[int, tuple[int, ...]]
    fixed: tuple[tuple[int, ...], ...]  # pairs that a coordinator has approved already, or holds
    rejected: tuple[tuple[int, int], ...]  # each two of those that a coordinator has turned down
    countries: dict[int, str] = field(default_factory=dict)  # of former partners, in the round or not
    unsure: frozenset[int] = frozenset()  # asked "still in?", and no answer


def snapshot(db: Connection, round_id: int) -> Snapshot:
    """Whoever has a place and can be paired now: active, confirmed, no address suspended."""
    of = rows.one(db, Round, tables.rounds.c.id == round_id)
    assert of is not None
    admitted = (PlaceState.ADMITTED, PlaceState.APPLIED)
    places = rows.facts(db, Place, tables.places.c.round == round_id, tables.places.c.state.in_(admitted))
    people = rows.facts(
        db,
        Person,
        tables.people.c.id.in_([p.person for p in places]),
        tables.people.c.state == PersonState.ACTIVE,
        order=tables.people.c.id,
    )
    gone = set(db.execute(rows.SUSPENDED).scalars())
    former = _former(db)
    return Snapshot(
        round=of,
        people=tuple(p for p in people if p.id not in gone),
        places=places,
        former=former,
        countries=_countries(db, {one for others in former.values() for one in others}),
        avoided=_avoided(db, people),
        fixed=_fixed(db, round_id),
        rejected=rejected_pairs(db, round_id),
        unsure=_unsure(db, of),
    )


def _unsure(db: Connection, of: Round) -> frozenset[int]:
    asks = tables.asks.c
    open_ones = (asks.kind == "place", asks.subject == of.name, asks.state == AskState.OPEN)
    return frozenset(db.execute(select(asks.person).where(*open_ones)).scalars())


def _former(db: Connection) -> dict[int, tuple[int, ...]]:
    """Partners of all rounds, by person."""
    members, pairings = tables.members.c, tables.pairings.c
    query = (
        select(members.pairing, members.person)
        .join(tables.pairings, pairings.id == members.pairing)
        .where(pairings.state.in_((PairingState.RUNNING, PairingState.ENDED)))
    )
    together = defaultdict(set)
    for row in db.execute(query):
        together[row.pairing].add(row.person)
    met: dict[int, set[int]] = defaultdict(set)
    for group in together.values():
        for person in group:
            met[person] |= group - {person}
    return {person: tuple(sorted(others)) for person, others in met.items()}


def _countries(db: Connection, of: set[int]) -> dict[int, str]:
    people = tables.people.c
    query = select(people.id, people.country).where(people.id.in_(of))
    return {row.id: row.country for row in db.execute(query)}


def _avoided(db: Connection, people: tuple[Person, ...]) -> dict[int, tuple[int, ...]]:
    """Both ways, whoever said so: a coordinator, or one of the two on their card."""
    found: dict[int, set[int]] = defaultdict(set)
    for one in rows.facts(db, Avoid):
        found[one.person].add(one.other)
        found[one.other].add(one.person)
    for person, others in kept_apart(people).items():
        found[person] |= others
    return {person: tuple(sorted(others)) for person, others in found.items()}


def _fixed(db: Connection, round_id: int) -> tuple[tuple[int, ...], ...]:
    pairings = tables.pairings.c
    kept = pairings.state.in_((PairingState.APPROVED, PairingState.HELD))
    found = rows.facts(db, Pairing, pairings.round == round_id, kept)
    return tuple(tuple(p.id for p in c.people) for c in read_couples(db, found))


def rejected_pairs(db: Connection, round_id: int) -> tuple[tuple[int, int], ...]:
    """Each two whom a coordinator did not want together in this round; not those whom a newer match run parted."""
    pairings = tables.pairings.c
    by_hand = (pairings.state == PairingState.REJECTED, pairings.ended_because != REPLACED)
    turned_down = read_couples(db, rows.facts(db, Pairing, pairings.round == round_id, *by_hand))
    return tuple(pair for c in turned_down for pair in combinations(sorted(p.id for p in c.people), 2))
