"""The letters we sent or queued, without their bytes; each look-up goes by an index."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, select

from ilnmail import tables
from ilnmail.letters import UNASKED
from ilnmail.model import Letter
from ilnmail.prepared import Begun, Prepared, given, maker

_LETTER = (
    *("key", "kind", "person", "address", "message_id", "state", "created_at", "done_at"),
    *("pairing", "round", "ask", "message"),
)
_out = tables.outbox.c

LETTERS: Select[Any] = (
    select(*(_out[name] for name in _LETTER), tables.messages.c.message_id.label("carried_id"))
    .outerjoin(tables.messages, tables.messages.c.id == _out.message)
    .where(_out.cancelled_at.is_(None))
    .order_by(_out.id.desc())
)


def as_letter(*row: Any) -> Letter:
    """From a row of LETTERS."""
    return _LETTER_OF(*row[:-1], row[-1] or "")


_LETTER_OF = maker(Letter, (*_LETTER, "carried_id"))


def letters(db: Connection, *where: ColumnElement[bool], limit: int | None = 1) -> tuple[Letter, ...]:
    """Letters we sent or queued, the newest first, without their bytes."""
    return tuple(as_letter(*row) for row in db.execute(LETTERS.where(*where).limit(limit)))


WITH_KEY = Prepared(LETTERS.where(_out.key == given("key")).limit(1), as_letter)


def letter(db: Connection, key: str) -> Letter | None:
    """The one of that key."""
    return WITH_KEY.first(db, key=key) if key else None


def last_letter(db: Connection, person: int | None) -> Letter | None:
    """The newest letter to somebody that was no answer to a mail of theirs, while its bytes are kept."""
    theirs = (
        _out.person == person,
        _out.kind.in_(UNASKED),
        _out.emptied_at.is_(None),
        _out.done_at.is_not(None),
    )
    found = letters(db, *theirs)
    return found[0] if found else None


_RECENT: Prepared[Any] = Prepared(
    select(_out.created_at, _out.kind)
    .where(_out.person == given("person"), _out.cancelled_at.is_(None))
    .order_by(_out.id.desc())
    .limit(given("most", Integer()))
)


def begin_recent(db: Connection, person: int | None, most: int = 5) -> Begun[Any]:
    """The last letters to a person, the newest first."""
    return _RECENT.begin(db, person=person, most=most)


def oldest_first(recent: Begun[Any]) -> tuple[tuple[date, str], ...]:
    """When each was made, and which kind it is."""
    return tuple((row.created_at.date(), row.kind) for row in reversed(recent.all))
