"""When the outbox has something to do next, with its circuit and its limits in mind."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, not_, select

from ilnmail.outbox.circuit import circuit_of
from ilnmail.outbox.hold import HELD_BACK, REACHES, Reach, hold_of
from ilnmail.outbox.rates import Rates, free_at
from ilnmail.outbox.states import AT, DUE, IN_HAND, ONCE_MORE, WAITING, out
from ilnmail.outbox.switches import switches
from ilnmail.prepared import Prepared

_SOON = timedelta(minutes=1)


def _first(waiting: ColumnElement[bool]) -> Any:
    """One entry of an index for each state, however many letters wait for their day."""
    later = select(out.not_before).where(waiting, out.not_before > AT)
    return later.order_by(out.not_before).limit(1).scalar_subquery()


_LATER = [_first(waiting) for waiting in (*(out.state == state for state in WAITING), ONCE_MORE)]
_LOST = select(func.min(out.lease_until)).where(out.state.in_(IN_HAND)).scalar_subquery()
_NEXT: dict[Reach, Prepared[Any]] = {
    reach: Prepared(select(*_LATER, _LOST, exists().where(DUE, not_(HELD_BACK[reach])))) for reach in REACHES
}


def next_attempt_at(db: Connection, rates: Rates, at: datetime) -> datetime | None:
    """The earliest moment after `at` when something may be tried, or taken from a dead worker; None is never."""
    kept = switches(db)
    *later, lost, ready = _NEXT[hold_of(kept).reach].one(db, at=at)
    found: list[datetime] = [moment for moment in later if moment]
    found += [max(lost, at + _SOON)] if lost else []
    found += [max(at + _SOON, free_at(db, rates, at))] if ready else []
    if not found:
        return None
    closed_until = circuit_of(kept).until
    return max(min(found), closed_until) if closed_until else min(found)
