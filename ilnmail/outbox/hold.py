"""Outbound held: after a restore, an unexpected flood or many bounces, until somebody says RESUME.

Letters to coordinators pass: they have to hear why, and to be able to end it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, and_, exists, false, not_, select

from ilnmail import tables
from ilnmail.database import insert
from ilnmail.letters import LETTERS
from ilnmail.letters.catalogue import Headers, Priority
from ilnmail.outbox.states import due, out

_NAME = "hold"
FOR_THE_STAFF = tuple(
    kind for kind, row in LETTERS.items() if row.headers in (Headers.COORDINATOR, Headers.OPERATOR)
)
_KEPT = select(tables.switches).where(tables.switches.c.name == _NAME)
Reach = Literal["nothing", "scheduled", "all"]


@dataclass(frozen=True)
class Hold:
    """What is held, why, and since when."""

    reach: Reach = "nothing"
    words: str = ""
    since: datetime | None = None


def holding(db: Connection) -> Hold:
    """The hold there is."""
    row = db.execute(_KEPT).first()
    if row is None or not row.value:
        return Hold()
    reach, _, words = row.value.partition(":")
    return Hold(cast(Reach, reach), words, row.at)


def released_at(db: Connection) -> datetime | None:
    """When somebody said RESUME last; what was before that moment has been looked at."""
    released = (tables.switches.c.name == _NAME, tables.switches.c.value == "")
    return db.execute(select(tables.switches.c.at).where(*released)).scalar()


def hold(db: Connection, reach: Reach, words: str, at: datetime) -> None:
    """Hold from now on. A hold of everything is not narrowed by one of scheduled letters."""
    if holding(db).reach != "all":
        _keep(db, f"{reach}:{words}", at)


def release_hold(db: Connection, at: datetime) -> int:
    """RESUME: what was held is due now, in the order of its priority. How many letters."""
    _keep(db, "", at)
    held = tables.outbox.update().where(out.state == "held")
    return db.execute(held.values(state="queued", due_at=at, not_before=at)).rowcount


def held_back(now: Hold) -> ColumnElement[bool]:
    """Which letters that hold keeps."""
    staff = exists().where(tables.people.c.id == out.person, tables.people.c.coordinator)
    others = and_(out.kind.not_in(FOR_THE_STAFF), not_(staff))
    match now.reach:
        case "nothing":
            return false()
        case "scheduled":
            return and_(others, out.priority > int(Priority.RELAY))
        case "all":
            return others


def set_aside(db: Connection, now: Hold, at: datetime) -> None:
    """Show what is due and kept by the hold as *held*."""
    if now.reach != "nothing":
        db.execute(tables.outbox.update().where(due(at), held_back(now)).values(state="held"))


def _keep(db: Connection, value: str, at: datetime) -> None:
    row = insert(db, tables.switches).values(name=_NAME, value=value, at=at)
    db.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value, "at": at}))
