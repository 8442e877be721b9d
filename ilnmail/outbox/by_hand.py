"""What an operator does with one letter: hold it, try it now, drop it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection

from ilnmail import tables
from ilnmail.outbox.states import WAITING, out

_ENDED_BADLY = ("failed", "uncertain", "suppressed", "expired")


def hold_letter(db: Connection, id: int) -> bool:
    """Keep one letter that waits. False where there is none such."""
    waiting = tables.outbox.update().where(out.id == id, out.state.in_(WAITING))
    return db.execute(waiting.values(state="held")).rowcount == 1


def retry(db: Connection, id: int, at: datetime) -> bool:
    """Try one letter now that waits or has ended badly; guard and address are checked as always."""
    states = (*WAITING, "held", *_ENDED_BADLY)
    return _queued(db, out.id == id, states, at)


def repeat(db: Connection, key: str, at: datetime) -> bool:
    """Send one letter again at its reader's wish, the same bytes. False where they are not kept any longer."""
    return _queued(db, out.key == key, ("sent", *_ENDED_BADLY), at)


def _queued(db: Connection, which: ColumnElement[bool], states: tuple[str, ...], at: datetime) -> bool:
    again = tables.outbox.update().where(which, out.state.in_(states), out.emptied_at.is_(None))
    now = {"state": "queued", "due_at": at, "not_before": at, "not_after": None, "done_at": None}
    return db.execute(again.values(**now)).rowcount == 1


def drop(db: Connection, id: int, at: datetime) -> bool:
    """Never send one letter that waits."""
    waiting = tables.outbox.update().where(out.id == id, out.state.in_((*WAITING, "held", "uncertain")))
    return db.execute(waiting.values(state="cancelled", done_at=at, cancelled_at=at)).rowcount == 1
