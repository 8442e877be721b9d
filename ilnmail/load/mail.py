"""How the mail itself is doing: what waits, what nobody is sure of, what was set aside, what is held back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from ilnmail import tables
from ilnmail.decide.state import SetAside

messages, outbox = tables.messages.c, tables.outbox.c
_MOST = 50


def _count(db: Connection, column: ColumnElement[int], *where: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count(column)).where(*where)).scalar_one())


def health(db: Connection, at: datetime) -> dict[str, object]:
    """Counts of this week, and when the mailbox was read last."""
    late, since = at - timedelta(hours=1), at - timedelta(days=7)
    waiting = outbox.state.in_(("queued", "deferred", "leased"))
    # A doubt stays with a letter that went once more: its reader may have it twice.
    doubtful = (outbox.doubts > 0, outbox.tried_at > since)
    badly = (outbox.state.in_(("failed", "expired")), outbox.done_at > since)
    return {
        "stuck": _count(db, outbox.id, waiting, outbox.not_before < late),
        "quarantined": _count(db, messages.id, messages.outcome == "quarantined"),
        "uncertain": _count(db, outbox.id, *doubtful),
        "failed": _count(db, outbox.id, *badly),
        "held": held_back(db),
        "last_read": db.execute(
            select(tables.roles.c.beat_at).where(tables.roles.c.name == "reader")
        ).scalar(),
    }


def held_back(db: Connection) -> str:
    """Why letters are held back; empty while they go."""
    value = db.execute(select(tables.switches.c.value).where(tables.switches.c.name == "hold")).scalar()
    return str(value or "").partition(":")[2]


def set_aside(db: Connection, ids: Iterable[int] | None = None) -> tuple[SetAside, ...]:
    """The messages that are set aside, all or those; the oldest first."""
    which = () if ids is None else (messages.id.in_(tuple(ids)),)
    query = (
        select(messages.id, messages.reason, messages.received_at)
        .where(messages.outcome == "quarantined", *which)
        .order_by(messages.id)
        .limit(_MOST)
    )
    return tuple(
        SetAside(id=row.id, reason=row.reason, received_at=row.received_at) for row in db.execute(query)
    )
