"""The answers to a survey: "4 3 5 4 5", one a line as "2: 3", or written beside the questions inside the quote."""

import re
import unicodedata
from collections.abc import Iterable

from ilnmail.understand.digits import as_ascii
from ilnmail.understand.reading import Line

QUESTIONS, MOST = 5, 5

_PAIR = re.compile(r"\W*(\d)\s*[:.)=\-–—>]+\s*(\d)\b(?!\s*[:.)]?\s*\d)\s*(.*)")
_ROW = re.compile(r"\W*(\d)(?:[\s,;/|.]+(\d)){4}\W*(.*)", re.S)


def read_survey(text: str, lines: Iterable[Line] = ()) -> tuple[str, str]:
    """("1:4 2:3", the rest of the text); an empty first part where there is no sure reading.

    Five numbers in a row are the five answers; one alone is for the first question, how it is going; others must name
    theirs. A number out of range, or a question answered twice in two ways, is none.
    """
    written = _plain_digits(text).strip()
    row = _five(written)
    found, rest = row if row else _pairs(written.splitlines())
    found = found or _in_the_quote(lines)
    sure = all(1 <= n <= QUESTIONS and 1 <= value <= MOST for n, value in found.items())
    return (" ".join(f"{n}:{found[n]}" for n in sorted(found)), rest) if found and sure else ("", text)


def _plain_digits(text: str) -> str:
    return as_ascii(unicodedata.normalize("NFKC", text))


def _five(text: str) -> tuple[dict[int, int], str] | None:
    first, _, rest = text.partition("\n")
    numbers = re.findall(r"\d+", first)
    if re.fullmatch(r"\d", text):
        return {1: int(text)}, ""
    if len(numbers) != QUESTIONS or not _ROW.fullmatch(first):
        return None
    found = _ROW.fullmatch(first)
    more = found[3] if found else ""
    return {n: int(value) for n, value in enumerate(numbers, 1)}, f"{more}\n{rest}".strip()


def _pairs(lines: Iterable[str]) -> tuple[dict[int, int], str]:
    found: dict[int, int] = {}
    rest: list[str] = []
    for line in lines:
        pair = _PAIR.fullmatch(line)
        if pair is None:
            rest.append(line)
            continue
        number, value = int(pair[1]), int(pair[2])
        if found.setdefault(number, value) != value:
            return {}, ""
        rest += [pair[3]] if pair[3] else []
    return found, "\n".join(rest).strip()


def _in_the_quote(lines: Iterable[Line]) -> dict[int, int]:
    """`1: 4` beside the questions as they were sent."""
    told = (
        (_plain_digits(line.label).strip(), _plain_digits(line.value).strip())
        for line in lines
        if line.quoted
    )
    return {int(label): int(value) for label, value in told if label.isdecimal() and value.isdecimal()}
