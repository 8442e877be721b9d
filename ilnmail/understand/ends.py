"""Until when, as people answer it in eight languages: a day or a number of weeks; what may mean two days means none."""

import re
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from ilnmail.understand.date_phrases import find_dates
from ilnmail.understand.date_words import UNITS, Found
from ilnmail.understand.numeric_dates import DatesInFigures
from ilnmail.understand.wording import Lexicon, Part, lexicon, plain, words_of

_WANTED = (
    *(
        "past",
        "ago",
        "vague",
        "unsure",
        "automatic",
        "weekday",  # before its number: "quarta" is Wednesday, and the fourth
        "number",
        "ordinal",
        "month",
        "closes",
        "further",
        "next week",
        "next",
        "this",
    ),
    *(
        "begin",
        "middle",
        "end",
        "tomorrow",
        "after",
        "until",
        "from",
        "to",
        "couple",
        "fortnight",
        "day",
        "week",
        "moon",
        "sun",
    ),
    *(
        "year",
        "2",
        "3",
        "4",
        "15",
        "a",
        "pause",
        "for",
        "of",
        "today",
        "polite",
        "greeting",
        "filler",
        "opener",
        "yes",
    ),
    "suits",
)
_LOOKED_AT = 300
_SENTENCE = re.compile(r"(?:(?<!\d)[.…]|[!。！]|([?؟？]))\s+|\n+|([?؟？])$|[。！]$|(?<!\d)\.$")
_SHORTENED = re.compile(r"\b([^\W\d_]{3,4})\.(?=\s*\d)")  # "Jan. 10"
_JOINED = re.compile(r"(\d)(?=[^\W\d_]{4})")  # "4weeks"
_MIDDLE = re.compile(r"\b(mid?)-")
_YEARS_AHEAD = 366 * 2
_REMARKS = ("opener", "reason", "detail")
_COMMA = re.compile(r"[,،，;；(–—](?!\d)|\s-\s")


class When(NamedTuple):
    """A day, and the weeks it was said in where it was."""

    day: date
    weeks: int = 0

    def __str__(self) -> str:
        return f"{self.weeks}W" if self.weeks else self.day.isoformat()


def read_when(text: str, today: date, locale: str = "en") -> When | None:
    """The end that a text names, a day after `today` or a number of weeks; None where a careful person asks back."""
    whens: list[When] = []
    for sentence, asks in _sentences(_SHORTENED.sub(r"\1 ", text[:_LOOKED_AT])):
        found = _of_sentence(sentence, today, locale)
        if found is None or (found and asks):
            return None
        whens += found
    if len(set(whens)) != 1:
        return None
    return whens[0] if today < whens[0].day <= today + timedelta(days=_YEARS_AHEAD) else None


def read_day(text: str, today: date, locale: str = "en") -> date | None:
    """The first day that a text names or counts to, whatever else it says: for orders, whose words say what it is for."""
    figures = DatesInFigures(today, locale)
    parts = lexicon(locale).read(
        words_of(figures.mark(_MIDDLE.sub(r"\1 ", plain(text[:_LOOKED_AT])))), *_WANTED
    )
    found = _without_weekdays(find_dates(parts, figures.days, today), parts)
    return next((one.day for one in found if one.day), None)


def _sentences(text: str) -> list[tuple[str, bool]]:
    """(sentence, whether it asks); a point behind a figure ends none."""
    found, begin = [], 0
    for mark in _SENTENCE.finditer(text):
        found.append((text[begin : mark.start()], bool(mark[1] or mark[2])))
        begin = mark.end()
    return [*found, (text[begin:], False)]


class _Sentence(NamedTuple):
    """A sentence as plain text, and behind how many of its words a comma or its like stands."""

    plain: str
    breaks: frozenset[int]
    lexicon: Lexicon


def _read_sentence(text: str, locale: str) -> _Sentence:
    pieces = [len(words_of(piece)) for piece in _COMMA.split(text)]
    return _Sentence(text, frozenset(accumulate(pieces)), lexicon(locale))


def _of_sentence(written: str, today: date, locale: str) -> list[When] | None:
    """The one end it names, or nothing; None where it says something that is not to be told."""
    figures = DatesInFigures(today, locale)
    sentence = _read_sentence(figures.mark(_MIDDLE.sub(r"\1 ", plain(_JOINED.sub(r"\1 ", written)))), locale)
    parts = sentence.lexicon.read(words_of(sentence.plain), *_WANTED)
    kinds = {part.means.partition(" ")[0] for part in parts}
    found = _without_weekdays(find_dates(parts, figures.days, today), parts)
    if "automatic" in kinds or (not found and "unsure" in kinds):
        return None
    if not found:
        return None if _corrects(parts) else []
    if {"vague", "past", "unsure"} & kinds or any(one.day is None for one in found):
        return None
    end = _end(found, parts)
    if end is None or end.day is None or _prose(end, found, parts, sentence) or (end.span and "ago" in kinds):
        return None
    return [When(end.day, end.weeks)]


