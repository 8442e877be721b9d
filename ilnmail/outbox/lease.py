"""Taking letters in hand: who may still go is looked at where they are leased, so that nothing changes in between."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Integer, and_, case, exists, not_, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import reading, writing
from ilnmail.decide.calendar import daytime, working_time
from ilnmail.letters.catalogue import Priority
from ilnmail.outbox.circuit import circuit_of
from ilnmail.outbox.ends import WAITS
from ilnmail.outbox.guards import may_go, why_not
from ilnmail.outbox.hold import HELD_BACK, REACHES, Hold, Reach, hold_of, set_aside
from ilnmail.outbox.rates import Rates, allowance, say_if_spent, too_many
from ilnmail.outbox.recover import recover
from ilnmail.outbox.states import ABANDONED, AT, DUE, GIVE_UP, LEASE, STATE, WAITING, out
from ilnmail.outbox.switches import switches, turn
from ilnmail.outbox.weekly import too_soon
from ilnmail.prepared import Prepared, Words, given

_TOO_LATE = (or_(DUE, out.state == "held"), out.not_after < AT)
_ANYTHING: Prepared[Any] = Prepared(
    select(
        exists().where(DUE).label("due"),
        exists().where(ABANDONED).label("abandoned"),
        exists().where(*_TOO_LATE).label("late"),
    )
)
_ANY_DUE: Prepared[Any] = Prepared(select(exists().where(DUE)))


@dataclass(frozen=True)
class Leased:
    """Letters in this worker's hand, the most urgent first, each as it was before."""

    rows: tuple[Any, ...] = ()
    failing: bool = False  # the server had failed last
    more: bool = False  # as many as may go at once: there may be others


def something_to_do(engine: Engine, at: datetime) -> bool:
    """Is there anything to send or to end? Ends what is too late, and takes up what a dead worker has left. Most looks
    find nothing, and write nothing."""
    with reading(engine) as db:
        there = _ANYTHING.one(db, at=at)
    if there.abandoned or there.late:
        with writing(engine) as db:
            if there.abandoned:
                recover(db, at)
            db.execute(_EXPIRE, {"at": at})
    return any(there)


def lease(db: Connection, worker: str, rates: Rates, at: datetime, most: int) -> Leased:
    """The most urgent rows that may go now, as this worker's for the time of a lease; none while the circuit is open."""
    _one_at_a_time(db, at)
    kept = switches(db)
    state, hold = circuit_of(kept), hold_of(kept)
    if state.since is not None and state.since < at - GIVE_UP:
        words = f"the server took nothing for four days: {state.words}"
        db.execute(_GIVE_UP, {"at": at, "limit": at - GIVE_UP, "words": words})
    set_aside(db, hold, at)
    most = 0 if state.open(at) else allowance(db, rates, at, 1 if state.failures else most)
    if most == 0:
        if _ANY_DUE.one(db, at=at)[0]:
            say_if_spent(db, kept, rates, at)
        return Leased()
    rows = _going(db, hold, rates, at, most)
    return Leased(_begun(db, rows, worker, at), state.failures > 0, len(rows) == most)


def _one_at_a_time(db: Connection, at: datetime) -> None:
    """Two that lease at the same moment would each not see what the other takes, and go over a limit together."""
    if db.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        turn(db, "lease", "", at)  # its row stays ours until the end of the transaction


_EXPIRE = (
    tables.outbox.update()
    .where(*_TOO_LATE)
    .values(state="expired", done_at=AT, last_reply="too late to be of use")
)
_GIVE_UP = (
    tables.outbox.update()
    .where(DUE, out.due_at < given("limit", Moment()))
    .values(state="failed", verdict="host", done_at=AT, last_reply=given("words"))
)


# What is due (`DUE`), by the index that has letters in this order: by that of their states all that wait would be sorted for
# the few that go next. Each priority is named, so that it passes over those whose time has not come.
_NEXT = and_(
    out.done_at.is_(None),
    out.priority.in_(tuple(int(one) for one in Priority)),
    STATE.in_((*WAITING, "uncertain")),
    out.not_before <= AT,
)


