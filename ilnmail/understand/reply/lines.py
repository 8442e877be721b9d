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
    marks = [_mark(line) for line in plain]
    for first, last in _prefixed(plain):
        marks[first:last] = [Mark.QUOTED] * (last - first)
    return Lines(text.split("\n"), plain, marks)


def _prefixed(plain: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines that all begin with whom they quote ("Mei> "), or with a bar below a line that ends in a colon."""
    begins = [(found[0] if (found := _NAMED.match(line)) else "") for line in plain]
    number = 0
    while number < len(plain):
        last = number + 1
        while begins[number] and last < len(plain) and begins[last] == begins[number]:
            last += 1
        above = next((line for line in reversed(plain[max(0, number - 2) : number]) if line), "")
        heads = above.endswith((":", "："))
        if (
            begins[number]
            and (heads or last - number > 1)
            and (begins[number][0] != "|" or (heads and not plain[number].endswith("|")))
        ):
            yield number, last
        number = last


def _mark(plain: str) -> Mark:
    if not plain:
        return Mark.BLANK
    if plain[0] == ">" or plain.startswith(("&gt;", "＞")):
        shape = _NO_QUOTE.match(plain[:60]) or (plain[-1] in "<>" and CLASPED.match(plain[:300]))
        return Mark.TEXT if shape and plain[:2] != "> " else Mark.QUOTED
    return Mark.TEXT


def marked(pieces: list[tuple[str, Mark]]) -> Lines:
    """Lines whose marks are known from elsewhere, as from the elements of HTML."""
    plain = [line.translate(_PLAIN).strip() for line, _ in pieces]
    marks = [mark if words else Mark.BLANK for words, (_, mark) in zip(plain, pieces, strict=True)]
    return Lines([line for line, _ in pieces], plain, marks)


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
