"""What makes us stop sending until somebody has looked: a long absence, a flood, many letters coming back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.letters.catalogue import Priority
from ilnmail.outbox.hold import FOR_THE_STAFF, Hold, released_at
from ilnmail.outbox.states import DUE, out
from ilnmail.outbox.switches import Switches, turn
from ilnmail.prepared import Prepared, given

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_AWAKE = "awake"
_SIGN_OF_LIFE_EVERY = timedelta(minutes=5)
_FLOOD = 20  # letters of one kind that nobody asked for, in a day
_FLOOD_RATIO = 1.5  # of them for each reader: a schedule writes once
_BOUNCES = 5
_BOUNCE_SHARE = 0.2

messages = tables.messages.c
_SINCE: Any = given("since", Moment())
# A coordinator hears of each mail that only a person can answer; of a thousand people that is many a day.
_unasked = and_(out.priority > int(Priority.RELAY), out.kind.not_in(FOR_THE_STAFF))
_readers = func.count(func.distinct(out.address))

_SIGNS: Prepared[Any] = Prepared(
    select(
        select(func.count())
        .where(messages.event == "LetterBounced", messages.received_at > _SINCE)
        .scalar_subquery()
        .label("came_back"),
        select(func.count())
        .where(out.state == "failed", out.verdict == "hard", out.done_at > _SINCE)
        .scalar_subquery()
        .label("refused"),
        exists().where(DUE, _unasked).label("unasked"),
    )
)
_TRIED: Prepared[Any] = Prepared(select(func.count()).where(out.tried_at > _SINCE, out.attempts > 0))
_FLOODED = (
    select(func.min(out.kind).label("kind"), func.count().label("letters"), _readers.label("readers"))
    .where(out.created_at > _SINCE, _unasked, out.cancelled_at.is_(None), out.person.is_not(None))
    .group_by(out.kind.concat(""))  # by a kind's own index it would look at all letters there ever were
    .having(func.count() >= _FLOOD, func.count() > _FLOOD_RATIO * _readers)
    .order_by("kind")
    .limit(1)
)


def reason_to_hold(db: Connection, kept: Switches, at: datetime) -> Hold:
    """The first thing that is wrong; a hold of nothing where nothing is.

    What was before the last RESUME has been looked at and counts no more.
    """
    since = released_at(kept) or at - _DAY
    last_hour = max(since, at - _HOUR)
    signs = _SIGNS.one(db, since=last_hour, at=at)
    words = _bounces(db, signs.came_back + signs.refused, last_hour)
    if not words and signs.unasked:  # a flood that nobody sends yet can wait
        words = _flood(db, max(since, at - _DAY))
    if words:
        return Hold("all", words, at)
    if words := _absence(kept, at):
        return Hold("scheduled", words, at)
    return Hold()


def _bounces(db: Connection, back: int, since: datetime) -> str:
    if back < _BOUNCES:
        return ""
    tried = int(_TRIED.one(db, since=since)[0])
    if back <= _BOUNCE_SHARE * tried:
        return ""
    return f"{back} of the {tried} letters of the last hour came back"


def _flood(db: Connection, since: datetime) -> str:
    row = db.execute(_FLOODED, {"since": since}).first()
    return f"{row.letters} letters of the kind {row.kind!r} for {row.readers} people in a day" if row else ""


def _absence(kept: Switches, at: datetime) -> str:
    if _AWAKE not in kept or at - (last := kept[_AWAKE].at) <= _DAY:
        return ""
    return f"nothing ran from {last:%-d %B %H:%M} to {at:%-d %B %H:%M} UTC"


def awake(kept: Switches, at: datetime) -> bool:
    """Is the last sign of life fresh enough to leave it?"""
    return _AWAKE in kept and at - kept[_AWAKE].at < _SIGN_OF_LIFE_EVERY


def sign_of_life(db: Connection, at: datetime) -> None:
    """The outbox was looked after at that moment."""
    turn(db, _AWAKE, "", at)
