"""From the mailbox to the table: raw bytes committed first, in the same transaction as the mark.

UNSEEN is no queue. What is new is what lies above a stored UID, for each folder and UIDVALIDITY.
"""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Head
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.effects import Outcome
from ilnmail.inbox.mailbox import Mailbox, Message
from ilnmail.prepared import Prepared, Words, given
from ilnmail.understand.message import writable

AT_ONCE = 50
"""Messages fetched by one command and committed by one transaction."""

_NAMES = ("From", "Date", "Subject", "Message-ID")


class _Headers(NamedTuple):
    """Unfolded; empty where one is missing or cannot be read."""

    sender: str
    date: str
    subject: str
    message_id: str


_FAULTS = (ValueError, IndexError, LookupError, TypeError)
_LONGEST_ID = 998  # letters: a line of a header (RFC 5322 2.1.1); an index holds no more than 2,700 octets
marks = tables.marks.c


def fetch(engine: Engine, mailbox: Mailbox, at: datetime) -> int:
    """Commit what is new. How many messages. Raises InboxError."""
    folder, uidvalidity, uidnext = mailbox.open()
    mark = _mark(engine, folder, uidvalidity, uidnext, at)
    uids = mailbox.after(mark.uid)
    for start in range(0, len(uids), AT_ONCE):
        messages = mailbox.read(uids[start : start + AT_ONCE])
        with writing(engine) as db:
            keep(db, folder, uidvalidity, messages, at, _there_before(db, mark))
            _advance(db, folder, uidvalidity, uids[: start + AT_ONCE][-1])
    return len(uids)


_MARKS: Prepared[Any] = Prepared(select(tables.marks).where(marks.folder == given("folder")))


def _mark(engine: Engine, folder: str, uidvalidity: int, uidnext: int, at: datetime) -> Any:
    """How far this folder was read. At the very first start what lies there already is counted, never answered;
    under a new UIDVALIDITY everything is listed again, and known mail is recognised by its fingerprint."""
    with reading(engine) as db:
        known = _MARKS.all(db, folder=folder)
    current = next((row for row in known if row.uidvalidity == uidvalidity), None)
    if current is not None:
        return current
    first = 0 if known else uidnext - 1
    began = min((row.began_at for row in known), default=at)
    new = {"uid": first, "skipped": first, "verified": first, "uidnext": uidnext, "began_at": began}
    with writing(engine) as db:
        made = tables.marks.insert().values(folder=folder, uidvalidity=uidvalidity, **new)
        return db.execute(made.returning(*marks)).one()


_OTHERS: Prepared[Any] = Prepared(
    select(marks.uid)
    .where(marks.folder == given("folder"), marks.uidvalidity != given("uidvalidity"), marks.skipped > 0)
    .limit(1)
)


def _there_before(db: Connection, mark: Any) -> tuple[datetime, int] | None:
    """Listed anew, mail from before the very first start is as old as it was then: older than this, and below this UID,
    it gets no answer.

    It was never read, so nothing but its Date knows it; where nothing lay there then, all is new.
    """
    lay_there = _OTHERS.first(db, folder=mark.folder, uidvalidity=mark.uidvalidity)
    return (mark.began_at, mark.uidnext) if lay_there and not mark.skipped else None


_MESSAGE = ("fingerprint", "raw", "size", "message_id", "received_at", "outcome", "reason", "done_at")


def _keeping(words: Words) -> Any:
    values = {name: given(name, tables.messages.c[name].type) for name in _MESSAGE}
    row = words.insert(tables.messages).values(**values, attempts=0, mail_class="", event="")
    return row.on_conflict_do_nothing()


def _arriving(words: Words) -> Any:
    known = select(tables.messages.c.id).where(tables.messages.c.fingerprint == given("fingerprint"))
    where = {name: given(name, tables.arrivals.c[name].type) for name in ("folder", "uidvalidity", "uid")}
    row = words.insert(tables.arrivals).values(**where, message=known.scalar_subquery())
    return row.on_conflict_do_nothing()


_KEEP: Prepared[Any] = Prepared(_keeping)
_ARRIVED: Prepared[Any] = Prepared(_arriving)


def keep(
    db: Connection,
    folder: str,
    uidvalidity: int,
    messages: Sequence[Message],
    at: datetime,
    before: tuple[datetime, int] | None = None,
) -> None:
    """Messages as they came, each once. What is dated `before` a moment, below a UID, is kept as done: seen, and never
    answered."""
    heads = [_headers(one.raw) for one in messages]
    prints = [_fingerprint(head, one.raw) for head, one in zip(heads, messages, strict=True)]
    _KEEP.change_each(
        db,
        (
            {
                "fingerprint": print_,
                "raw": zlib.compress(one.raw),
                "size": one.octets or len(one.raw),
                "message_id": writable(head.message_id)[:_LONGEST_ID],
                "received_at": at,
                **_done(head, before[0] if before and one.uid < before[1] else None, at),
            }
            for one, head, print_ in zip(messages, heads, prints, strict=True)
        ),
    )
    where = {"folder": folder, "uidvalidity": uidvalidity}
    _ARRIVED.change_each(
        db,
        (
            {**where, "uid": one.uid, "fingerprint": print_}
            for one, print_ in zip(messages, prints, strict=True)
        ),
    )


def _done(head: _Headers, before: datetime | None, at: datetime) -> dict[str, Any]:
    if before is None or (dated := _date(head)) is None or dated >= before:
        return {"outcome": "", "reason": "", "done_at": None}
    return {"outcome": Outcome.SUPPRESSED, "reason": "lay there before the first start", "done_at": at}


def _date(head: _Headers) -> datetime | None:
    """When it says that it was written; none where it says nothing that can be read."""
    try:
        found = parsedate_to_datetime(head.date)
    except _FAULTS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_ADVANCE: Prepared[Any] = Prepared(
    tables.marks.update()
    .where(marks.folder == given("of"), marks.uidvalidity == given("validity"), marks.uid < given("up_to"))
    .values(uid=given("up_to"))
)


def _advance(db: Connection, folder: str, uidvalidity: int, uid: int) -> None:
    _ADVANCE.change(db, of=folder, validity=uidvalidity, up_to=uid)


def fingerprint(raw: bytes) -> str:
    """The same for the same mail, however a server changes its line ends: SHA-256 over From, Date, Subject,
    Message-ID and body."""
    return _fingerprint(_headers(raw), raw)


def _fingerprint(headers: _Headers, raw: bytes) -> str:
    head = "\n".join(headers).encode()
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()
    return hashlib.sha256(head + b"\n\n" + body).hexdigest()


def _headers(raw: bytes) -> _Headers:
    top = raw[:65536].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        head = message_from_bytes(top)
    except _FAULTS:
        return _Headers("", "", "", "")
    return _Headers(*(_header(head, name) for name in _NAMES))


def _header(head: Head, name: str) -> str:
    try:
        return " ".join(str(head.get(name, "")).split())
    except _FAULTS:
        return ""
