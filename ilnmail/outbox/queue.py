"""Into the outbox, and out of it again while a letter still waits."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnDefault, ColumnElement, Connection, or_

from ilnmail import tables
from ilnmail.effects import Cancel, Hasten, Send
from ilnmail.outbox.states import WAITING, out
from ilnmail.prepared import Prepared, Words, given


class Finished(Protocol):
    """What `compose` gives."""

    @property
    def content(self) -> bytes: ...
    @property
    def envelope_from(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def bounce_token(self) -> str: ...
    @property
    def leave_token(self) -> str: ...
    @property
    def ref(self) -> str: ...


class Policy(Protocol):
    """What the catalogue says about a kind of letter."""

    @property
    def priority(self) -> int: ...
    @property
    def again(self) -> bool: ...


def queue(db: Connection, order: Send, finished: Finished, policy: Policy, at: datetime) -> bool:
    """Keep a finished message to be sent. False where its key is there already: it has been said."""
    row = dict(
        key=order.key,
        kind=order.kind,
        person=order.person,
        address=order.address,
        locale=order.locale,
        envelope_from=finished.envelope_from,
        message_id=finished.message_id,
        token=finished.token,
        bounce_token=finished.bounce_token,
        leave_token=finished.leave_token,
        ref=finished.ref,
        guard=str(order.guard),
        priority=int(policy.priority),
        due_at=order.not_before or at,
        not_before=order.not_before or at,
        not_after=order.not_after,
        zone=order.zone,
        country=order.country,
        pairing=order.pairing,
        round=order.round,
        ask=order.ask,
        message=order.message,
        cause=order.cause,
        again=policy.again,
        created_at=at,
    )
    new = _QUEUE.first(db, **row)
    if new is not None:
        _CONTENT.change(db, outbox=new.id, content=finished.content)
    return new is not None


_GIVEN = (
    *("key", "kind", "person", "address", "locale", "envelope_from", "message_id", "token", "bounce_token"),
    *("leave_token", "ref", "guard", "priority", "due_at", "not_before", "not_after", "zone", "country"),
    *("pairing", "round", "ask", "message", "cause", "again", "created_at"),
)


def _queueing(words: Words) -> Any:
    defaults = {one.name: one.default for one in tables.outbox.columns if one.name not in _GIVEN}
    at_first = {name: one.arg for name, one in defaults.items() if isinstance(one, ColumnDefault)}
    row = words.insert(tables.outbox).values({**at_first, **{name: given(name) for name in _GIVEN}})
    return row.on_conflict_do_nothing().returning(out.id)


_QUEUE: Prepared[Any] = Prepared(_queueing)
_CONTENT: Prepared[Any] = Prepared(
    tables.contents.insert().values(outbox=given("outbox"), content=given("content"))
)


def cancel(db: Connection, order: Cancel, at: datetime) -> int:
    """Cancel what still waits, in one statement: what a sender holds is not taken back. How many."""
    which: list[ColumnElement[bool]] = [out.key.in_(order.keys)] if order.keys else []
    which += [out.person == order.person] if order.person is not None else []
    which += [out.pairing == order.pairing] if order.pairing is not None else []
    if not which:
        return 0
    waiting = tables.outbox.update().where(or_(*which), out.state.in_((*WAITING, "held")))
    return db.execute(waiting.values(state="cancelled", done_at=at, cancelled_at=at)).rowcount


def hasten(db: Connection, order: Hasten, at: datetime) -> None:
    """Let a waiting letter go at once."""
    db.execute(
        tables.outbox.update()
        .where(
            out.kind == order.kind,
            out.pairing == order.pairing,
            out.person == order.person,
            out.state == "queued",
            out.not_before > at,
        )
        .values(due_at=at, not_before=at, zone="")
    )
