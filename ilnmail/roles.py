"""Who holds which role: lease rows, so that several programs on one database do everything once.

Reader, decider and tick are single. A lease has an epoch, which its next holder raises; whatever decides begins its
transaction by renewing the row of the decider under its own epoch: fence and order in one statement. PostgreSQL's own
clock says when a lease has run out, so that two machines need not agree on the time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import insert
from ilnmail.prepared import Prepared, Words, given

SINGLE = ("reader", "decider", "tick")
ALL = (*SINGLE, "sender")
LENGTH = timedelta(seconds=60)

_roles = tables.roles.c
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODYS: dict[str, Any] = {"holder": "", "epoch": 0, "until": _NEVER, "words": ""}


class LostError(Exception):
    """Somebody else holds this role now; nothing of what was begun under it is kept."""


@dataclass(frozen=True)
class Lease:
    """A role as one program holds it."""

    name: str
    holder: str
    epoch: int


def take(db: Connection, name: str, holder: str, at: datetime) -> Lease | None:
    """The role, where nobody holds it or its holder has not renewed it in time; `at` is the machine's time."""
    now = _now(db, at)
    _there(db, name)
    free = tables.roles.update().where(_roles.name == name, (_roles.until < now) | (_roles.holder == holder))
    values = {"holder": holder, "epoch": _roles.epoch + 1, "until": now + LENGTH, "beat_at": now, "words": ""}
    epoch = db.execute(free.values(values).returning(_roles.epoch)).scalar()
    return None if epoch is None else Lease(name, holder, epoch)


_KEEP: Prepared[Any] = Prepared(
    tables.roles.update()
    .where(_roles.name == given("role"), _roles.holder == given("mine"), _roles.epoch == given("lease"))
    .values(until=given("ends", Moment()), beat_at=given("now", Moment()))
)


def keep(db: Connection, lease: Lease, at: datetime) -> None:
    """Renew it, and with it the right to go on in this transaction. Raises LostError."""
    now = _now(db, at)
    kept = _KEEP.change(db, role=lease.name, mine=lease.holder, lease=lease.epoch, ends=now + LENGTH, now=now)
    if kept != 1:
        raise LostError(f"the {lease.name} is somebody else now")


def let_go(db: Connection, lease: Lease, at: datetime) -> None:
    """Free for the next one at once."""
    mine = (_roles.name == lease.name, _roles.holder == lease.holder, _roles.epoch == lease.epoch)
    db.execute(tables.roles.update().where(*mine).values(until=_now(db, at) - LENGTH))


def _beating(words: Words) -> Any:
    row = words.insert(tables.roles).values(name=given("role"), beat_at=given("at", Moment()), **_NOBODYS)
    return row.on_conflict_do_update(index_elements=["name"], set_={"beat_at": row.excluded.beat_at})


_BEAT: Prepared[Any] = Prepared(_beating)


def beat(db: Connection, name: str, at: datetime) -> None:
    """This role was alive at that moment, whoever holds it."""
    _BEAT.change(db, role=name, at=at)


def wait_for_turn(db: Connection) -> None:
    """Whoever decides one event from outside the loop waits until the loop is between two."""
    if db.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        _there(db, "decider")
        db.execute(select(_roles.name).where(_roles.name == "decider").with_for_update())


def _there(db: Connection, name: str) -> None:
    row = insert(db, tables.roles).values(name=name, beat_at=_NEVER, **_NOBODYS)
    db.execute(row.on_conflict_do_nothing())


_CLOCK: Prepared[Any] = Prepared(select(func.clock_timestamp().label("now")))


def _now(db: Connection, at: datetime) -> datetime:
    if db.dialect.name == "postgresql":
        now: datetime = _CLOCK.one(db).now
        return now
    return at
