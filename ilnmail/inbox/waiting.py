"""Messages waiting to be understood: attempts counted before parsing, the third failure set aside whole."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.effects import Outcome
from ilnmail.prepared import Prepared, given

_MOST_ATTEMPTS = 3
_MOST = 40  # messages taken up together: those behind are read while those before are decided
_MOST_OCTETS = 1_000_000  # of all of them, on the server
messages = tables.messages.c
_FIRST: Prepared[Any] = Prepared(
    select(messages.id, messages.size, messages.attempts)
    .where(messages.outcome == "")
    .order_by(messages.id)
    .limit(_MOST)
)
_BEGIN: Prepared[Any] = Prepared(
    lambda words: (
        tables.messages.update()
        .where(words.among(messages.id, "ids"))
        .values(attempts=messages.attempts + 1)
        .returning(messages.id, messages.raw, messages.size, messages.received_at, messages.attempts)
    )
)


@dataclass(frozen=True)
class Waiting:
    """A message that nobody has decided yet."""

    id: int
    raw: bytes
    octets: int  # on the server; more than it has here where only its head was fetched
    received_at: datetime
    attempts: int


def begin_attempts(engine: Engine, at: datetime) -> tuple[Waiting, ...]:
    """The next messages, the attempt of each committed before anybody looks into it.

    New ones are taken up together. One that has been tried before comes alone: whatever went wrong then, it is this
    one's now, and costs its neighbours nothing.
    """
    with reading(engine) as db:
        if _FIRST.first(db) is None:
            return ()
    with writing(engine) as db:
        return next_attempts(db, at)


def next_attempts(db: Connection, at: datetime) -> tuple[Waiting, ...]:
    """The same within a transaction that has something to commit already: a commit is the dearest part of it."""
    while rows := _FIRST.all(db):
        if rows[0].attempts < _MOST_ATTEMPTS:
            begun = sorted(_BEGIN.all(db, ids=tuple(_together(rows))))
            return tuple(Waiting(id, zlib.decompress(raw), *rest) for id, raw, *rest in begun)
        mine = tables.messages.update().where(messages.id == rows[0].id)
        db.execute(mine.values(outcome=Outcome.QUARANTINED, done_at=at))
    return ()


def _together(rows: Sequence[Any]) -> Iterator[int]:
    octets = 0
    for place, row in enumerate(rows):
        octets += row.size
        if place and (row.attempts or rows[0].attempts or octets > _MOST_OCTETS):
            return
        yield row.id


def failed(engine: Engine, id: int, reason: str, at: datetime) -> None:
    """Not understood, through a fault of ours. It is tried again, and set aside at the third time."""
    with writing(engine) as db:
        row = db.execute(select(messages.attempts).where(messages.id == id, messages.outcome == "")).first()
        if row is None:  # it was decided after all: the commit went through, only its answer was lost
            return
        outcome = Outcome.QUARANTINED if row.attempts >= _MOST_ATTEMPTS else ""
        mine = tables.messages.update().where(messages.id == id)
        db.execute(mine.values(reason=reason[:500], outcome=outcome, done_at=at if outcome else None))


def forgiven(engine: Engine, ids: Iterable[int]) -> None:
    """Not these messages' fault: the attempt does not count."""
    these = messages.id.in_(tuple(ids))
    mine = tables.messages.update().where(these, messages.outcome == "", messages.attempts > 0)
    with writing(engine) as db:
        db.execute(mine.values(attempts=messages.attempts - 1))


_NOTE: Prepared[Any] = Prepared(
    tables.messages.update()
    .where(messages.id == given("message"))
    .values(mail_class=given("mail_class"), event=given("event"))
)


def note(db: Connection, id: int, mail_class: str, event: object) -> None:
    """What a message was understood as, for whoever looks later."""
    _NOTE.begin_change(db, message=id, mail_class=mail_class, event=type(event).__name__)


def quarantined(engine: Engine) -> list[tuple[int, str]]:
    """Messages set aside, with the reason."""
    with reading(engine) as db:
        rows = db.execute(select(messages.id, messages.reason).where(messages.outcome == Outcome.QUARANTINED))
        return [(row.id, row.reason) for row in rows]
