"""Dates in figures: 2027-03-01, 15/04/2027, 3.4., 12-25. What language leaves open stays open."""

import re
from datetime import date

from ilnmail.understand.next_day import next_such_day

# Marks of direction that Arabic programs put between the figures (Unicode UAX 9).
_DIRECTION = re.compile("[\u061c\u200e\u200f]")
_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d])")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([/.])(\d{1,2})\.?(?![\d/]|\.\d)")
_MONTH_FIRST = frozenset({"en-US", "zh", "zh-CN", "zh-TW", "ja", "ko", "hu", "lt"})
_MONTHS = 12
_EITHER = frozenset({"en", ""})  # read as day first in London and as month first in New York


class DatesInFigures:
    """Takes them out of a text, each as a word of its own, so that the words around them can be read."""

    def __init__(self, today: date, locale: str) -> None:
        self._today, self._locale = today, locale
        self.days: dict[str, date | None] = {}  # None: not to be told, or no day of any year

    def mark(self, text: str) -> str:
        """The text with a stand-in for each date."""
        text = _DIRECTION.sub("", text)
        text = _YEAR_FIRST.sub(lambda m: self._keep(_day(int(m[1]), int(m[2]), int(m[3]))), text)
        text = _YEAR_LAST.sub(lambda m: self._keep(self._either(m[1], m[3], m[2], _year(m[4]))), text)
        return _NO_YEAR.sub(lambda m: self._keep(self._either(m[1], m[3], m[2], None)), text)

    def _keep(self, day: date | None) -> str:
        name = f"qzq{chr(ord('a') + len(self.days) % 26)}"
        self.days[name] = day
        return f" {name} "

    def _either(self, one: str, two: str, mark: str, year: int | None) -> date | None:
        """Day first or month first: as the language has it, or as only one of them can be."""
        first, second = int(one), int(two)
        dotted = mark == "." and year is not None
        if self._locale in _EITHER and first != second and max(first, second) <= _MONTHS and not dotted:
            return None
        day_first, month_first = self._of(year, second, first), self._of(year, first, second)
        if mark == "." and year is None and self._locale in (*_EITHER, "en-US") and first <= _MONTHS:
            return None  # "3.30" is a time of day
        if mark == "." and self._locale not in (_MONTH_FIRST if year else _MONTH_FIRST | _EITHER):
            return day_first
        if day_first is None or month_first is None or day_first == month_first:
            return day_first or month_first
        return month_first if self._locale in _MONTH_FIRST else day_first

    def _of(self, year: int | None, month: int, day: int) -> date | None:
        return next_such_day(self._today, month, day) if year is None else _day(year, month, day)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
