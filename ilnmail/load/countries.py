"""One country in numbers, for its ambassador."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from ilnmail import tables
from ilnmail.decide.state import State
from ilnmail.events import Due
from ilnmail.load import rows
from ilnmail.model import PairingState, Person, PersonState, PlaceState

_people, _places, _members, _pairings = (
    tables.people.c,
    tables.places.c,
    tables.members.c,
    tables.pairings.c,
)
_WITH_US = _people.state.in_((PersonState.ACTIVE, PersonState.PAUSED))
_MONTH = timedelta(days=31)


def ambassadors(db: Connection, event: Due, known: State) -> State:
    """Those of the batch, and the numbers of their countries."""
    people = rows.facts(db, Person, _people.id.in_(event.people), order=_people.id)
    numbers: dict[str, object] = {
        code: figures(db, code, event.at) for code in {p.ambassador for p in people}
    }
    numbers["countries"] = _number(db, select(func.count(func.distinct(_people.country))).where(_WITH_US))
    return replace(known, people=people, numbers=numbers)


def figures(db: Connection, code: str, at: datetime) -> dict[str, int]:
    """What there is to count in one country."""
    here = _people.country == code
    paired = select(_members.person).where(
        _members.current,
        _members.pairing.in_(select(_pairings.id).where(_pairings.state == PairingState.RUNNING)),
    )
    wrote = select(_members.person).where(_members.current, _members.last_sign_at > at - _MONTH)
    waiting = select(_places.person).where(_places.state == PlaceState.WAITING)
    return {
        "take part or have applied": _of_people(db, here, _WITH_US),
        "joined in the last month": _of_people(db, here, _WITH_US, _people.confirmed_at > at - _MONTH),
        "have a partner abroad now": _of_people(db, here, _people.id.in_(paired)),
        "of these wrote in the last month": _of_people(
            db, here, _people.id.in_(paired), _people.id.in_(wrote)
        ),
        "wait for a place": _of_people(db, here, _people.id.in_(waiting)),
    }


def _of_people(db: Connection, *where: ColumnElement[bool]) -> int:
    only_coordinators = _people.coordinator | (_people.ambassador != "")
    with_a_place = _people.id.in_(select(_places.person))
    return _number(db, select(func.count(_people.id)).where(*where, ~only_coordinators | with_a_place))


def _number(db: Connection, query: Select[Any]) -> int:
    return int(db.execute(query).scalar_one())
