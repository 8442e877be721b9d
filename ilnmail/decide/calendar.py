"""When things are due: from a round's start day, the schedules and the clocks of the people concerned."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel import Locale, UnknownLocaleError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""As the schedules name them, in the order of `date.weekday`."""


@lru_cache(maxsize=8192)  # every turn asks for the same days in the same zones
def moment(day: date, at: time, zone: str) -> datetime:
    """That time on that day on the clock of that zone. A time that daylight saving skips moves forward;
    of one that it repeats the first counts (fold 0)."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(UTC)


def today(at: datetime, zone: str) -> date:
    """Which day it is there."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of_day_anywhere(day: date) -> datetime:
    """The moment at which that day is over everywhere on Earth (UTC-12)."""
    return datetime.combine(day + timedelta(days=1), time(12), UTC)


def days(count: int) -> timedelta:
    return timedelta(days=count)


OPENS, SHUTS = time(9), time(17)
_LOOK_AHEAD = 21  # days: no country is closed for longer


def daytime(at: datetime, zone: str) -> datetime:
    """The next moment, from `at` on, between 09:00 and 17:00 on that clock, on any day of the week."""
    local = at.astimezone(ZoneInfo(zone))
    if local.time() < SHUTS:
        return max(at, moment(local.date(), OPENS, zone))
    return moment(local.date() + timedelta(days=1), OPENS, zone)


def working_time(at: datetime, zone: str, *countries: str) -> datetime:
    """The same, on a day on which people work in all these countries; on any day where they share none."""
    first = daytime(at, zone)
    day = today(first, zone)
    for days_on in range(_LOOK_AHEAD):
        if all(works(day + timedelta(days=days_on), country) for country in countries):
            return moment(day + timedelta(days=days_on), OPENS, zone) if days_on else first
    return first


def works(day: date, country: str) -> bool:
    """Neither weekend nor public holiday there; where no country is known, Monday to Friday."""
    return day.weekday() not in _weekend(country) and day not in public_holidays(country, day.year)


@lru_cache(maxsize=512)
def _weekend(country: str) -> frozenset[int]:
    """Its days, 0 for Monday, as CLDR has them (supplemental weekData, by Babel)."""
    try:
        known = Locale.parse(f"und_{country or '001'}")
    except (UnknownLocaleError, ValueError):
        return frozenset({5, 6})
    first, last = known.weekend_start, known.weekend_end
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))


@lru_cache(maxsize=2048)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Those of the whole country; none where no calendar is known."""
    if country not in _calendars():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


@lru_cache(maxsize=1)
def _calendars() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))
