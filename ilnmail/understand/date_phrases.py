"""Phrases that name a day or a duration, found among words whose meaning is known."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ilnmail.understand import next_day
from ilnmail.understand.wording import Part

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|ere|e|o|a|-?го|-?е|-?й|-?я)?")
_JOINTS = ("for", "of", "filler", "from")


class Found(NamedTuple):
    """A day named by `size` parts from `place`; day is None where the words name none that can be told."""

    place: int
    size: int
    day: date | None
    weeks: int = 0
    span: bool = False  # counted from today


class _Words:
    """The parts from one place on, and what they can be."""

    def __init__(self, parts: tuple[Part, ...], figures: dict[str, date | None], today: date) -> None:
        self.parts, self.figures, self.today = parts, figures, today

    def kind(self, place: int) -> str:
        return self.parts[place].means.partition(" ")[0] if 0 <= place < len(self.parts) else ""

    def number(self, place: int) -> int:
        """The number or ordinal there; 0 for none."""
        if not 0 <= place < len(self.parts):
            return 0
        kind, _, number = self.parts[place].means.partition(" ")
        if kind in ("number", "ordinal"):
            return int(number)
        figures = _ORDINAL.fullmatch(self.parts[place].text) or re.fullmatch(
            r"(\d{4})", self.parts[place].text
        )
        return int(figures[1]) if figures else 0

    def value(self, place: int) -> int:
        return int(self.parts[place].means.rpartition(" ")[2])

    def behind_joints(self, place: int) -> int:
        """The next place that is not "of", "the" or their like."""
        while self.kind(place) in _JOINTS and self.parts[place].text != "/":
            place += 1
        return place

    def year(self, place: int) -> tuple[int, int]:
        """(the year named from there on, 0 for none; the place behind it)."""
        at = self.behind_joints(place)
        number = self.number(at)
        if number < 1900:
            return 0, place
        return number, at + 1 + (self.kind(at + 1) == "year")


def find_dates(parts: tuple[Part, ...], figures: dict[str, date | None], today: date) -> tuple[Found, ...]:
    """Every day and duration that the parts name, in order. `figures` are dates that stand in figures."""
    words, found, place = _Words(parts, figures, today), [], 0
    while place < len(parts):
        one = next((one for form in _FORMS if (one := form(words, place))), None)
        if one:
            found.append(one)
        place += one.size if one else 1
    return tuple(found)


def _in_figures(words: _Words, place: int) -> Found | None:
    text = words.parts[place].text
    if text not in words.figures:
        return None
    unit = words.kind(place + 1) in ("day", "week", "month")
    return Found(place, 1, None if unit else words.figures[text])


def _day_and_month(words: _Words, place: int) -> Found | None:
    """ "3 May", "the 3rd of May 2027", "May 3rd"."""
    day, at = words.number(place), words.behind_joints(place + 1)
    if not day or words.kind(at) != "month":
        day, at = words.number(words.behind_joints(place + 1)), place
        if not day or words.kind(place) != "month" or _counts(words, words.behind_joints(place + 1)):
            return None
        behind = words.behind_joints(place + 1) + 1
    else:
        behind = at + 1
    if day > 31 or words.parts[at].means == "month":
        return None
    year, behind = words.year(behind)
    return Found(place, behind - place, _dated(words, year, words.value(at), day))


def _counts(words: _Words, place: int) -> bool:
    return (
        words.kind(place + 1) in ("week", "day")
        or words.parts[min(place + 1, len(words.parts) - 1)].means == "month"
    )


def _dated(words: _Words, year: int, month: int, day: int) -> date | None:
    if not year:
        return next_day.next_such_day(words.today, month, day)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _part_of_month(words: _Words, place: int) -> Found | None:
    """ "beginning of May", "mid April", "end of the month", "end of next month", "fin du mois prochain"."""
    which, at = words.kind(place), words.behind_joints(place + 1)
    if which not in ("begin", "middle", "end") or at >= len(words.parts):
        return None
    named = words.behind_joints(at + 1)  # "the end of the month of April"
    if words.parts[at].means == "month" and named < len(words.parts) and words.kind(named) == "month":
        at = named
    means = words.parts[at].means
    if means.startswith("month "):
        year, behind = words.year(at + 1)
        day = next_day.next_month_day(words.today, words.value(at), which)
        return Found(place, behind - place, day.replace(year=year) if day and year else day)
    return _end_of_this(words, place, at) if which == "end" else None


def _end_of_this(words: _Words, place: int, at: int) -> Found | None:
    """Of the month or the year, or of the next month."""
    before, behind = words.kind(at) == "next", words.kind(at + 1) == "next"
    unit = words.parts[min(at + before, len(words.parts) - 1)].means
    if unit not in ("month", "year") or ((before or behind) and unit == "year"):
        return None
    month = words.today if unit == "month" else words.today.replace(month=12)
    if before or behind:
        month = next_day.last_of_month(month) + timedelta(days=1)
    return Found(place, at + 1 + (before or behind) - place, next_day.last_of_month(month))


def _chinese(words: _Words, place: int) -> Found | None:
    """2027年3月5日, 三月十五号, 四月底."""
    if words.kind(place) == "moon" and words.kind(place + 1) == "end":
        return Found(place, 2, next_day.last_of_month(words.today))
    year = words.number(place) if words.kind(place + 1) == "year" else 0
    at = place + 2 if year else place
    month = words.number(at)
    if not 1 <= month <= 12 or words.kind(at + 1) != "moon":
        return None
    if day := words.number(at + 2):
        size = at + 3 + (words.kind(at + 3) == "sun") - place
        return Found(place, size, _dated(words, year, month, day))
    if (which := words.kind(at + 2)) in ("begin", "middle", "end"):
        return Found(place, at + 3 - place, next_day.next_month_day(words.today, month, which))
    return None


def _span(words: _Words, place: int) -> Found | None:
    """ "two weeks", "a fortnight", "a month", "10 days"."""
    number, size = _count(words, place)
    if not number:
        return None
    means = words.parts[place if words.parts[place].means in _UNITS else place + size - 1].means
    if _several(words, place):
        return Found(place, size, None, span=True)
    match means.rpartition(" ")[2]:
        case "day" | "days":
            return Found(place, size, words.today + timedelta(days=number), span=True)
        case "month" | "months":
            return Found(place, size, next_day.months_later(words.today, number), span=True)
    return Found(place, size, words.today + timedelta(weeks=number), weeks=number, span=True)


_UNITS = ("day", "week", "month")


def _count(words: _Words, place: int) -> tuple[int, int]:
    """(how many units begin there, 0 for none; in how many parts)."""
    means = words.parts[place].means
    if doubled := re.fullmatch(r"(\d+) (?:weeks|days|months)", means):
        return int(doubled[1]), 1
    if means == "fortnight":
        return 2, 1
    how_many = words.kind(place) == "number" or words.parts[place].text.isdigit()  # not "the second week"
    count = {"couple": 2, "a": 1}.get(words.kind(place), 0) or (words.number(place) if how_many else 0)
    following = words.parts[place + 1].means if place + 1 < len(words.parts) else ""
    if following == "fortnight" and count == 1:
        return 2, 2
    if count and following in _UNITS and count < 1000:
        return count, 2
    if means in _UNITS[1:] and words.kind(place - 1) not in ("next", "this", "end", "begin", "ordinal"):
        return (1, 2) if words.number(place + 1) == 1 else (1, 1)
    return 0, 0


def _several(words: _Words, place: int) -> bool:
    """ "2-3 weeks", "two or three weeks", "one to two"."""
    before = place - 1 if words.number(place - 1) else place - 2
    return bool(words.number(before)) and before >= 0


def _weekday(words: _Words, place: int) -> Found | None:
    """ "Friday", "next Monday", "el próximo lunes", 下周一."""
    if words.parts[place].means in ("next", "next week", "this"):
        at = words.behind_joints(place + 1)
        said = words.parts[place].means
    else:
        at, said = place, ""
    if said in ("next week", "this") and 1 <= words.number(at) <= 6:
        return Found(place, 2, next_day.coming(words.today, words.number(at), said))  # 下周一
    if words.kind(at) != "weekday":
        return None
    size = at + 1 - place
    if not said and words.parts[min(at + 1, len(words.parts) - 1)].means == "next":
        said, size = "next", size + 1  # "lundi prochain"
    return Found(place, size, next_day.coming(words.today, words.value(at), said))


def _tomorrow(words: _Words, place: int) -> Found | None:
    days = {"tomorrow": 1, "after tomorrow": 2}.get(words.parts[place].means, 0)
    return Found(place, 1, words.today + timedelta(days=days)) if days else None


def _day_alone(words: _Words, place: int) -> Found | None:
    """ "until the 15th": behind a word that says until, or in front of 号."""
    day, before = words.number(place), place - 1
    while words.kind(before) in _JOINTS:
        before -= 1
    introduced = words.kind(before) == "until" and before >= 0
    if not 1 <= day <= 31 or not (introduced or words.kind(place + 1) == "sun"):
        return None
    if words.number(place + 1) or words.kind(place + 1) in ("until", "or", "from"):
        return None
    size = 1 + (words.kind(place + 1) == "sun")
    if introduced and words.number(before - 1):
        return Found(place, size, None)  # "from 3 to 4"
    return Found(place, size, next_day.next_day_of_month(words.today, day))


_FORMS: tuple[Callable[[_Words, int], Found | None], ...] = (
    _in_figures,
    _chinese,
    _day_and_month,
    _part_of_month,
    _weekday,
    _span,
    _tomorrow,
    _day_alone,
)