def _corrects(parts: tuple[Part, ...]) -> bool:
    """ "No, make it three": a number in a sentence of a few words."""
    told = any(
        part.means.startswith(("number", "ordinal")) or re.fullmatch(r"\d\d?", part.text) for part in parts
    )
    return told and len(parts) <= _SHORT


_SHORT = 5  # words


def _without_weekdays(found: tuple[Found, ...], parts: tuple[Part, ...]) -> tuple[Found, ...]:
    """ "Monday 15 March" is one day, and none where 15 March is no Monday."""
    named = {int(parts[one.place].means[-1]) for one in found if _is_weekday(one, parts)}
    days = tuple(one for one in found if not _is_weekday(one, parts))
    if not named or len(days) != 1 or days[0].span or days[0].day is None:
        return found
    behind = days[0].place + days[0].size
    if any(behind < one.place for one in found):
        return found  # "12 April is a Monday"
    fits = named == {days[0].day.isoweekday()}
    return days if fits else (days[0]._replace(day=None),)


def _is_weekday(one: Found, parts: tuple[Part, ...]) -> bool:
    return one.size == 1 and parts[one.place].means.startswith("weekday")


def _end(found: tuple[Found, ...], parts: tuple[Part, ...]) -> Found | None:
    """The only one, or the second of "from ... to ..."; none where only a beginning is named."""
    starts = [one for one in found if _kind_before(one, parts) == "from" and not _is_of(one, parts)]
    ends = [one for one in found if one not in starts]
    if len(ends) != 1 or (starts and ends[0].span):
        return None
    end = ends[0].day
    return ends[0] if not any(one.day and end and one.day >= end for one in starts) else None


def _is_of(one: Found, parts: tuple[Part, ...]) -> bool:
    """ "uma pausa de três semanas" counts them, and does not begin with them."""
    return one.span and parts[one.place - 1].text in ("de", "von")


def _kind_before(one: Found, parts: tuple[Part, ...]) -> str:
    before = [part.means for part in parts[: one.place] if part.means not in ("for", "filler", "to")]
    return before[-1] if before else ""


def _prose(end: Found, found: tuple[Found, ...], parts: tuple[Part, ...], sentence: _Sentence) -> bool:
    """Words around it that an answer has not: "the exhibition runs until 3 May". Behind a comma, or a "because", a remark
    of the writer's may follow."""
    days = {place for one in found for place in range(one.place, one.place + one.size)}
    if any(_is_strange(part) for place, part in enumerate(parts[: end.place]) if place not in days):
        return True
    paused = any(part.means == "pause" for part in parts)
    if paused and not (end.span or _kind_before(end, parts) == "until" or _is_an_end(end, parts)):
        return True  # "I am away on Monday"
    words = [word for part in parts for word in part.text.split()]
    behind = end.place + end.size
    thanked = _count_words(parts[:behind]) in sentence.breaks
    while behind < len(parts) and parts[behind].means == "polite":
        behind += 1
    said = _count_words(parts[:behind])
    thanked = thanked and behind > end.place + end.size  # ", thanks for your patience"
    remarks = (*(("for",) if paused else ()), "because", *(_REMARKS if said in sentence.breaks else ()))
    after = sentence.lexicon.read(tuple(words[said:]), *remarks, *_WANTED, *("courteous",) * thanked)
    if any(part.means for part in sentence.lexicon.read(tuple(words[said : said + 1]), "but")):
        return True  # "two weeks, but not in June"
    remark = next((place for place, part in enumerate(after) if part.means in remarks), len(after))
    told = remark < len(after) and not (paused or end.span or _kind_before(end, parts) == "until")
    return told or any(map(_is_strange, after[:remark]))


def _is_an_end(day: Found, parts: tuple[Part, ...]) -> bool:
    """Of a range, or the day from which to write again."""
    within = parts[day.place : day.place + day.size]
    again = any(part.means == "pause" and part.text.endswith("again") for part in parts)
    return again or any(part.means in ("until", "to") for part in within)


def _count_words(parts: tuple[Part, ...]) -> int:
    return sum(len(part.text.split()) for part in parts)


def _is_strange(part: Part) -> bool:
    """What says more of a day than was read: "the end of the month *before*", "the first fortnight of *April*"."""
    kind = part.means.partition(" ")[0]
    return kind in ("", "opener", "begin", "middle", "end", "number", "ordinal", "next", "fortnight", *UNITS)
