"""Into the outbox, and out of it again while a letter still waits."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnDefault, ColumnElement, Connection

from ilnmail import tables
from ilnmail.effects import Cancel, Hasten, Send
from ilnmail.outbox.states import AT, STATE, WAITING, out
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
        _CONTENT.begin_change(db, outbox=new.id, content=finished.content)
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


_WAITS = STATE.in_((*WAITING, "held"))


def _cancelling(which: Callable[[Words], ColumnElement[bool]]) -> Prepared[Any]:
    def statement(words: Words) -> Any:
        waiting = tables.outbox.update().where(which(words), out.cancelled_at.is_(None), _WAITS)
        return waiting.values(state="cancelled", done_at=AT, cancelled_at=AT)

    return Prepared(statement)


_CANCEL: Mapping[str, Prepared[Any]] = {
    "keys": _cancelling(lambda words: words.among(out.key, "keys")),
    "person": _cancelling(lambda words: out.person == given("person")),
    "pairing": _cancelling(lambda words: out.pairing == given("pairing")),
}


def cancel(db: Connection, order: Cancel, at: datetime) -> int:
    """Cancel what still waits: what a sender holds is not taken back. How many."""
    named = {"keys": list(order.keys) or None, "person": order.person, "pairing": order.pairing}
    return sum(
        _CANCEL[name].change(db, at=at, **{name: value}) for name, value in named.items() if value is not None
    )


_HASTEN: Prepared[Any] = Prepared(
    tables.outbox.update()
    .where(
        out.kind == given("kind"),
        out.pairing == given("pairing"),
        out.person == given("person"),
        STATE == "queued",
        out.not_before > AT,
    )
    .values(due_at=AT, not_before=AT, zone="")
)


def hasten(db: Connection, order: Hasten, at: datetime) -> None:
    """Let a waiting letter go at once."""
    _HASTEN.begin_change(db, kind=order.kind, pairing=order.pairing, person=order.person, at=at)
