"""Faults of ours while something that is due is decided: remembered by their cause, tried again, and told.

The fault of one letter is not the others': what cannot be decided is passed over and tried again every hour for two days,
in which a new version may come; the operator hears of it meanwhile. Kept is where in the program it happened, not the words
of the error, which may hold somebody's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.events import Due, LetterRefused
from ilnmail.prepared import Prepared, Words, given

AGAIN, GIVE_UP = timedelta(hours=1), timedelta(days=2)

_faults = tables.faults.c
_HOME = Path(__file__).parent
_REFUSED = "refused letter"


@dataclass(frozen=True)
class Cause:
    """What was due: of the calendar, with the person or pairing that it could not be decided for (0 is none), or a
    refused letter."""

    schedule: str
    period: str
    zone: str = ""
    about: int = 0


def cause(event: Due | LetterRefused) -> Cause:
    """The cause of an event that was decided for one, or for nobody."""
    if isinstance(event, LetterRefused):
        return Cause(_REFUSED, str(event.row))
    return Cause(event.schedule, event.period, event.zone, event.people[0] if event.people else 0)


def place(error: BaseException) -> str:
    """The kind of an error, and the place of this program at which it happened."""
    ours = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_HOME)]
    where = f" at {Path(ours[-1].filename).relative_to(_HOME)}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{where}"


def _noting(words: Words) -> Any:
    names = ("schedule", "period", "zone", "about", "round", "words", "tried_at")
    row = words.insert(tables.faults).values(
        {**{name: given(name) for name in names}, "times": 1, "first_at": given("tried_at", Moment())}
    )
    again = {"words": row.excluded.words, "tried_at": row.excluded.tried_at, "times": _faults.times + 1}
    return row.on_conflict_do_update(index_elements=["schedule", "period", "zone", "about"], set_=again)


_NOTE: Prepared[Any] = Prepared(_noting)
_OF_LATE: Prepared[Any] = Prepared(select(tables.faults).where(_faults.first_at > given("since")))
_FORGET: Prepared[Any] = Prepared(
    tables.faults.delete().where(
        _faults.schedule == given("one_schedule"),
        _faults.period == given("one_period"),
        _faults.zone == given("one_zone"),
        _faults.about == given("one_about"),
    )
)


def note(db: Connection, event: Due | LetterRefused, error: Exception, at: datetime) -> None:
    """It has gone wrong, perhaps once more."""
    round = event.round if isinstance(event, Due) else None
    _NOTE.change(db, **cause(event).__dict__, round=round, words=place(error), tried_at=at)


def mended(db: Connection, event: Due | LetterRefused) -> None:
    """It has gone well after all."""
    _FORGET.change(db, **{f"one_{name}": value for name, value in cause(event).__dict__.items()})


E = TypeVar("E", Due, LetterRefused)


@dataclass(frozen=True)
class Faults:
    """Those of the last days."""

    causes: frozenset[Cause]
    resting: frozenset[Cause]  # tried within the hour
    again: tuple[Due, ...]  # passed over, and to be tried once more

    def hold(self, event: Due | LetterRefused) -> bool:
        """Has it gone wrong before?"""
        return bool(self.causes) and cause(event) in self.causes

    def without(self, events: Iterable[E]) -> tuple[E, ...]:
        """Those that are not to wait. What is due for many was split, and stands here person by person: behind whom the
        mailing has gone on."""
        return tuple(one for one in events if not (_is_alone(one) and cause(one) in self.resting))


NONE = Faults(frozenset(), frozenset(), ())


def _is_alone(event: Due | LetterRefused) -> bool:
    return isinstance(event, LetterRefused) or not event.people


def of_late(db: Connection, at: datetime) -> Faults:
    """What is not to be tried yet, and what is to be tried again."""
    found = _OF_LATE.all(db, since=at - GIVE_UP)
    if not found:
        return NONE
    resting = {_cause(row) for row in found if row.tried_at > at - AGAIN}
    return Faults(frozenset(map(_cause, found)), frozenset(resting), tuple(_events(found, at)))


def _cause(row: Any) -> Cause:
    return Cause(row.schedule, row.period, row.zone, row.about)


def _events(found: Iterable[Any], at: datetime) -> Iterable[Due]:
    for row in found:
        if row.about and row.tried_at <= at - AGAIN:
            yield Due(
                at=at,
                schedule=row.schedule,
                period=row.period,
                zone=row.zone,
                people=(row.about,),
                round=row.round,
                last=False,
            )
