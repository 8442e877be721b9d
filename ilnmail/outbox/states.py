"""The columns of the outbox, and which rows wait to be sent."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from ilnmail import tables

out = tables.outbox.c
WAITING = ("queued", "deferred")
IN_HAND = ("leased", "sending")
LEASE = timedelta(minutes=20)  # longer than all time-outs of one SMTP transaction together
GIVE_UP = timedelta(days=4)


def due(at: datetime) -> ColumnElement[bool]:
    """Waits, and its time has come. An uncertain one that may go once more has no end yet."""
    once_more = and_(out.state == "uncertain", out.done_at.is_(None))
    return and_(or_(out.state.in_(WAITING), once_more), out.not_before <= at)


def abandoned(at: datetime) -> ColumnElement[bool]:
    """In the hand of a worker whose lease has run out."""
    return and_(out.state.in_(IN_HAND), out.lease_until < at)
