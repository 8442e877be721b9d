"""A mail as lines: what was written, the same made plain for recognition, and what its mark says at once."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ilnmail.understand.marks import Mark


class Lines(NamedTuple):
    """The same line under one index in each."""

    written: list[str]
    plain: list[
        str
    ]  # stripped, invisible characters out, special spaces as a space, the Turkish dotted I as any I
    marks: list[Mark]


_INVISIBLE = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD, 0x61C, 0xFFFC)
)
_PLAIN = {**_INVISIBLE, 0x130: "I", 0xA0: " ", 0x202F: " ", 0x3000: " ", 0x2007: " ", 0x2009: " ", 0x0D: " "}
CLASPED = re.compile(
    r"(?:>{2,3}|<{2,3}) [^<>]{2,60}(?:<[^<>]*> ?)?[^<>]{0,40}\d[^<>]{0,40}(?:>{2,3}|<{2,3})$"
)  # GroupWise
_NAMED = re.compile(r"[A-Z][^\W\d_]{0,11}>+(?=\s|$)|\|(?=\s|$)")
_NO_QUOTE = re.compile(r">\s*[^\s<>]{0,20}(?: [^\s<>]{1,20}){0,2}\s?[:：]$|>From |>[._]<|>+ ?\d")


def split(text: str) -> Lines:
    """Lines of a plain-text body. Linear."""
    plain = [line.strip() for line in text.translate(_PLAIN).split("\n")]
    return Lines(text.split("\n"), plain, _marks(plain, [Mark.TEXT] * len(plain)))


def _mark(plain: str) -> Mark:
    if not plain:
        return Mark.BLANK
    if plain[0] == ">" or plain.startswith(("&gt;", "＞")):
        shape = _NO_QUOTE.match(plain[:60]) or (plain[-1] in "<>" and CLASPED.match(plain[:300]))
        return Mark.TEXT if shape and plain[:2] != "> " else Mark.QUOTED
    return Mark.TEXT


def marked(pieces: list[tuple[str, Mark]]) -> Lines:
    """Lines whose marks are known from elsewhere, as from the elements of HTML; within them quotes may be marked as in text."""
    plain = [line.translate(_PLAIN).strip() for line, _ in pieces]
    return Lines([line for line, _ in pieces], plain, _marks(plain, [mark for _, mark in pieces]))


def _marks(plain: list[str], told: list[Mark]) -> list[Mark]:
    marks = [
        _mark(line) if mark is Mark.TEXT or not line else mark for line, mark in zip(plain, told, strict=True)
    ]
    for first, last in _prefixed(plain):
        marks[first:last] = [Mark.QUOTED] * (last - first)
    return marks


def _prefixed(plain: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines that all begin with whom they quote ("Mei> "), or with a bar below a line that ends in a colon."""
    begins = {
        number: found[0]
        for number, line in enumerate(plain)
        if (line[:1] == "|" or ">" in line[1:15]) and (found := _NAMED.match(line))
    }
    last = 0
    for number, begun in begins.items():
        if number >= last:
            last = number + 1
            while begins.get(last) == begun:
                last += 1
            if _is_prefixed(plain, number, last):
                yield number, last


def _is_prefixed(plain: list[str], first: int, last: int) -> bool:
    """No dialogue, where another name follows, and no table, whose lines end in a bar as well."""
    above = next((line for line in reversed(plain[max(0, first - 2) : first]) if line), "")
    heads = above.endswith((":", "："))
    if plain[first][0] == "|":
        return heads and not plain[first].endswith("|")
    answered = any(_NAMED.match(line) for line in (above, plain[last] if last < len(plain) else ""))
    return not answered and (heads or last - first > 1)


def next_written(lines: Lines, number: int, most: int = 6) -> int:
    """The next line that is not blank, from `number` on, looking at most so far; else the last one looked at."""
    stop = min(number + most, len(lines.plain))
    while number < stop and lines.marks[number] is Mark.BLANK:
        number += 1
    return number


def is_quote(lines: Lines, number: int) -> bool:
    """Whether a quoted line comes next, blank ones aside."""
    if number < len(lines.plain) and lines.marks[number] is Mark.TEXT:
        return False
    follows = next_written(lines, number)
    return follows < len(lines.plain) and lines.marks[follows] in (Mark.QUOTED, Mark.INDENTED)
