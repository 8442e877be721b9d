"""The outbox: finished messages, tried until they are sent or cannot be.

queued -> leased -> sending -> sent; aside: deferred, uncertain, failed, suppressed, expired, cancelled.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, and_, bindparam, exists, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import insert, reading, writing
from ilnmail.effects import Cancel, Guard, Hasten, Send
from ilnmail.send import SendError, Transport

out = tables.outbox.c
_LEASE = timedelta(minutes=10)  # longer than any SMTP time-out
_WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 45, 120, 240, 480, 720, 1440))
_GIVE_UP = timedelta(days=4)
_WAITING = ("queued", "deferred")


_DUE = (
    select(out.id)
    .where(
        or_(
            and_(out.state.in_(_WAITING), out.not_before <= bindparam("at", type_=Moment)),
            and_(out.state.in_(("leased", "sending")), out.lease_until < bindparam("at", type_=Moment)),
        )
    )
    .limit(1)
)


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
    def ref(self) -> str: ...


class Policy(Protocol):
    """What the catalogue says about a kind of letter."""

    @property
    def priority(self) -> int: ...
    @property
    def again(self) -> bool: ...


def queue(db: Connection, order: Send, finished: Finished, policy: Policy, at: datetime) -> bool:
    """Keep a finished message to be sent. False where its key is there already: it has been said."""
    row = insert(db, tables.outbox).values(
        key=order.key,
        kind=order.kind,
        person=order.person,
        address=order.address,
        locale=order.locale,
        content=finished.content,
        envelope_from=finished.envelope_from,
        message_id=finished.message_id,
        token=finished.token,
        bounce_token=finished.bounce_token,
        ref=finished.ref,
        state="queued",
        guard=order.guard,
        priority=int(policy.priority),
        not_before=order.not_before or at,
        not_after=order.not_after,
        pairing=order.pairing,
        round=order.round,
        ask=order.ask,
        message=order.message,
        cause=order.cause,
        again=policy.again,
        created_at=at,
    )
    return db.execute(row.on_conflict_do_nothing().returning(out.id)).first() is not None


def cancel(db: Connection, order: Cancel, at: datetime) -> int:
    """Cancel what still waits. How many letters that were."""
    which: list[ColumnElement[bool]] = [out.key.in_(order.keys)] if order.keys else []
    which += [out.person == order.person] if order.person is not None else []
    which += [out.pairing == order.pairing] if order.pairing is not None else []
    if not which:
        return 0
    waiting = tables.outbox.update().where(or_(*which), out.state.in_(_WAITING))
    return db.execute(waiting.values(state="cancelled", done_at=at)).rowcount


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
        .values(not_before=at)
    )


def deliver(engine: Engine, transport: Transport, at: datetime, worker: str = "one", most: int = 200) -> int:
    """Send what is due, the most urgent first. How many were tried."""
    count = 0
    while count < most and (rows := _lease(engine, worker, at, 20)):
        for row in rows:
            _send(engine, transport, row, at)
        count += len(rows)
    transport.rest()
    return count


def _lease(engine: Engine, worker: str, at: datetime, limit: int) -> list[Any]:
    """Take what is due, and see once more whether it may still go to that person."""
    with reading(engine) as db:
        if db.execute(_DUE, {"at": at}).first() is None:
            return []
    with writing(engine) as db:
        _recover(db, at)
        due = (
            select(tables.outbox)
            .where(out.state.in_(_WAITING), out.not_before <= at)
            .order_by(out.priority, out.not_before, out.id)
            .limit(limit)
        )
        if db.dialect.name == "postgresql":
            due = due.with_for_update(skip_locked=True)
        rows = list(db.execute(due))
        kept = []
        for row in rows:
            reason = _expired(row, at) or _why_not(db, row)
            if reason:
                _finish(db, row.id, reason[0], at, reason[1])
            else:
                kept.append(row)
        if kept:
            leased = tables.outbox.update().where(out.id.in_([row.id for row in kept]))
            db.execute(leased.values(state="leased", lease=worker, lease_until=at + _LEASE))
        return kept


def _recover(db: Connection, at: datetime) -> None:
    """A dead worker's rows: what had reached the final dot is uncertain, the rest is due again."""
    dead = and_(out.state.in_(("leased", "sending")), out.lease_until < at)
    db.execute(tables.outbox.update().where(dead, out.stage == "dot").values(state="uncertain", done_at=at))
    db.execute(tables.outbox.update().where(dead).values(state="queued", lease=""))


def _expired(row: Any, at: datetime) -> tuple[str, str] | None:
    return ("expired", "too late to be of use") if row.not_after is not None and row.not_after < at else None


def _why_not(db: Connection, row: Any) -> tuple[str, str] | None:
    """The guard of a letter, and its address, as they are now."""
    holds = _GUARDS[Guard(row.guard)](row)
    if holds is not None and not db.execute(select(holds)).scalar():
        return "suppressed", f"no longer true: {row.guard}"
    address = tables.addresses.c
    suspended = exists().where(address.address == row.address, address.suspended_at.is_not(None))
    return (
        ("suppressed", "the address has stopped working") if db.execute(select(suspended)).scalar() else None
    )


_GUARDS: dict[Guard, Callable[[Any], Any]] = {
    Guard.ALWAYS: lambda row: None,
    Guard.PERSON_ACTIVE: lambda row: exists().where(
        tables.people.c.id == row.person,
        tables.people.c.state == "active",
        tables.people.c.mailings != "none",
    ),
    Guard.PAIRING_RUNNING: lambda row: exists().where(
        tables.pairings.c.id == row.pairing,
        tables.pairings.c.state == "running",
        tables.pairings.c.frozen.is_(False),
    ),
    Guard.ROUND_RUNNING: lambda row: exists().where(
        tables.rounds.c.id == row.round, tables.rounds.c.state == "running"
    ),
    Guard.QUESTION_OPEN: lambda row: exists().where(
        tables.asks.c.id == row.ask, tables.asks.c.state == "open"
    ),
}


def _send(engine: Engine, transport: Transport, row: Any, at: datetime) -> None:
    """One message; the attempt is written before dialling."""
    with writing(engine) as db:
        trying = tables.outbox.update().where(out.id == row.id, out.state == "leased")
        db.execute(trying.values(state="sending", attempts=row.attempts + 1, stage="connect"))
    try:
        reply = transport.send(row.envelope_from, row.address, row.content)
    except SendError as error:
        with writing(engine) as db:
            _failed(db, row, error, at)
        return
    with writing(engine) as db:
        _finish(db, row.id, "sent", at, reply)


def _failed(db: Connection, row: Any, error: SendError, at: datetime) -> None:
    """Later, never, or nobody knows: by whether trying again can help, and how far it had come."""
    if error.stage == "dot":
        again = row.again and row.stage != "dot"
        if not again:
            _finish(db, row.id, "uncertain", at, str(error))
            return
    elif error.permanent:
        _finish(db, row.id, "failed", at, str(error))
        return
    wait = _WAITS[min(row.attempts, len(_WAITS) - 1)]
    if at + wait > row.created_at + _GIVE_UP:
        _finish(db, row.id, "failed", at, str(error))
        return
    later = tables.outbox.update().where(out.id == row.id)
    db.execute(
        later.values(
            state="deferred", not_before=at + wait, stage=error.stage, last_reply=str(error)[:500], lease=""
        )
    )


def _finish(db: Connection, id: int, state: str, at: datetime, reply: str) -> None:
    done = tables.outbox.update().where(out.id == id)
    db.execute(done.values(state=state, done_at=at, last_reply=reply[:500], lease=""))
