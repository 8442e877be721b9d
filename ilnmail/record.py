"""Carry out effects: a whole list in one transaction, or none. The only writer of the programme's facts."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Integer, Table, Text, select, text

from ilnmail import forgetting, outbox, tables
from ilnmail.columns import Moment, typed
from ilnmail.compose import House, compose
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
from ilnmail.prepared import Prepared, Words, given
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


_out = tables.outbox.c
_SAID: Prepared[Any] = Prepared(
    select(_out.ask).where(_out.key == given("key"), _out.cancelled_at.is_(None)).limit(1)
)


def _send(db: Connection, order: Send, at: datetime, press: Press) -> None:
    """Render once and queue; a key that is there already means already said, and nothing is rendered."""
    if _SAID.first(db, key=order.key) is None:
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
    _KEEPING[type(fact)].begin_change(db, **fact.__dict__)


def _keeping(kind: type) -> Prepared[Any]:
    """Keeps a fact of that kind."""
    table = tables.TABLE_OF[kind]

    def statement(words: Words) -> Any:
        row = words.insert(table).values(
            {column.key: given(column.key, column.type) for column in table.columns}
        )
        if kind is Switch:
            return row.on_conflict_do_update(
                index_elements=["name"], set_={"value": row.excluded.value, "at": row.excluded.at}
            )
        return row.on_conflict_do_nothing(**_SAME_AS_BEFORE[kind]) if kind in _SAME_AS_BEFORE else row

    return Prepared(statement)


_KEEPING = {kind: _keeping(kind) for kind in tables.TABLE_OF}


def _asked_already(db: Connection, ask: Ask) -> bool:
    """The letter that asks was queued by an earlier decision, with the question it opened then."""
    said = _SAID.first(db, key=ask.key)
    return said is not None and said.ask not in (None, ask.id)


_asks = tables.asks.c
_OLDER: Prepared[Any] = Prepared(
    tables.asks.update()
    .where(
        _asks.person == given("of"),
        _asks.kind == given("one_kind"),
        _asks.subject == given("about"),
        _asks.state == AskState.OPEN,
        _asks.id != given("newest"),
    )
    .values(state=AskState.REPLACED)
)


def _replace_older(db: Connection, ask: Ask) -> None:
    """Only the newest question of one kind and subject is open."""
    _OLDER.begin_change(db, of=ask.person, one_kind=ask.kind, about=ask.subject, newest=ask.id)


def _change(db: Connection, effect: Change) -> None:
    column = tables.metadata.tables[effect.table].c[effect.field]
    key = {f"key{place}": part for place, part in enumerate(effect.key)}
    before, after = typed(column, effect.before), typed(column, effect.after)
    if _changing(effect.table, effect.field).change(db, before=before, after=after, **key) != 1:
        raise StaleError(f"{effect.table} {effect.key}: {effect.field} is no longer {effect.before!r}")


@cache
def _changing(table: str, field: str) -> Prepared[Any]:
    """Changes that field of one row, where it still holds what it held."""
    rows = tables.metadata.tables[table]
    column = rows.c[field]
    here = (part == given(f"key{place}") for place, part in enumerate(rows.primary_key.columns))
    unchanged = column.is_not_distinct_from(given("before", column.type))
    return Prepared(rows.update().where(*here, unchanged).values({field: given("after", column.type)}))


def _is(table: Table, key: tuple[object, ...]) -> tuple[ColumnElement[bool], ...]:
    return tuple(part == value for part, value in zip(table.primary_key.columns, key, strict=True))


_RUN = {"schedule": Text(), "period": Text(), "zone": Text(), "cursor": Integer(), "finished_at": Moment()}


def _advancing(words: Words) -> Any:
    row = words.insert(tables.runs).values({name: given(name, kind) for name, kind in _RUN.items()})
    return row.on_conflict_do_update(
        index_elements=["schedule", "period", "zone"],
        set_={"cursor": row.excluded.cursor, "finished_at": row.excluded.finished_at},
    )


_ADVANCE: Prepared[Any] = Prepared(_advancing)


def _advance(db: Connection, effect: Advance, at: datetime) -> None:
    _ADVANCE.begin_change(
        db,
        schedule=effect.schedule,
        period=effect.period,
        zone=effect.zone,
        cursor=effect.cursor,
        finished_at=at if effect.finished else None,
    )


_CONCLUDE: Prepared[Any] = Prepared(
    tables.messages.update()
    .where(tables.messages.c.id == given("message"))
    .values(
        outcome=given("outcome"),
        reason=given("reason"),
        person=given("person", Integer()),
        done_at=given("at", Moment()),
    )
)


def _conclude(db: Connection, effect: Conclude, at: datetime) -> None:
    _CONCLUDE.begin_change(
        db,
        message=effect.message,
        outcome=effect.outcome,
        reason=effect.reason,
        person=effect.person,
        at=at,
    )
