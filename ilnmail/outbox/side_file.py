"""A small file outside the database, by which a database restored from a backup is noticed.

It says which database it belongs to and how far the outbox had come. A backup knows less than the file.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail.outbox.states import out
from ilnmail.outbox.switches import Switches, turn
from ilnmail.places import write_whole
from ilnmail.prepared import Prepared

_LAST: Prepared[Any] = Prepared(select(func.coalesce(func.max(out.id), 0)))


@dataclass(frozen=True)
class Standing:
    """Which database, and the highest id of its outbox."""

    generation: str
    outbox: int


def standing(db: Connection, found: Switches) -> Standing:
    """As the database says; no generation yet where it is new."""
    generation = found["generation"].value if "generation" in found else ""
    return Standing(generation, int(_LAST.one(db)[0]))


def begin(db: Connection, at: datetime) -> None:
    """Give a new database its name: the moment it was first used."""
    turn(db, "generation", at.isoformat(), at)


@dataclass(frozen=True)
class SideFile:
    """The file. One that is missing or cannot be read says nothing: the next turn writes it anew."""

    path: Path

    def read(self) -> Standing | None:
        try:
            return Standing(**json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, now: Standing) -> None:
        """Whole or not at all, and on the disk before a letter goes."""
        write_whole(self.path, json.dumps(now.__dict__))


def restored(known: Standing | None, now: Standing) -> str:
    """Why the database must be an older one than the file knows; empty where it is the one we know."""
    if known is None or (known.generation == now.generation and known.outbox <= now.outbox):
        return ""
    return f"the database is older than what was sent (letter {known.outbox}, and it knows {now.outbox})"
