"""Every mail of a played round, from both sides, as the page shows it: read from the tables."""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from ilnmail import tables
from ilnmail.simulate.gallery.notes import WAITED, on_letter, on_reading
from ilnmail.simulate.gallery.record import ShownMail
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us


@dataclass(frozen=True)
class Sources:
    """What a record is made from besides the database."""

    us: Us
    purposes: Mapping[str, str]  # what each kind of letter is for
    habits: Mapping[str, str]  # by address: what they are like with mail


@dataclass(frozen=True)
class Lookup:
    """Which of our letters a mail answers: by its token, or by its Message-ID."""

    letters: Mapping[str, Row[Any]]
    numbers: Mapping[tuple[str, int], int]


def rows(db: Connection, table: Table) -> list[Row[Any]]:
    """All of a table, in the order of its primary key."""
    return list(db.execute(select(table).order_by(*table.primary_key.columns)))


def read_mails(db: Connection, sources: Sources) -> tuple[ShownMail, ...]:
    """In order of time, numbered from 1, each with what it answers and what it led to. Emptied ones are not shown."""
    messages = [("in", row.received_at, row) for row in rows(db, tables.messages) if row.raw]
    sent = select(tables.outbox, tables.contents.c.content).join(tables.contents)
    letters = [
        ("out", row.done_at, row)
        for row in db.execute(sent.where(tables.outbox.c.state == "sent").order_by(tables.outbox.c.id))
    ]
    ordered = sorted((*messages, *letters), key=lambda one: (one[1], one[0], one[2].id))
    lookup = Lookup(
        {key: row for _, _, row in letters for key in (row.token, row.message_id)},
        {(side, row.id): number for number, (side, _, row) in enumerate(ordered, 1)},
    )
    shown: list[ShownMail] = []
    for side, _, row in ordered:
        shown.append((_inbound if side == "in" else _letter)(row, lookup, sources, shown))
    return _with_consequences(shown)


def _with_consequences(shown: list[ShownMail]) -> tuple[ShownMail, ...]:
    led: dict[int, list[int]] = defaultdict(list)
    for mail in shown:
        if mail.cause:
            led[mail.cause].append(mail.number)
    return tuple(replace(mail, led_to=tuple(led[mail.number])) for mail in shown)


def _inbound(row: Row[Any], lookup: Lookup, sources: Sources, before: Sequence[ShownMail]) -> ShownMail:
    raw = zlib.decompress(row.raw)
    reading, message = read(raw, sources.us), _parsed(raw)
    keys = (*reading.tokens, *reading.answers)
    answered = next((lookup.letters[key] for key in keys if key in lookup.letters), None)
    return ShownMail(
        number=len(before) + 1,
        at=row.received_at,
        inbound=True,
        sender=_name(message, "From"),
        reader=sources.us.name,
        address=reading.sender,
        subject=_field(message, "Subject"),
        kind=row.event or "unread",
        text=_text(message),
        raw=raw,
        written=reading.text,
        why=row.mail_class,
        notes=on_reading(reading, row.event),
        outcome=row.outcome,
        reason=row.reason,
        person=row.person,
        pairing=answered.pairing if answered else None,
        cause=lookup.numbers[("out", answered.id)] if answered else None,
    )


def _letter(row: Row[Any], lookup: Lookup, sources: Sources, before: Sequence[ShownMail]) -> ShownMail:
    message = _parsed(row.content)
    cause = lookup.numbers.get(("in", row.message)) if row.message else None
    origin = before[cause - 1] if cause and cause <= len(before) else None
    return ShownMail(
        number=len(before) + 1,
        at=row.done_at,
        inbound=False,
        sender=_name(message, "From"),
        reader=_reader(row, before, message),
        address=row.address,
        subject=_field(message, "Subject"),
        kind=row.kind,
        text=_text(message),
        raw=row.content,
        why=sources.purposes.get(row.kind, ""),
        notes=on_letter(
            row.kind, row.done_at, (origin.sender, origin.at) if origin else None, WAITED.get(row.kind, "")
        ),
        person=row.person,
        pairing=row.pairing,
        cause=origin.number if origin else None,
    )


def _reader(row: Row[Any], before: Sequence[ShownMail], message: EmailMessage) -> str:
    """The name under which somebody has written, or the address."""
    written = (mail.sender for mail in reversed(before) if mail.inbound and mail.address == row.address)
    return next(written, row.address)


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def _field(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _name(message: EmailMessage, field: str) -> str:
    name, address = parseaddr(_field(message, field))
    return name or address


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part is not None else ""
