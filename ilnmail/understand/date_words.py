"""The words of a sentence as what they can be in a day or a duration."""

import re
from datetime import date
from typing import NamedTuple

from ilnmail.understand.wording import Part

_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|re|ere|e|o|a|-?го|-?е|-?й|-?я)?")
JOINTS = ("for", "of", "filler", "from", "to")
UNITS = ("day", "week", "month")
_COUNTED = (*UNITS, "moon", "year", "fortnight", "number", "ordinal")


class Found(NamedTuple):
    """A day named by `size` parts from `place`; day is None where the words name none that can be told."""

    place: int
    size: int
    day: date | None
    weeks: int = 0
    span: bool = False  # counted from today


class Words:
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

    def is_bare_day(self, place: int) -> bool:
        """A number that counts nothing, and can be a day of a month."""
        return 1 <= self.number(place) <= 31 and self.kind(place + 1) not in _COUNTED

    def value(self, place: int) -> int:
        return int(self.parts[place].means.rpartition(" ")[2])

    def behind_joints(self, place: int) -> int:
        """The next place that is not "of", "the" or their like."""
        while self.kind(place) in JOINTS and self.parts[place].text != "/":
            place += 1
        return place

    def year(self, place: int) -> tuple[int, int]:
        """(the year named from there on, 0 for none; the place behind it)."""
        at = self.behind_joints(place)
        number = self.number(at)
        if number < 1900:
            return 0, place
        return number, at + 1 + (self.kind(at + 1) == "year")
