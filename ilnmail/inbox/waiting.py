"""Messages waiting to be understood: attempts counted before parsing, the third failure set aside whole."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.effects import Outcome
from ilnmail.prepared import Prepared, given

_MOST_ATTEMPTS = 3
messages = tables.messages.c
_waiting = select(messages.id).where(messages.outcome == "").order_by(messages.id).limit(1)
_ANYTHING: Prepared[Any] = Prepared(_waiting)
_NEXT: Prepared[Any] = Prepared(
    _waiting.with_only_columns(
        messages.id, messages.raw, messages.size, messages.received_at, messages.attempts
    )
)
_BEGIN: Prepared[Any] = Prepared(
    tables.messages.update().where(messages.id == given("message")).values(attempts=messages.attempts + 1)
)


@dataclass(frozen=True)
class Waiting:
    """A message that nobody has decided yet."""

    id: int
    raw: bytes
    octets: int  # on the server; more than it has here where only its head was fetched
    received_at: datetime
    attempts: int


def begin_attempt(engine: Engine, at: datetime) -> Waiting | None:
    """The next message, its attempt committed before anybody looks into it."""
    with reading(engine) as db:
        if _ANYTHING.first(db) is None:
            return None
    with writing(engine) as db:
        return next_attempt(db, at)


def next_attempt(db: Connection, at: datetime) -> Waiting | None:
    """The same within a transaction that has something to commit already: a commit is the dearest part of it."""
    while (row := _NEXT.first(db)) is not None:
        if row.attempts < _MOST_ATTEMPTS:
            _BEGIN.change(db, message=row.id)
            return Waiting(row.id, zlib.decompress(row.raw), row.size, row.received_at, row.attempts + 1)
        mine = tables.messages.update().where(messages.id == row.id)
        db.execute(mine.values(outcome=Outcome.QUARANTINED, done_at=at))
    return None


def failed(engine: Engine, id: int, reason: str, at: datetime) -> None:
    """Not understood, through a fault of ours. It is tried again, and set aside at the third time."""
    with writing(engine) as db:
        row = db.execute(select(messages.attempts).where(messages.id == id, messages.outcome == "")).first()
        if row is None:  # it was decided after all: the commit went through, only its answer was lost
            return
        outcome = Outcome.QUARANTINED if row.attempts >= _MOST_ATTEMPTS else ""
        mine = tables.messages.update().where(messages.id == id)
        db.execute(mine.values(reason=reason[:500], outcome=outcome, done_at=at if outcome else None))


def forgiven(engine: Engine, id: int) -> None:
    """Not this message's fault: the attempt does not count."""
    mine = tables.messages.update().where(messages.id == id, messages.outcome == "", messages.attempts > 0)
    with writing(engine) as db:
        db.execute(mine.values(attempts=messages.attempts - 1))


_NOTE: Prepared[Any] = Prepared(
    tables.messages.update()
    .where(messages.id == given("message"))
    .values(mail_class=given("mail_class"), event=given("event"))
)


def note(db: Connection, id: int, mail_class: str, event: object) -> None:
    """What a message was understood as, for whoever looks later."""
    _NOTE.change(db, message=id, mail_class=mail_class, event=type(event).__name__)


def quarantined(engine: Engine) -> list[tuple[int, str]]:
    """Messages set aside, with the reason."""
    with reading(engine) as db:
        rows = db.execute(select(messages.id, messages.reason).where(messages.outcome == Outcome.QUARANTINED))
        return [(row.id, row.reason) for row in rows]
