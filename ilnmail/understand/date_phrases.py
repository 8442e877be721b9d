"""Phrases that name a day or a duration, found among words whose meaning is known."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from ilnmail.understand import next_day
from ilnmail.understand.date_words import JOINTS, UNITS, Found, Words
from ilnmail.understand.whole_days import chinese, day_and_month, in_figures, range_of_days
from ilnmail.understand.wording import Part, plain


def find_dates(parts: tuple[Part, ...], figures: dict[str, date | None], today: date) -> tuple[Found, ...]:
    """Every day and duration that the parts name, in order. `figures` are dates that stand in figures."""
    words, found, place = Words(parts, figures, today), [], 0
    while place < len(parts):
        one = next((one for form in _FORMS if (one := form(words, place))), None)
        if one:
            found.append(one)
        place += one.size if one else 1
    return tuple(found)


def _part_of_month(words: Words, place: int) -> Found | None:
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


def _closing(words: Words, place: int) -> Found | None:
    """ "the end of this month", "Jahresende"."""
    if words.kind(place) != "closes":
        return None
    year = words.parts[place].means == "closes year"
    return Found(place, 1, next_day.last_of_month(words.today.replace(month=12) if year else words.today))


def _end_of_this(words: Words, place: int, at: int) -> Found | None:
    """Of the month or the year, or of the next month."""
    before, behind = words.kind(at) == "next", words.kind(at + 1) == "next"
    unit = words.parts[min(at + before, len(words.parts) - 1)].means
    if unit not in ("month", "year") or ((before or behind) and unit == "year"):
        return None
    month = words.today if unit == "month" else words.today.replace(month=12)
    if before or behind:
        month = next_day.last_of_month(month) + timedelta(days=1)
    return Found(place, at + 1 + (before or behind) - place, next_day.last_of_month(month))


def _span(words: Words, place: int) -> Found | None:
    """ "two weeks", "a fortnight", "a month", "10 days"."""
    coming = words.kind(place) == "next"  # "the coming three weeks"
    number, size = _count(words, place + coming) if place + coming < len(words.parts) else (0, 0)
    if not number or (coming and number == 1):
        return None
    size += coming
    means = words.parts[place if words.parts[place].means in UNITS else place + size - 1].means
    if _several(words, place):
        return Found(place, size, None, span=True)
    match means.rpartition(" ")[2]:
        case "day" | "days":
            return Found(place, size, words.today + timedelta(days=number), span=True)
        case "month" | "months":
            return Found(place, size, next_day.months_later(words.today, number), span=True)
    return Found(place, size, words.today + timedelta(weeks=number), weeks=number, span=True)


def _count(words: Words, place: int) -> tuple[int, int]:
    """(how many units begin there, 0 for none; in how many parts)."""
    means = words.parts[place].means
    if doubled := re.fullmatch(r"(\d+) (?:weeks|days|months)", means):
        return int(doubled[1]), 1
    if means == "fortnight":
        return 2, 1
    how_many = words.kind(place) == "number" or words.parts[place].text.isdigit()  # not "the second week"
    count = {"couple": 2, "a": 1}.get(words.kind(place), 0) or (words.number(place) if how_many else 0)
    more = words.kind(place + 1) == "further"
    at = place + 1 + more
    following = words.parts[at].means if at < len(words.parts) else ""
    if following == "fortnight" and count == 1:
        return 2, 2
    if count and following in UNITS and count < 1000:
        return count, 2 + more
    before = words.parts[place - 1].text if place else ""
    if means in UNITS[1:] and words.number(place + 1) == 1:
        return 1, 2  # شهر واحد
    return (1, 1) if means in UNITS[1:] and (before in _ONE or words.parts[place].text in _ONE) else (0, 0)


_ONE = frozenset(
    plain(word)
    for word in [
        "a",
        "an",
        "another",
        "un",
        "une",
        "una",
        "um",
        "uma",
        "ein",
        "eine",
        "einen",
        "einem",
        "otra",
        "otro",
        "outra",
        "outro",
        "неделя",
        "неделю",
        "неделе",
        "недельку",
        "месяц",
        "أسبوع",
        "أسبوعا",
        "شهر",
        "شهرا",
    ]
)
"""What makes one of a week or month that no number stands before, "weeks" being any number; Russian and Arabic need none."""


def _several(words: Words, place: int) -> bool:
    """ "2-3 weeks", "two or three weeks", "one to two"."""
    before = place - 1 if words.number(place - 1) else place - 2
    return bool(words.number(before)) and before >= 0


def _weekday(words: Words, place: int) -> Found | None:
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


def _tomorrow(words: Words, place: int) -> Found | None:
    days = {"tomorrow": 1, "after tomorrow": 2}.get(words.parts[place].means, 0)
    return Found(place, 1, words.today + timedelta(days=days)) if days else None


def _day_alone(words: Words, place: int) -> Found | None:
    """ "until the 15th": behind a word that says until, or in front of 号."""
    day, before = words.number(place), place - 1
    while words.kind(before) in JOINTS:
        before -= 1
    hour = words.parts[place - 1].text in ("las", "as") or (day <= _HOURS and _is_bare(words, place))
    introduced = words.kind(before) == "until" and before >= 0 and not hour
    if not 1 <= day <= 31 or not (introduced or words.kind(place + 1) == "sun"):
        return None
    if words.number(place + 1) or words.kind(place + 1) in ("until", "or", "from"):
        return None
    size = 1 + (words.kind(place + 1) == "sun")
    if introduced and words.number(before - 1):
        return Found(place, size, None)  # "from 3 to 4"
    return Found(place, size, next_day.next_day_of_month(words.today, day))


_HOURS = 12
_UNTIL = frozenset(
    plain(word)
    for word in ["until", "till", "til", "'til", "bis", "hasta", "até", "jusqu'à", "до", "حتى", "إلى"]
)


def _is_bare(words: Words, place: int) -> bool:
    """ "until 6" may be an hour; "until the 6th", "bis zum 6." is none."""
    return words.parts[place - 1].text in _UNTIL and words.parts[place].text.isdigit()


_FORMS: tuple[Callable[[Words, int], Found | None], ...] = (
    range_of_days,
    _closing,
    in_figures,
    chinese,
    day_and_month,
    _part_of_month,
    _weekday,
    _span,
    _tomorrow,
    _day_alone,
)
