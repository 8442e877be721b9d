"""Until when somebody is away, as far as an out-of-office answer says it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ilnmail.data.robots import rows
from ilnmail.understand.dates import read_until
from ilnmail.understand.phrases import Phrases

_MOST, _BEHIND, _BEFORE, _YEAR = 3000, 48, 24, 366
_DAY_FIRST = frozenset({"zh", "ja", "ko", "tr", "fi", "hu", "hi", "eu"})  # "2月5日回来"
_AS_HAN = str.maketrans("년월일號号", "年月日日日")
_AS_WRITTEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{1,2})\s*年\s*"), r"\1年"),
    (re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日"), r"\1月\2日"),
    (re.compile(r"(\d{4})\s*年\s*(\d)"), r"\1年\2"),
    (re.compile(r"(?<!\d)(\d{1,2})\.\s(\d{1,2})\.\s(\d{4})"), r"\1.\2.\3"),
    (re.compile(r"(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?"), r"\1/\2/\3"),
    (re.compile(r"(\d{4})(?:\. gada| m\.) (?:(\d{1,2})\. ([^\W\d]+)|([^\W\d]+) (\d{1,2}))"), r"\2\5 \3\4 \1"),
    (re.compile(r"(\d{4})\. ([^\W\d]+) (\d{1,2})\."), r"\3 \2 \1"),
    (re.compile(r"(?<=\d)\s+ב(?=[^\W\d])"), " "),  # Hebrew "14 בפברואר"
    (
        re.compile(
            r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W+"
        ),
        "",
    ),
)


@cache
def _cues() -> tuple[tuple[str, Phrases], ...]:
    """By language: what stands beside the day in a note."""
    told = list(rows("until"))
    languages = dict.fromkeys(row["language"] for row in told)
    return tuple(
        (one, Phrases([row["phrase"] for row in told if row["language"] == one])) for one in languages
    )


def away_until(text: str, sent: date) -> date | None:
    """The last day that a note names beside such words, if it lies ahead and within a year."""
    plain = _written_out(text[:_MOST].casefold())
    ahead = [day for day in _days(plain, sent) if 0 <= (day - sent).days <= _YEAR]
    return max(ahead, default=None)


def _written_out(text: str) -> str:
    plain = " ".join(text.translate(_AS_HAN).split())
    for written, meant in _AS_WRITTEN:
        plain = written.sub(meant, plain)
    return plain


def _days(text: str, sent: date) -> Iterator[date]:
    """Of each language whose words occur: the days beside them."""
    for language, cues in _cues():
        place = 0
        while found := cues.search(text[place:]):
            begin, end = place + found.start(), place + found.end()
            yield from _beside(
                text[end : end + _BEHIND], text[max(0, begin - _BEFORE) : begin], sent, language
            )
            place = end


def _beside(behind: str, before: str, sent: date, language: str) -> Iterator[date]:
    day = read_until(behind.strip(), sent, language)
    if day is None and language in _DAY_FIRST:
        day = read_until(before.strip(), sent, language)
    if day:
        yield day
