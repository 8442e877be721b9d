"""Until when somebody is away, as far as an out-of-office answer says it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ilnmail.data.robots import rows
from ilnmail.understand.dates import read_until
from ilnmail.understand.phrases import Phrases

_MOST, _BEHIND, _BEFORE = 3000, 48, 24
_YEAR, _HALF = 366, 183  # days ahead; a day without a year that lies further is one that has passed
_DAY_FIRST = frozenset({"zh", "ja", "ko", "tr", "fi", "hu", "hi", "eu"})  # "2月5日回来"
_DAY_FIRST_OF_RETURN = frozenset({"de", "nl"})  # "maandag 25 januari weer op kantoor"
_AS_HAN = str.maketrans("년월일號号", "年月日日日")
_AS_WRITTEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{1,2})\s*年\s*"), r"\1年"),
    (re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日"), r"\1月\2日"),
    (re.compile(r"(\d{4})\s*年\s*(\d)"), r"\1年\2"),
    (re.compile(r"(?<!\d)(\d{1,2})\.\s(\d{1,2})\.\s(\d{4})"), r"\1.\2.\3"),
    (re.compile(r"(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?"), r"\1/\2/\3"),
    (re.compile(r"(\d{4})(?:\. gada| m\.) (?:(\d{1,2})\. ([^\W\d]+)|([^\W\d]+) (\d{1,2}))"), r"\2\5 \3\4 \1"),
    (re.compile(r"(\d{4})\. ([^\W\d]+) (\d{1,2})\."), r"\3 \2 \1"),
    (re.compile(r"(?<=\d)['’][^\W\d]{1,4}"), ""),  # Turkish "2027'ye kadar"
    (re.compile(r"(?<=\d)\s+ב(?=[^\W\d])"), " "),  # Hebrew "14 בפברואר"
    (
        re.compile(
            r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W+"
        ),
        "",
    ),
)


@cache
def _cues() -> tuple[tuple[str, bool, Phrases], ...]:
    """By language: what stands beside the day in a note, and whether the day may stand before it."""
    told = list(rows("until"))
    kinds = dict.fromkeys((row["language"], row["kind"]) for row in told)
    return tuple(
        (
            language,
            language in _DAY_FIRST or (kind == "on" and language in _DAY_FIRST_OF_RETURN),
            Phrases([row["phrase"] for row in told if (row["language"], row["kind"]) == (language, kind)]),
        )
        for language, kind in kinds
    )


def away_until(text: str, sent: date) -> date | None:
    """The last day that a note names beside such words, if it lies ahead and within a year."""
    plain = _written_out(text[:_MOST].casefold())
    ahead = [
        day
        for day in _days(plain, sent)
        if 0 <= (day - sent).days <= (_YEAR if str(day.year) in plain else _HALF)
    ]
    return max(ahead, default=None)


def _written_out(text: str) -> str:
    plain = " ".join(text.translate(_AS_HAN).split())
    for written, meant in _AS_WRITTEN:
        plain = written.sub(meant, plain)
    return plain


def _days(text: str, sent: date) -> Iterator[date]:
    """Of each language whose words occur: the days beside them."""
    for language, either_side, cues in _cues():
        place = 0
        while found := cues.search(text[place:]):
            begin, end = place + found.start(), place + found.end()
            before = text[max(0, begin - _BEFORE) : begin] if either_side else ""
            yield from _beside(text[end : end + _BEHIND], before, sent, language)
            place = end


def _beside(behind: str, before: str, sent: date, language: str) -> Iterator[date]:
    day = read_until(behind.strip(), sent, language)
    if day is None and before:
        day = read_until(before.strip(), sent, language)
    if day:
        yield day
