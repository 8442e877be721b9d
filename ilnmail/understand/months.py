"""Days named with their month in any language of CLDR: "9. veebruarini 2027", "9 กุมภาพันธ์ 2570", "9 फरवरी"."""

import re
import unicodedata
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

_NAMED = (
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:(?:de|of|do)\s+|d['’])?(?P<month>[^\W\d_][^\s\d,]*)\s*,?\s*(?:(?:de|of|del)\s+)?(?P<year>\d{4})?"
    ),
    re.compile(
        r"(?P<month>[^\W\d_][^\s\d,]*)\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s*(?P<year>\d{4}))?"
    ),
)
_BUDDHIST = 543  # years by which the Thai calendar is ahead
_SHORTEST, _ENDING = 3, 3  # letters of a stem, and of the case ending behind it


def named_day(text: str, today: date, language: str) -> date | None:
    """The first day of a text that has its month in words of that language; without a year the next one after `today`."""
    for form in _NAMED:
        for found in form.finditer(text):
            month = _month(found["month"], language)
            if month:
                return _day(int(found["day"]), month, found["year"], today)
    return None


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    told = int(year or today.year)
    told -= _BUDDHIST if told > today.year + 300 else 0
    try:
        named = date(told, month, day)
        return named if year or named >= today else named.replace(year=told + 1)
    except ValueError:
        return None


def _month(word: str, language: str) -> int:
    """1 to 12; 0 where it is no month. Names stand in cases: the beginning counts."""
    told = _plain(word)
    for name, number in _months(language):
        if told == name or (
            len(name) > _SHORTEST and told.startswith(name) and len(told) - len(name) <= 2 * _ENDING
        ):
            return number
    return 0


@cache
def _months(language: str) -> tuple[tuple[str, int], ...]:
    """Plain names and their stems, the longest first."""
    found: dict[str, int] = {}
    for locale in _locales(language):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    for one in (_plain(name), _stem(_plain(name))):
                        found.setdefault(one, number)
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _locales(language: str) -> list[Locale]:
    names = [language, f"{language}_Latn"] if language == "sr" else [language]
    try:
        return [Locale.parse(name) for name in names]
    except (UnknownLocaleError, ValueError):
        return []


def _stem(name: str) -> str:
    return name[:-2] if len(name) > _SHORTEST + _ENDING else name


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(
        c for c in bare if unicodedata.category(c) != "Mn" or ("\u0900" <= c <= "\u0e7f" and c != "\u093c")
    ).strip(".׳'’॰ ")
