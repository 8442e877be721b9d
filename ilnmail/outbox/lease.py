"""Taking letters in hand: lease, guard and address in one statement, so that nothing changes in between.

The statements are built once: what is the same at every lease is not put together anew.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Integer, bindparam, exists, not_, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import insert, reading, writing
from ilnmail.decide.calendar import daytime, working_time
from ilnmail.outbox.circuit import Circuit, circuit
from ilnmail.outbox.ends import WAITS, next_attempt
from ilnmail.outbox.guards import may_go, why_not
from ilnmail.outbox.hold import Hold, held_back, holding, set_aside
from ilnmail.outbox.rates import Rates, allowance, say_if_spent, too_many
from ilnmail.outbox.states import GIVE_UP, LEASE, abandoned, due, out
from ilnmail.outbox.weekly import too_soon
from ilnmail.tokens import Secret

_ONCE_MORE_AFTER = timedelta(minutes=30)
_AT: Any = bindparam("at", type_=Moment)
_DUE = due(_AT)
_ANYTHING = select(exists().where(_DUE).label("due"), exists().where(abandoned(_AT)).label("abandoned"))


def lease(
    engine: Engine, worker: str, rates: Rates, secret: Secret, at: datetime, most: int
) -> tuple[Any, ...]:
    """The most urgent rows that may go now, as this worker's for the time of a lease; none while the circuit is open."""
    with reading(engine) as db:
        anything = db.execute(_ANYTHING, {"at": at}).one()
    if not any(anything):
        return ()
    with writing(engine) as db:
        _one_at_a_time(db, at)
        if anything.abandoned:
            recover(db, at)
        state, hold = circuit(db), holding(db)
        sweep(db, state, hold, at)
        most = 0 if state.open(at) else allowance(db, rates, at, 1 if state.failures else most)
        if most == 0:
            say_if_spent(db, rates, at)
            return ()
        rows = _take(db, worker, hold, at, most)
        awake = _without(db, rows, tuple(_at_night(rows, at)), at)
        fitting = _without(db, awake, too_soon(db, awake, at), at)
        return _begun(db, _without(db, fitting, too_many(db, fitting, rates, at), at), secret, at)


def _one_at_a_time(db: Connection, at: datetime) -> None:
    """Two that lease at the same moment would each not see what the other takes, and go over a limit together."""
    if db.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        row = insert(db, tables.switches).values(name="lease", value="", at=at)
        db.execute(row.on_conflict_do_nothing())
        db.execute(select(tables.switches.c.name).where(tables.switches.c.name == "lease").with_for_update())


_BEGIN = (
    tables.outbox.update()
    .where(out.id == bindparam("row"))
    .values(
        attempts=bindparam("attempt"),
        not_before=bindparam("next_at", type_=Moment),
        tried_at=bindparam("at", type_=Moment),
    )
)


def _begun(db: Connection, rows: tuple[Any, ...], secret: Secret, at: datetime) -> tuple[Any, ...]:
    """With their bytes. The attempt and the next one are written before anybody dials: a letter that ends the
    program waits its turn, and limits count what is under way."""
    if not rows:
        return ()
    kept = select(*out, tables.contents.c.content).join(tables.contents)
    bytes_of = {row.id: row for row in db.execute(kept.where(out.id.in_([row.id for row in rows])))}
    counted = [
        {
            "row": row.id,
            "attempt": row.attempts + 1,
            "next_at": at + next_attempt(row.key, row.attempts + 1, secret),
            "at": at,
        }
        for row in rows
    ]
    db.execute(_BEGIN, counted)
    return tuple(bytes_of[row.id] for row in rows)


def _taking(hold: Hold) -> Any:
    picked = (
        select(out.id)
        .where(_DUE, may_go, not_(held_back(hold)))
        .order_by(out.priority, out.not_before, out.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=tables.outbox)  # SQLite, with one writer, has no such words
        .cte("picked")
    )
    return (
        tables.outbox.update()
        .where(out.id.in_(select(picked.c.id)))
        .values(
            state="leased",
            lease=bindparam("worker"),
            lease_until=bindparam("lease_ends", type_=Moment),
            epoch=out.epoch + 1,
        )
        .returning(*out)
    )


_TAKING = {reach: _taking(Hold(reach)) for reach in ("nothing", "scheduled", "all")}


def _take(db: Connection, worker: str, hold: Hold, at: datetime, most: int) -> tuple[Any, ...]:
    values = {"at": at, "most": most, "worker": worker, "lease_ends": at + LEASE}
    taken = db.execute(_TAKING[hold.reach], values)
    return tuple(sorted(taken, key=lambda row: (row.priority, row.not_before, row.id)))


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


_TOO_LATE = (
    tables.outbox.update()
    .where(or_(_DUE, out.state == "held"), out.not_after < _AT)
    .values(state="expired", done_at=_AT, last_reply="too late to be of use")
)
_NOT_ANY_MORE = (
    tables.outbox.update()
    .where(_DUE, not_(may_go))
    .values(state="suppressed", done_at=_AT, last_reply=why_not)
)


def sweep(db: Connection, state: Circuit, hold: Hold, at: datetime) -> None:
    """End what is due and must not go any more; show what a hold keeps."""
    db.execute(_TOO_LATE, {"at": at})
    db.execute(_NOT_ANY_MORE, {"at": at})
    if state.since is not None and state.since < at - GIVE_UP:
        words = f"the server took nothing for four days: {state.words}"
        given_up = tables.outbox.update().where(due(at), out.due_at < at - GIVE_UP)
        db.execute(given_up.values(state="failed", verdict="host", done_at=at, last_reply=words))
    set_aside(db, hold, at)
