"""Messages waiting to be understood: attempts counted before parsing, the third failure set aside whole."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.effects import Outcome

_MOST_ATTEMPTS = 3
messages = tables.messages.c
_NEXT = select(tables.messages).where(messages.outcome == "").order_by(messages.id).limit(1)


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
        if db.execute(_NEXT.with_only_columns(messages.id)).first() is None:
            return None
    with writing(engine) as db:
        row = db.execute(_NEXT).first()
        if row is None:  # somebody else has taken over meanwhile
            return None
        mine = tables.messages.update().where(messages.id == row.id)
        if row.attempts >= _MOST_ATTEMPTS:
            db.execute(mine.values(outcome=Outcome.QUARANTINED, done_at=at))
        else:
            db.execute(mine.values(attempts=row.attempts + 1))
    if row.attempts >= _MOST_ATTEMPTS:
        return begin_attempt(engine, at)
    return Waiting(row.id, zlib.decompress(row.raw), row.size, row.received_at, row.attempts + 1)


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


def note(db: Connection, id: int, mail_class: str, event: object) -> None:
    """What a message was understood as, for whoever looks later."""
    words = type(event).__name__
    db.execute(tables.messages.update().where(messages.id == id).values(mail_class=mail_class, event=words))


def quarantined(engine: Engine) -> list[tuple[int, str]]:
    """Messages set aside, with the reason."""
    with reading(engine) as db:
        rows = db.execute(select(messages.id, messages.reason).where(messages.outcome == Outcome.QUARANTINED))
        return [(row.id, row.reason) for row in rows]
