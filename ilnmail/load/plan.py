"""How many people each line of a round's plan is about, as things stand today."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, func, not_, select

from ilnmail import tables
from ilnmail.model import AskState, Mailings, PairingState, PersonState, PlaceState, Round, RoundState

_people, _places = tables.people.c, tables.places.c
_members, _pairings = tables.members.c, tables.pairings.c


def readers_of(db: Connection, rounds: tuple[Round, ...]) -> dict[str, object]:
    """By "applied of round 5"; what cannot be known yet (who will be paired) is left out."""
    found: dict[str, object] = {}
    for one in rounds:
        counts = _COUNTING.get(one.state, _of_those_paired)(db, one)
        found |= {f"{whom} of round {one.id}": count for whom, count in counts.items()}
    return found


def _of_those_with_a_place(db: Connection, one: Round) -> dict[str, int]:
    theirs = select(_places.person).where(_places.round == one.id)
    active = (_people.state == PersonState.ACTIVE, not_(_people.coordinator))
    applied = (_places.round == one.id, _places.state == PlaceState.APPLIED)
    return {
        "free": _count(db, select(_people.id).where(*active, _people.id.not_in(theirs))),
        "applied": _count(db, select(_places.person).where(*applied)),
    }


def _of_those_admitted(db: Connection, one: Round) -> dict[str, int]:
    admitted = (_places.round == one.id, _places.state == PlaceState.ADMITTED)
    return {"placed": _count(db, select(_places.person).where(*admitted)), "unsure": _unsure(db, one)}


def _unsure(db: Connection, one: Round) -> int:
    """Asked whether they are still in, and silent so far."""
    asks = tables.asks.c
    asked = (asks.kind == "place", asks.subject == one.name, asks.state == AskState.OPEN)
    return _count(db, select(asks.person).where(*asked))


def _of_those_paired(db: Connection, one: Round) -> dict[str, int]:
    seats = (
        select(_members.person)
        .join(tables.pairings, _pairings.id == _members.pairing)
        .where(
            _pairings.round == one.id,
            _pairings.state.in_((PairingState.APPROVED, PairingState.RUNNING, PairingState.PROPOSED)),
        )
    )
    with_place = select(_places.person).where(
        _places.round == one.id, _places.state.in_((PlaceState.ADMITTED, PlaceState.MATCHED))
    )
    wanted = (_people.id.in_(seats), _people.state == PersonState.ACTIVE, _people.mailings == Mailings.ALL)
    silent = (_pairings.round == one.id, _pairings.state == PairingState.RUNNING)
    quiet = (
        select(_members.person)
        .join(tables.pairings, _pairings.id == _members.pairing)
        .where(*silent, _members.current, _members.last_sign_at.is_(None))
    )
    return {
        "placed": _count(db, seats),
        "paired": _count(db, seats),
        "unmatched": _count(db, with_place.where(_places.person.not_in(seats))),
        "unsure": _unsure(db, one),
        "readers": _count(db, select(_people.id).where(*wanted)),
        **({"quiet": _count(db, quiet)} if one.state is RoundState.RUNNING else {}),
    }


_COUNTING: Mapping[str, Callable[[Connection, Round], dict[str, int]]] = {
    RoundState.DRAFT: _of_those_with_a_place,
    RoundState.OPEN: _of_those_with_a_place,
    RoundState.CLOSED: _of_those_admitted,
}
"""Who can be counted before there are pairs."""


def _count(db: Connection, query: object) -> int:
    return int(db.execute(select(func.count()).select_from(query.distinct().subquery())).scalar_one())  # type: ignore[attr-defined]
