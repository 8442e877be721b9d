"""The switches of the outbox, in which all workers agree: read together, turned one at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.prepared import Prepared, Words, given

NAMES = ("hold", "circuit", "awake", "generation", "day spent")
Switches = Mapping[str, Any]
"""`value` and `at` of each that was ever turned, by name."""

_kept = tables.switches.c
_READ: Prepared[Any] = Prepared(select(_kept.name, _kept.value, _kept.at).where(_kept.name.in_(NAMES)))


def switches(db: Connection) -> Switches:
    """As they are now."""
    return {row.name: row for row in _READ.all(db)}


def _turned(words: Words) -> Any:
    row = words.insert(tables.switches).values(name=given("name"), value=given("value"), at=given("at"))
    new = {"value": row.excluded.value, "at": row.excluded.at}
    return row.on_conflict_do_update(index_elements=["name"], set_=new)


_TURN: Prepared[Any] = Prepared(_turned)


def turn(db: Connection, name: str, value: str, at: datetime) -> None:
    """From that moment on it says this."""
    _TURN.change(db, name=name, value=value, at=at)
