"""Outbound held: after a restore, an unexpected flood or many bounces, until somebody says RESUME.

Letters to coordinators pass: they have to hear why, and to be able to end it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement, Connection, and_, exists, false, not_

from ilnmail import tables
from ilnmail.letters import LETTERS
from ilnmail.letters.catalogue import Headers, Priority
from ilnmail.outbox.states import AT, DUE, out
from ilnmail.outbox.switches import Switches, switches, turn

FOR_THE_STAFF = tuple(
    kind for kind, row in LETTERS.items() if row.headers in (Headers.COORDINATOR, Headers.OPERATOR)
)
Reach = Literal["nothing", "scheduled", "all"]
REACHES: tuple[Reach, ...] = ("nothing", "scheduled", "all")


@dataclass(frozen=True)
class Hold:
    """What is held, why, and since when."""

    reach: Reach = "nothing"
    words: str = ""
    since: datetime | None = None


def holding(db: Connection) -> Hold:
    """The hold there is."""
    return hold_of(switches(db))


def hold_of(found: Switches) -> Hold:
    """The same, out of what was read already."""
    row = found.get("hold")
    if row is None or not row.value:
        return Hold()
    reach, _, words = row.value.partition(":")
    return Hold(cast(Reach, reach), words, row.at)


def released_at(found: Switches) -> datetime | None:
    """When somebody said RESUME last; what was before that moment has been looked at."""
    row = found.get("hold")
    return None if row is None or row.value else row.at


def hold(db: Connection, reach: Reach, words: str, at: datetime) -> None:
    """Hold from now on. A hold of everything is not narrowed by one of scheduled letters."""
    if holding(db).reach != "all":
        turn(db, "hold", f"{reach}:{words}", at)


_RELEASE = tables.outbox.update().where(out.state == "held").values(state="queued", due_at=AT, not_before=AT)


def release_hold(db: Connection, at: datetime) -> int:
    """RESUME: what was held is due now, in the order of its priority. How many letters."""
    turn(db, "hold", "", at)
    return db.execute(_RELEASE, {"at": at}).rowcount


_for_the_staff: ColumnElement[bool] = exists().where(
    tables.people.c.id == out.person, tables.people.c.coordinator
)
_to_others = and_(out.kind.not_in(FOR_THE_STAFF), not_(_for_the_staff))
HELD_BACK: dict[Reach, ColumnElement[bool]] = {
    "nothing": false(),
    "scheduled": and_(_to_others, out.priority > int(Priority.RELAY)),
    "all": _to_others,
}
"""Which letters a hold of that reach keeps."""

_SET_ASIDE = {
    reach: tables.outbox.update().where(DUE, HELD_BACK[reach]).values(state="held") for reach in REACHES
}


def set_aside(db: Connection, now: Hold, at: datetime) -> None:
    """Show what is due and kept by the hold as *held*."""
    if now.reach != "nothing":
        db.execute(_SET_ASIDE[now.reach], {"at": at})
