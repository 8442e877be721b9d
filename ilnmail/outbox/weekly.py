"""The budget of attention: one programme letter a week to one person, prompts included.

What does not fit waits until the week is over; where that is too late for it, it is dropped. Letters with a day in them
(the silence ladder, the end of a term) are not moved here: they count, and others wait for them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail.columns import Moment
from ilnmail.decide.calendar import OPENS, moment, today, working_time
from ilnmail.letters.catalogue import MAY_WAIT, ONE_A_WEEK
from ilnmail.outbox.states import STATE, out
from ilnmail.prepared import Prepared, Words, given

WEEK = timedelta(days=7)
_REST = timedelta(days=6, hours=12)  # a week from morning to morning, whenever in it the letter went


def _lately(words: Words) -> Any:
    gone = (out.kind.in_(ONE_A_WEEK), words.among(out.person, "people"), out.done_at > given("since"))
    query = select(out.person, func.max(out.done_at, type_=Moment).label("at"))
    return query.where(*gone, STATE.in_(("sent", "uncertain"))).group_by(out.person)


_LATELY: Prepared[Any] = Prepared(_lately)


def had_lately(db: Connection, people: Iterable[int], since: datetime) -> dict[int, datetime]:
    """When the last programme letter went to each of these people, if it was after that moment."""
    return {row.person: row.at for row in _LATELY.all(db, people=sorted(people), since=since)}


def too_soon(db: Connection, rows: Iterable[Any], at: datetime) -> tuple[tuple[Any, timedelta], ...]:
    """Those of the rows for which it is too early in their reader's week, and how much later they may go."""
    counted = [row for row in rows if row.kind in ONE_A_WEEK and row.person is not None]
    readers = {row.person for row in counted if row.kind in MAY_WAIT}
    last = had_lately(db, readers, at - WEEK) if readers else {}
    over: list[tuple[Any, timedelta]] = []
    for row in counted:
        before = last.get(row.person)
        if row.kind in MAY_WAIT and before is not None and at - before < _REST:
            over.append((row, _a_week_after(before, row) - at))
        else:
            last[row.person] = at
    return tuple(over)


def _a_week_after(before: datetime, row: Any) -> datetime:
    zone = row.zone or "UTC"
    # Where the week ends in the evening its last morning is too early.
    morning = max(moment(today(before + WEEK, zone), OPENS, zone), before + _REST)
    return working_time(morning, zone, *((row.country,) if row.country else ()))
