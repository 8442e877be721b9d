"""When things are due: from a round's start day, the schedules and the clocks of the people concerned."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


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


SUNDAY = 6
"""Of a week that begins with Monday, 0."""


def daytime(
    at: datetime, zone: str, opens: time = time(9), closes: time = time(17), last_day: int = 4
) -> datetime:
    """The next moment, from `at` on, between 09:00 and 17:00 on that clock, Monday (0) to `last_day`."""
    local = at.astimezone(ZoneInfo(zone))
    day = local.date()
    if local.time() < closes and day.weekday() <= last_day:
        return max(at, moment(day, opens, zone))
    day += timedelta(days=1)
    while day.weekday() > last_day:
        day += timedelta(days=1)
    return moment(day, opens, zone)
