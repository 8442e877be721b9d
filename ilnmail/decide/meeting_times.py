"""Three times for a first call that are kind to everybody's clock. Pure: the same people, the same times.

Inside office hours where there are such hours, else as near to them as can be: 07:00 to 21:00 leaves two hours even to
people on opposite sides of the Earth.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from ilnmail.model import Person

MINUTES = 30
"""How long the call is that we put into calendars."""

OFFICE = (time(9), time(17))
_WIDTHS = (OFFICE, (time(8), time(18)), (time(7), time(21)))
_NOT_BEFORE = timedelta(days=3)  # so long both have for choosing
_DAYS = 14
TIMES = 3
"""So many are proposed."""

_SATURDAY = 5


def meeting_times(people: tuple[Person, ...], after: datetime) -> tuple[datetime, ...]:
    """Three moments (UTC) on three days, the earliest first; none where there are not three."""
    first = max((after + _NOT_BEFORE).date(), *(_back(one) for one in people))
    days = tuple(first + timedelta(days=n) for n in range(_DAYS))
    for opens, closes in _WIDTHS:
        found = [hours for day in days if (hours := tuple(_hours(day, people, opens, closes)))][:TIMES]
        if len(found) == TIMES:
            # Not thrice the same hour: whoever never can at ten gets something else to choose.
            return tuple(sorted(hours[number * len(hours) // TIMES] for number, hours in enumerate(found)))
    return ()


def in_office_hours(at: datetime, people: Iterable[Person]) -> bool:
    """Nobody has to get up or stay up for it."""
    return all(_fits(at, one, *OFFICE) for one in people)


def _back(one: Person) -> date:
    """The first day on which they are there again."""
    return max(one.paused_until or date.min, one.away_until or date.min)


def _hours(day: date, people: tuple[Person, ...], opens: time, closes: time) -> Iterator[datetime]:
    """The full hours of that UTC day, and of the night to the next, that fit all."""
    begins = datetime.combine(day, time(0), UTC)
    for hour in range(24):
        at = begins + timedelta(hours=hour)
        if all(_fits(at, one, opens, closes) for one in people):
            yield at


def _fits(at: datetime, one: Person, opens: time, closes: time) -> bool:
    begins = at.astimezone(ZoneInfo(one.zone))
    ends = (at + timedelta(minutes=MINUTES)).astimezone(ZoneInfo(one.zone))
    by_day = opens <= begins.time() and ends.time() <= closes and begins.date() == ends.date()
    return by_day and _works(begins.date(), one.country)


@lru_cache(maxsize=4096)  # a calendar of a year's holidays takes milliseconds to make
def _works(day: date, country: str) -> bool:
    """A working day there; Monday to Friday where we know of no calendar."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return day.weekday() < _SATURDAY
    return bool(holidays.country_holidays(country, years=day.year).is_working_day(day))
