"""What makes us stop sending until somebody has looked: a long absence, a flood, many letters coming back."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, select

from ilnmail import tables
from ilnmail.database import insert
from ilnmail.letters.catalogue import Priority
from ilnmail.outbox.hold import FOR_THE_STAFF, Hold
from ilnmail.outbox.states import out

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_AWAKE = "awake"
_SIGN_OF_LIFE_EVERY = timedelta(minutes=5)
_FLOOD = 20  # letters of one kind that nobody asked for, in a day
_FLOOD_RATIO = 1.5  # of them for each reader: a schedule writes once
_BOUNCES = 5
_BOUNCE_SHARE = 0.2

messages, switches = tables.messages.c, tables.switches.c


def reason_to_hold(db: Connection, at: datetime, released: datetime | None) -> Hold:
    """The first thing that is wrong; a hold of nothing where nothing is.

    What was before the last RESUME has been looked at and counts no more.
    """
    since = released or at - _DAY
    if words := _bounces(db, max(since, at - _HOUR)) or _flood(db, max(since, at - _DAY)):
        return Hold("all", words, at)
    if words := _absence(db, at):
        return Hold("scheduled", words, at)
    return Hold()


def _bounces(db: Connection, since: datetime) -> str:
    came = (messages.event == "LetterBounced", messages.received_at > since)
    refused = (out.state == "failed", out.verdict == "hard", out.done_at > since)
    back = _count(db, messages.id, *came) + _count(db, out.id, *refused)
    if back < _BOUNCES:
        return ""
    tried = _count(db, out.id, out.tried_at > since, out.attempts > 0)
    if back <= _BOUNCE_SHARE * tried:
        return ""
    return f"{back} of the {tried} letters of the last hour came back"


def _flood(db: Connection, since: datetime) -> str:
    # A coordinator hears of each mail that only a person can answer; of a thousand people that is many a day.
    unasked = and_(out.priority > int(Priority.RELAY), out.kind.not_in(FOR_THE_STAFF))
    of_a_day = (out.created_at > since, unasked, out.cancelled_at.is_(None))
    readers = func.count(func.distinct(out.address))
    query = (
        select(out.kind, func.count().label("letters"), readers.label("readers"))
        .where(*of_a_day, out.person.is_not(None))
        .group_by(out.kind)
        .having(func.count() >= _FLOOD, func.count() > _FLOOD_RATIO * readers)
    )
    row = db.execute(query.order_by(out.kind)).first()
    return f"{row.letters} letters of the kind {row.kind!r} for {row.readers} people in a day" if row else ""


def _absence(db: Connection, at: datetime) -> str:
    last = db.execute(select(switches.at).where(switches.name == _AWAKE)).scalar()
    if last is None or at - last <= _DAY:
        return ""
    return f"nothing ran from {last:%-d %B %H:%M} to {at:%-d %B %H:%M} UTC"


def awake(db: Connection, at: datetime) -> bool:
    """Is the last sign of life fresh enough to leave it?"""
    last = db.execute(select(switches.at).where(switches.name == _AWAKE)).scalar()
    return last is not None and at - last < _SIGN_OF_LIFE_EVERY


def sign_of_life(db: Connection, at: datetime) -> None:
    """The outbox was looked after at that moment."""
    row = insert(db, tables.switches).values(name=_AWAKE, value="", at=at)
    db.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": at}))


def _count(db: Connection, column: object, *where: object) -> int:
    return int(db.execute(select(func.count(column)).where(*where)).scalar_one())  # type: ignore[arg-type]
