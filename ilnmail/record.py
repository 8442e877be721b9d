"""Carry out effects: a whole list in one transaction, or none. The only writer of the programme's facts."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Table, select, text

from ilnmail import forgetting, outbox, tables
from ilnmail.columns import typed
from ilnmail.compose import House, compose
from ilnmail.database import insert
from ilnmail.effects import (
    Advance,
    Cancel,
    Change,
    Conclude,
    Discard,
    Effect,
    Empty,
    Forget,
    Hasten,
    Keep,
    ReadAgain,
    ReleaseHold,
    Repeat,
    Send,
    Tell,
)
from ilnmail.letters import LETTERS, Letters
from ilnmail.model import (
    Act,
    Address,
    Answer,
    Ask,
    AskState,
    Avoid,
    Consent,
    Contact,
    Fact,
    Place,
    Rating,
    Switch,
    Ticket,
)
from ilnmail.spreadsheet import file_of
from ilnmail.tokens import Secret
from ilnmail.understand.read import attachments


class StaleError(Exception):
    """A row no longer holds what it held when this was decided; nothing of the decision was kept."""


@dataclass(frozen=True)
class Press:
    """What it takes to print a letter."""

    letters: Letters
    house: House


def record(db: Connection, effects: Iterable[Effect], at: datetime, press: Press) -> None:
    """Carry out the effects within the transaction of `db`.

    Raises StaleError when a Change no longer fits; the caller's transaction is then to be rolled back.
    """
    for effect in effects:
        _carry_out(db, effect, at, press)


def _carry_out(db: Connection, effect: Effect, at: datetime, press: Press) -> None:  # noqa: C901 - a row an effect
    match effect:
        case Send():
            _send(db, effect, at, press)
        case Cancel():
            outbox.cancel(db, effect, at)
        case Hasten():
            outbox.hasten(db, effect, at)
        case Keep():
            _keep(db, effect.fact, press.house.secret)
        case Change():
            _change(db, effect)
        case Forget():
            outbox.cancel(db, Cancel(person=effect.person), at)
            forgetting.forget(db, effect, press.house.secret, at)
        case Empty():
            forgetting.empty(db, effect, at)
        case Repeat():
            outbox.repeat(db, effect.key, at)
        case ReadAgain():
            again = tables.messages.update().where(tables.messages.c.id == effect.message)
            again = again.where(tables.messages.c.emptied_at.is_(None))
            db.execute(again.values(outcome="", attempts=0, reason="", done_at=None))
        case Discard():
            table = tables.metadata.tables[effect.table]
            db.execute(table.delete().where(*_is(table, effect.key)))
        case ReleaseHold():
            outbox.release_hold(db, at)
        case Advance():
            _advance(db, effect, at)
        case Conclude():
            _conclude(db, effect, at)
        case Tell():
            pass  # for whoever gave the order, not for the tables
        case _:
            assert_never(effect)


def _send(db: Connection, order: Send, at: datetime, press: Press) -> None:
    """Render once and queue; a key that is there already means already said, and nothing is rendered."""
    out = tables.outbox.c
    said = db.execute(select(out.id).where(out.key == order.key, out.cancelled_at.is_(None)).limit(1)).first()
    if said is None:
        files = _files(db, order) if order.files else tuple(file_of(*one) for one in order.attached)
        outbox.queue(
            db, order, compose(order, press.letters, press.house, at, files), LETTERS[order.kind], at
        )


def _files(db: Connection, order: Send) -> tuple[Any, ...]:
    came = tables.messages.c
    raw = zlib.decompress(db.execute(select(came.raw).where(came.id == order.message)).scalar_one())
    return tuple(pair for pair in attachments(raw) if pair[0].name in order.files)


_SAME_AS_BEFORE: dict[type, dict[str, Any]] = {
    Ticket: {"index_elements": ["key"], "index_where": text("closed_at IS NULL")},
    Act: {"index_elements": ["cause", "line"]},
    Address: {"index_elements": ["address"]},
    Consent: {"index_elements": ["person", "version"]},
    Place: {"index_elements": ["round", "person"]},
    Contact: {"index_elements": ["pairing", "person", "cause"]},
    Avoid: {"index_elements": ["person", "other"]},
    Answer: {"index_elements": ["round", "topic", "person"]},
    Rating: {"index_elements": ["ask", "question"]},
}
"""What makes a fact the one that is kept already. Among all others the same key twice is a fault."""


def _keep(db: Connection, fact: Fact, secret: Secret) -> None:
    if isinstance(fact, Ask):
        if _asked_already(db, fact):
            return
        _replace_older(db, fact)
    if isinstance(fact, Address):
        forgetting.let_in(db, fact.address, secret)
    row = insert(db, tables.TABLE_OF[type(fact)]).values(**fact.__dict__)
    if isinstance(fact, Switch):
        row = row.on_conflict_do_update(index_elements=["name"], set_={"value": fact.value, "at": fact.at})
    elif type(fact) in _SAME_AS_BEFORE:
        row = row.on_conflict_do_nothing(**_SAME_AS_BEFORE[type(fact)])
    db.execute(row)


def _asked_already(db: Connection, ask: Ask) -> bool:
    """The letter that asks was queued by an earlier decision, with the question it opened then."""
    out = tables.outbox.c
    asking = select(out.ask).where(out.key == ask.key, out.cancelled_at.is_(None))
    return db.execute(asking).scalar() not in (None, ask.id)


def _replace_older(db: Connection, ask: Ask) -> None:
    """Only the newest question of one kind and subject is open."""
    asks = tables.asks.c
    db.execute(
        tables.asks.update()
        .where(
            asks.person == ask.person,
            asks.kind == ask.kind,
            asks.subject == ask.subject,
            asks.state == AskState.OPEN,
            asks.id != ask.id,
        )
        .values(state=AskState.REPLACED)
    )


def _change(db: Connection, effect: Change) -> None:
    table = tables.metadata.tables[effect.table]
    column = table.c[effect.field]
    done = db.execute(
        table.update()
        .where(
            *_is(table, effect.key),
            column.is_not_distinct_from(typed(column, effect.before)),
        )
        .values({effect.field: typed(column, effect.after)})
    )
    if done.rowcount != 1:
        raise StaleError(f"{effect.table} {effect.key}: {effect.field} is no longer {effect.before!r}")


def _is(table: Table, key: tuple[object, ...]) -> tuple[ColumnElement[bool], ...]:
    return tuple(part == value for part, value in zip(table.primary_key.columns, key, strict=True))


def _advance(db: Connection, effect: Advance, at: datetime) -> None:
    values = {"cursor": effect.cursor, "finished_at": at if effect.finished else None}
    row = insert(db, tables.runs).values(
        schedule=effect.schedule, period=effect.period, zone=effect.zone, **values
    )
    db.execute(row.on_conflict_do_update(index_elements=["schedule", "period", "zone"], set_=values))


def _conclude(db: Connection, effect: Conclude, at: datetime) -> None:
    db.execute(
        tables.messages.update()
        .where(tables.messages.c.id == effect.message)
        .values(outcome=effect.outcome, reason=effect.reason, person=effect.person, done_at=at)
    )
