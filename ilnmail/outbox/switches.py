"""The switches of the outbox, in which all workers agree: read together, turned one at a time."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.database import insert_for

NAMES = ("hold", "circuit", "awake", "generation", "day spent")
Switches = Mapping[str, Any]
"""`value` and `at` of each that was ever turned, by name."""

_kept = tables.switches.c
_READ = select(_kept.name, _kept.value, _kept.at).where(_kept.name.in_(NAMES))


def switches(db: Connection) -> Switches:
    """As they are now."""
    return {row.name: row for row in db.execute(_READ)}


def turn(db: Connection, name: str, value: str, at: datetime) -> None:
    """From that moment on it says this."""
    db.execute(_turning(db.dialect.name), {"name": name, "value": value, "at": at})


@cache
def _turning(dialect: str) -> Any:
    row = insert_for(dialect, tables.switches)
    return row.on_conflict_do_update(
        index_elements=["name"], set_={"value": row.excluded.value, "at": row.excluded.at}
    )
