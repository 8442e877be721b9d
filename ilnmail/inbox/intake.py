"""From the mailbox to the table: raw bytes committed first, in the same transaction as the mark.

UNSEEN is no queue. What is new is what lies above a stored UID, for each folder and UIDVALIDITY.
"""

import hashlib
import zlib
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Head

from sqlalchemy import Connection, Engine, select

from ilnmail import tables
from ilnmail.database import insert, reading, writing
from ilnmail.inbox.mailbox import Mailbox, Message

_AT_ONCE = 50
_NAMES = ("From", "Date", "Subject", "Message-ID")
_FAULTS = (ValueError, IndexError, LookupError)


def fetch(engine: Engine, mailbox: Mailbox, at: datetime) -> int:
    """Commit what is new. How many messages. Raises InboxError."""
    folder, uidvalidity, uidnext = mailbox.open()
    mark = _mark(engine, folder, uidvalidity, uidnext)
    uids = mailbox.after(mark)
    for start in range(0, len(uids), _AT_ONCE):
        messages = mailbox.read(uids[start : start + _AT_ONCE])
        with writing(engine) as db:
            for message in messages:
                _keep(db, folder, uidvalidity, message, at)
            _advance(db, folder, uidvalidity, uids[: start + _AT_ONCE][-1])
    return len(uids)


def _mark(engine: Engine, folder: str, uidvalidity: int, uidnext: int) -> int:
    """The highest UID committed. At the very first start what lies there already is counted, never answered;
    under a new UIDVALIDITY everything is listed again, and known mail is recognised by its fingerprint."""
    marks = tables.marks.c
    with reading(engine) as db:
        known = db.execute(select(tables.marks).where(marks.folder == folder)).all()
    current = next((row.uid for row in known if row.uidvalidity == uidvalidity), None)
    if current is not None:
        return int(current)
    first = 0 if known else uidnext - 1
    with writing(engine) as db:
        db.execute(
            tables.marks.insert().values(folder=folder, uidvalidity=uidvalidity, uid=first, skipped=first)
        )
    return first


def _keep(db: Connection, folder: str, uidvalidity: int, message: Message, at: datetime) -> None:
    print_ = fingerprint(message.raw)
    row = insert(db, tables.messages).values(
        fingerprint=print_,
        raw=zlib.compress(message.raw),
        size=len(message.raw),
        message_id=_headers(message.raw)[-1],
        received_at=at,
    )
    db.execute(row.on_conflict_do_nothing())
    known = select(tables.messages.c.id).where(tables.messages.c.fingerprint == print_)
    arrival = insert(db, tables.arrivals).values(
        folder=folder, uidvalidity=uidvalidity, uid=message.uid, message=db.execute(known).scalar_one()
    )
    db.execute(arrival.on_conflict_do_nothing())


def _advance(db: Connection, folder: str, uidvalidity: int, uid: int) -> None:
    marks = tables.marks.c
    mine = tables.marks.update().where(
        marks.folder == folder, marks.uidvalidity == uidvalidity, marks.uid < uid
    )
    db.execute(mine.values(uid=uid))


def fingerprint(raw: bytes) -> str:
    """The same for the same mail, however a server changes its line ends: SHA-256 over From, Date, Subject,
    Message-ID and body."""
    head = "\n".join(_headers(raw)).encode()
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()
    return hashlib.sha256(head + b"\n\n" + body).hexdigest()


def _headers(raw: bytes) -> tuple[str, ...]:
    """From, Date, Subject and Message-ID, unfolded; empty where one is missing or cannot be read."""
    top = raw[:65536].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        head = message_from_bytes(top)
    except _FAULTS:
        return ("",) * len(_NAMES)
    return tuple(_header(head, name) for name in _NAMES)


def _header(head: Head, name: str) -> str:
    try:
        return " ".join(str(head.get(name, "")).split())
    except _FAULTS:
        return ""
