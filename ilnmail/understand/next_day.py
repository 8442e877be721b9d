"""Days counted from today: the next 3 May, the last of a month, a month later, the coming Friday."""

from calendar import monthrange
from datetime import date, timedelta

_AHEAD = 300
"""Days. A day of next year, named without it, that lies further ahead has more likely just gone by: it is asked about."""


def next_such_day(today: date, month: int, day: int) -> date | None:
    """This year's, or next year's where that has gone by; None where there is no such day or it has just gone by."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if found > today:
            return found if year == today.year or (found - today).days <= _AHEAD else None
    return None


def next_month_day(today: date, month: int, place: str) -> date | None:
    """The beginning (1st), the middle (15th) or the end (last) of the next such month."""
    if place == "end":
        last = next_such_day(today, month, 28)
        return last_of_month(last) if last else None
    return next_such_day(today, month, 15 if place == "middle" else 1)


def last_of_month(day: date) -> date:
    """The last day of that month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(today: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def next_day_of_month(today: date, day: int) -> date | None:
    """ "until the 15th"."""
    for months in (0, 1):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        if (
            today < date(year, month + 1, 1).replace(day=min(day, 28))
            and day <= monthrange(year, month + 1)[1]
        ):
            return date(year, month + 1, day)
    return None


def coming(today: date, weekday: int, said: str) -> date | None:
    """The coming Friday (1 Monday to 7 Sunday). `said` is "", "next", "next week" or "this".

    "Next Friday" said on a Wednesday means two days to different people: None.
    """
    this_week = today + timedelta(days=weekday - today.isoweekday())
    match said:
        case "next week":
            return this_week + timedelta(days=7)
        case "next":
            return None if this_week > today else this_week + timedelta(days=7)
    return this_week if this_week > today else this_week + timedelta(days=7)


def day_of_that_month(other: date | None, day: int) -> date | None:
    """The day of the month in which the other one lies."""
    fits = other and day <= monthrange(other.year, other.month)[1]
    return other.replace(day=day) if other and fits else None