def _picking(held_back: Any) -> Any:
    """The rows with their bytes, and whether each may go. What they hold is theirs until the transaction ends."""
    picked = (
        select(out.id)
        .where(_NEXT, not_(held_back), or_(out.not_after.is_(None), out.not_after >= AT))
        .order_by(out.priority, out.not_before, out.id)
        .limit(given("most", Integer()))
        .with_for_update(skip_locked=True, of=tables.outbox)  # SQLite, with one writer, has no such words
        .cte("picked")
    )
    told = (out.id, out.kind, out.key, out.person, out.address, out.envelope_from, out.priority, out.epoch)
    moments = (out.due_at, out.not_before, out.not_after, out.tried_at, out.zone, out.country)
    tried = (out.attempts, out.doubts, out.again, tables.contents.c.content)
    return (
        select(*told, *moments, *tried, may_go.label("may_go"), why_not.label("why_not"))
        .join(tables.contents)
        .where(out.id.in_(select(picked.c.id)))
        .order_by(out.priority, out.not_before, out.id)
    )


_PICKING: dict[Reach, Prepared[Any]] = {reach: Prepared(_picking(HELD_BACK[reach])) for reach in REACHES}


def _going(db: Connection, hold: Hold, rates: Rates, at: datetime, most: int) -> tuple[Any, ...]:
    """So many that nothing speaks against. Those that something speaks against are ended or wait, and others come."""
    while picked := _PICKING[hold.reach].all(db, at=at, most=most):
        rows = _still_true(db, picked, at)
        rows = _without(db, rows, _at_night(rows, at), at)
        rows = _without(db, rows, too_soon(db, rows, at), at)
        if rows := _without(db, rows, too_many(db, rows, rates, at), at):
            return rows
    return ()


_SUPPRESS: Prepared[Any] = Prepared(
    tables.outbox.update()
    .where(out.id == given("row"))
    .values(state="suppressed", done_at=AT, last_reply=given("why"))
)


def _still_true(db: Connection, rows: tuple[Any, ...], at: datetime) -> tuple[Any, ...]:
    """Guard and address, looked at again: who has left meanwhile gets nothing."""
    if ended := [{"row": row.id, "why": row.why_not, "at": at} for row in rows if not row.may_go]:
        _SUPPRESS.change_each(db, ended)
    return tuple(row for row in rows if row.may_go)


_PUT_OFF: Prepared[Any] = Prepared(
    tables.outbox.update()
    .where(out.id == given("row"))
    .values(not_before=given("then", Moment()), due_at=given("due", Moment()))
)


def _without(
    db: Connection, rows: tuple[Any, ...], over: Iterable[tuple[Any, timedelta]], at: datetime
) -> tuple[Any, ...]:
    """The rows but those that may only go so much later; their time is not used up by waiting for their turn."""
    late = {row.id: {"row": row.id, "then": at + later, "due": row.due_at + later} for row, later in over}
    if late:
        _PUT_OFF.change_each(db, late.values())
    return tuple(row for row in rows if row.id not in late)


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


def _beginning(words: Words) -> Any:
    *first, last = (given(f"after_{n}", Moment()) for n in range(len(WAITS)))
    return (
        tables.outbox.update()
        .where(words.among(out.id, "rows"))
        .values(
            state="leased",
            stage="",
            lease=given("worker"),
            lease_until=given("lease_ends", Moment()),
            epoch=out.epoch + 1,
            attempts=out.attempts + 1,
            tried_at=AT,
            not_before=case(*((out.attempts == n, wait) for n, wait in enumerate(first)), else_=last),
        )
    )


_BEGIN: Prepared[Any] = Prepared(_beginning)


def _begun(db: Connection, rows: tuple[Any, ...], worker: str, at: datetime) -> tuple[Any, ...]:
    """The attempt and the next one are written before anybody dials: a letter that ends the program waits its turn,
    and limits count what is under way."""
    if rows:
        waits = {f"after_{n}": at + wait for n, wait in enumerate(WAITS)}
        _BEGIN.change(db, rows=[row.id for row in rows], worker=worker, lease_ends=at + LEASE, at=at, **waits)
    return rows
