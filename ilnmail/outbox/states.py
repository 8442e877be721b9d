"""The columns of the outbox, and which rows wait to be sent."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.prepared import given

out = tables.outbox.c
WAITING = ("queued", "deferred")
IN_HAND = ("leased", "sending")
LEASE = timedelta(minutes=20)  # longer than all time-outs of one SMTP transaction together
GIVE_UP = timedelta(days=4)

AT: Any = given("at", Moment())
"""The moment of whatever statement it stands in. Statements are built once: to build one takes longer than to run it."""

STATE: ColumnElement[str] = out.state.concat("")
"""The state, where another column finds the rows: in these words the planner has no index of the states, by which it would
look at all that wait for anybody, or at all that ever went."""

ONCE_MORE = and_(out.state == "uncertain", out.done_at.is_(None))
"""An uncertain one that may go once more has no end yet."""

OURS: tuple[Any, ...] = (out.id == given("row"), out.epoch == given("lease_epoch"), out.state.in_(IN_HAND))
"""One row, while our lease of it counts."""

DUE: ColumnElement[bool] = and_(or_(out.state.in_(WAITING), ONCE_MORE), out.not_before <= AT)
"""Waits, and its time has come."""

ABANDONED: ColumnElement[bool] = and_(out.state.in_(IN_HAND), out.lease_until < AT)
"""In the hand of a worker whose lease has run out."""
