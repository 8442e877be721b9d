"""How the mail itself is doing: what waits, what nobody is sure of, what was set aside, what is held back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, func, literal, not_, select

from ilnmail import tables
from ilnmail.decide.state import SetAside
from ilnmail.events import LetterRefused, Level
from ilnmail.load import rows
from ilnmail.load.night import found_by_night
from ilnmail.load.standstill import standing_still
from ilnmail.model import Ask
from ilnmail.prepared import Prepared, given

messages, outbox = tables.messages.c, tables.outbox.c
_MOST = 50
_STILL_NEW = timedelta(days=4)


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
        "unproven": _unproven(db, since),
        **found_by_night(db, since),
        "stopped": tuple(name for name, _ in standing_still(db, at)),
        "held": held_back(db),
        "day_spent": day_spent(db, since),
        "last_read": db.execute(
            select(tables.roles.c.beat_at).where(tables.roles.c.name == "reader")
        ).scalar(),
    }


def came_back(db: Connection, since: datetime) -> tuple[int, int]:
    """(letters that came back or were refused for good, letters tried) since then."""
    reported = _count(db, messages.id, messages.event == "LetterBounced", messages.received_at > since)
    hard = (outbox.state == "failed", outbox.verdict == "hard", outbox.done_at > since)
    tried = _count(db, outbox.id, outbox.tried_at > since, outbox.attempts > 0)
    return reported + _count(db, outbox.id, *hard), tried


_decided = select(tables.acts.c.id).where(
    tables.acts.c.cause == literal("outbox") + cast(outbox.id, Text), tables.acts.c.line == 0
)
_REFUSED: Prepared[Any] = Prepared(
    select(
        *(outbox.id, outbox.person, outbox.address, outbox.verdict, outbox.key, outbox.last_reply),
    )
    .where(
        outbox.state == "failed",
        outbox.verdict.in_(("hard", "soft")),
        outbox.done_at > given("since"),
        not_(_decided.exists()),
    )
    .order_by(outbox.id)
    .limit(_MOST)
)


def refused(db: Connection, at: datetime) -> tuple[LetterRefused, ...]:
    """Letters refused for good while we gave them, of which nothing has been decided yet."""
    return tuple(
        LetterRefused(
            at=at,
            row=row.id,
            person=row.person,
            address=row.address,
            kind=row.verdict,
            letter=row.key,
            diagnostic=row.last_reply,
        )
        for row in _REFUSED.all(db, since=at - _STILL_NEW)
    )


def _unproven(db: Connection, since: datetime) -> int:
    """Mails of this week that nobody has owned to: asked about at the address we know, and not answered YES."""
    asks = tables.asks.c
    since_then = (asks.state == "open", asks.asked_at > since)
    asked = select(func.count(func.distinct(asks.id))).where(asks.kind == "was-it-you", *since_then)
    coordinators = select(tables.people.c.id).where(tables.people.c.coordinator)
    shown = rows.facts(db, Ask, asks.person.in_(coordinators), asks.kind == "preview", *since_then)
    return int(db.execute(asked).scalar_one()) + sum(map(_proves_nothing, shown))


def _proves_nothing(preview: Ask) -> bool:
    """Of an order that was shown first: whether its mail might be anybody's."""
    return int(dict(preview.lines).get("level", Level.FRESH)) < Level.AUTHENTIC


def day_spent(db: Connection, since: datetime) -> int:
    """The limit of letters a day that has kept some back since then; 0 where none has."""
    switches = tables.switches.c
    said = select(switches.value).where(switches.name == "day spent", switches.at > since)
    return int(db.execute(said).scalar() or 0)


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
