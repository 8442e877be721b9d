"""Days named with their month, and the end of "from 13 to 27 September"."""

from datetime import date

from ilnmail.understand import next_day
from ilnmail.understand.date_words import UNITS, Found, Words


def in_figures(words: Words, place: int) -> Found | None:
    text = words.parts[place].text
    if text not in words.figures:
        return None
    unit = words.kind(place + 1) in UNITS
    return Found(place, 1, None if unit else words.figures[text])


def day_and_month(words: Words, place: int) -> Found | None:
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


def _counts(words: Words, place: int) -> bool:
    return (
        words.kind(place + 1) in ("week", "day")
        or words.parts[min(place + 1, len(words.parts) - 1)].means == "month"
    )


def _dated(words: Words, year: int, month: int, day: int) -> date | None:
    if not year:
        return next_day.next_such_day(words.today, month, day)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def chinese(words: Words, place: int) -> Found | None:
    """2027年3月5日, 三月十五号, 四月底."""
    unit = words.kind(place)
    if unit in ("moon", "year") and words.kind(place + 1) == "end":
        within = words.today if unit == "moon" else words.today.replace(month=12)
        return Found(place, 2, next_day.last_of_month(within))
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


def range_of_days(words: Words, place: int) -> Found | None:
    """ "from 13 to 27 September", "20 Sept until 11 Oct", 9月13日到27日: its end."""
    begin = words.behind_joints(place) if words.kind(place) == "from" else place
    first = _whole_day(words, begin)
    to = begin + (first.size if first else 1)
    at = words.behind_joints(to + 1)
    last = _whole_day(words, at)
    if words.kind(to) not in ("until", "to") or not (first or last):
        return None
    days, size = [first and first.day, last and last.day], at + (last.size if last else 1) - place
    for side, other, bare in ((0, 1, begin), (1, 0, at)):
        if not (first, last)[side]:
            if not words.is_bare_day(bare):
                return None
            days[side] = next_day.day_of_that_month(days[other], words.number(bare))
    size += not last and words.kind(at + 1) == "sun"
    vague = words.kind(place - 1) == "until"  # "until 13 to 15 September"
    return Found(place, size, days[1] if days[0] and days[1] and days[0] < days[1] and not vague else None)


def _whole_day(words: Words, place: int) -> Found | None:
    if not 0 <= place < len(words.parts):
        return None
    return next((one for form in (in_figures, chinese, day_and_month) if (one := form(words, place))), None)
