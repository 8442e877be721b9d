"""When the outbox has something to do next, with its circuit and its limits in mind."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, not_, or_, select

from ilnmail.outbox.circuit import circuit
from ilnmail.outbox.hold import held_back, holding
from ilnmail.outbox.rates import Rates, free_at
from ilnmail.outbox.states import IN_HAND, WAITING, due, out

_SOON = timedelta(minutes=1)


def next_attempt_at(db: Connection, rates: Rates, at: datetime) -> datetime | None:
    """The earliest moment after `at` when something may be tried, or taken from a dead worker; None is never."""
    once_more = and_(out.state == "uncertain", out.done_at.is_(None))
    waiting = or_(out.state.in_(WAITING), once_more)
    later: datetime | None = db.execute(
        select(func.min(out.not_before)).where(waiting, out.not_before > at)
    ).scalar()
    lost: datetime | None = db.execute(
        select(func.min(out.lease_until)).where(out.state.in_(IN_HAND))
    ).scalar()
    found = [later] if later else []
    found += [max(lost, at + _SOON)] if lost else []
    if db.execute(select(out.id).where(due(at), not_(held_back(holding(db)))).limit(1)).first():
        found.append(max(at + _SOON, free_at(db, rates, at)))
    if not found:
        return None
    closed_until = circuit(db).until
    return max(min(found), closed_until) if closed_until else min(found)
