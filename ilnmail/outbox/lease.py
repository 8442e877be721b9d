"""Taking letters in hand: lease, guard and address in one statement, so that nothing changes in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, not_, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import reading, writing
from ilnmail.decide.calendar import daytime, working_time
from ilnmail.outbox.circuit import Circuit, circuit
from ilnmail.outbox.ends import WAITS, next_attempt
from ilnmail.outbox.guards import may_go, why_not
from ilnmail.outbox.hold import held_back, holding, set_aside
from ilnmail.outbox.rates import Rates, allowance, too_many
from ilnmail.outbox.states import GIVE_UP, LEASE, abandoned, due, out
from ilnmail.outbox.weekly import too_soon
from ilnmail.tokens import Secret

_ONCE_MORE_AFTER = timedelta(minutes=30)
_AT: Any = bindparam("at", type_=Moment)
_COUNT = (
    tables.outbox.update()
    .where(out.id == bindparam("row"))
    .values(attempts=bindparam("attempt"), not_before=bindparam("next_at", type_=Moment))
)
_ANYTHING = select(out.id).where(or_(due(_AT), abandoned(_AT))).limit(1)


def lease(
    engine: Engine, worker: str, rates: Rates, secret: Secret, at: datetime, most: int
) -> tuple[Any, ...]:
    """The most urgent rows that may go now, as this worker's for the time of a lease; none while the circuit is open."""
    with reading(engine) as db:
        if db.execute(_ANYTHING, {"at": at}).first() is None:
            return ()
    with writing(engine) as db:
        recover(db, at)
        state = circuit(db)
        sweep(db, state, at)
        most = 0 if state.open(at) else allowance(db, rates, at, 1 if state.failures else most)
        if most == 0:
            return ()
        rows = _take(db, worker, at, most)
        awake = _without(db, rows, tuple(_at_night(rows, at)), at)
        fitting = _without(db, awake, too_soon(db, awake, at), at)
        rows = _without(db, fitting, too_many(db, fitting, rates, at), at)
        _count(db, rows, secret, at)
        return rows


def _count(db: Connection, rows: tuple[Any, ...], secret: Secret, at: datetime) -> None:
    """The attempt and the next one, written before anybody dials: a letter that ends the program waits its turn."""
    counted = [
        {
            "row": row.id,
            "attempt": row.attempts + 1,
            "next_at": at + next_attempt(row.key, row.attempts + 1, secret),
        }
        for row in rows
    ]
    if counted:
        db.execute(_COUNT, counted)


def _take(db: Connection, worker: str, at: datetime, most: int) -> tuple[Any, ...]:
    picked = (
        select(out.id)
        .where(due(at), may_go, not_(held_back(holding(db))))
        .order_by(out.priority, out.not_before, out.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=tables.outbox)  # SQLite, with one writer, has no such words
        .cte("picked")
    )
    taking = (
        tables.outbox.update()
        .where(out.id.in_(select(picked.c.id)))
        .values(state="leased", lease=worker, lease_until=at + LEASE, epoch=out.epoch + 1)
        .returning(*out)
    )
    return tuple(sorted(db.execute(taking), key=lambda row: (row.priority, row.not_before, row.id)))


def _at_night(rows: tuple[Any, ...], at: datetime) -> Iterator[tuple[Any, timedelta]]:
    """What a limit, a hold or a busy server has kept back until its reader sleeps waits for the morning, unless
    that is too late."""
    for row in rows:
        morning = _morning(row, at)
        if morning > at and not (row.not_after and morning > row.not_after):
            yield row, morning - at


def _morning(row: Any, at: datetime) -> datetime:
    if not row.zone:
        return at
    return working_time(at, row.zone, row.country) if row.country else daytime(at, row.zone)


def _without(
    db: Connection, rows: tuple[Any, ...], over: tuple[tuple[Any, timedelta], ...], at: datetime
) -> tuple[Any, ...]:
    """Give back those that may only go so much later."""
    for row, later in over:
        back = tables.outbox.update().where(out.id == row.id, out.epoch == row.epoch)
        # Its time is not used up by waiting for its turn.
        db.execute(
            back.values(
                state="queued", lease="", lease_until=None, not_before=at + later, due_at=row.due_at + later
            )
        )
    late = {row.id for row, _ in over}
    return tuple(row for row in rows if row.id not in late)


def recover(db: Connection, at: datetime) -> None:
    """A dead worker's rows: what had reached the final dot is uncertain, the rest is due again."""
    dead = tables.outbox.update().where(abandoned(at))
    free: dict[str, Any] = {"lease": "", "lease_until": None}
    at_the_dot = dead.where(out.stage == "dot", out.state == "sending")
    lost = {"state": "uncertain", "doubts": out.doubts + 1, "verdict": "uncertain", **free}
    words = "the program ended before the server's answer was kept"
    db.execute(
        at_the_dot.where(out.again, out.doubts == 0).values(
            not_before=at + _ONCE_MORE_AFTER, last_reply=words, **lost
        )
    )
    db.execute(at_the_dot.values(done_at=at, last_reply=words, **lost))
    # What has ended the program each time for four days will not be better at the next.
    ends_us = dead.where(out.attempts >= len(WAITS), out.due_at < at - GIVE_UP)
    ended = f"the program ended at this letter, {len(WAITS)} times or more"
    db.execute(ends_us.values(state="failed", verdict="refused", done_at=at, last_reply=ended, **free))
    db.execute(dead.values(state="queued", **free))


def sweep(db: Connection, state: Circuit, at: datetime) -> None:
    """End what is due and must not go any more; show what a hold keeps."""
    rows = tables.outbox.update().where(due(at))
    too_late = {"state": "expired", "done_at": at, "last_reply": "too late to be of use"}
    waits = or_(due(at), out.state == "held")
    db.execute(tables.outbox.update().where(waits, out.not_after < at).values(**too_late))
    db.execute(rows.where(not_(may_go)).values(state="suppressed", done_at=at, last_reply=why_not))
    if state.since is not None and state.since < at - GIVE_UP:
        words = f"the server took nothing for four days: {state.words}"
        db.execute(
            rows.where(out.due_at < at - GIVE_UP).values(
                state="failed", verdict="host", done_at=at, last_reply=words
            )
        )
    set_aside(db, holding(db), at)
