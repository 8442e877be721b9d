"""The heading that Notes draws as a table: a name and a moment at the left, bare labels ("To", "cc", "Subject") beside them."""

import re
from collections.abc import Iterator

from ilnmail.understand.marks import Mark
from ilnmail.understand.reply.attribution import Heading
from ilnmail.understand.reply.headers import LABELS, labels_of
from ilnmail.understand.reply.lines import Lines

_BARE = re.compile(r"(?:^|\s{3,})(?P<label>[^\W\d_]+(?: [^\W\d_]+)?)\s*$")
_MOMENT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d")
_LAST_WORDS = {
    field: frozenset(label.split(" ")[-1] for label, fields in LABELS.items() if field in fields)
    for field in ("subject", "to")
}
_HIGH = 12  # lines of such a table
_NAME = 60
_SENTENCE = re.compile(r"[.!?:,;。！？]$")


def find(lines: Lines) -> dict[int, Heading]:
    """Every such heading by its first line. Only a line that ends in a bare label for the subject is looked at closely."""
    found = (_around(lines, number) for number in _bare(lines, "subject", 0, len(lines.plain)))
    return {one.start: one for one in found if one}


def _bare(lines: Lines, field: str, start: int, end: int) -> Iterator[int]:
    for number in range(start, end):
        plain = lines.plain[number]
        if (plain and plain[-1].isalpha() and len(plain) < _NAME) or "   " in plain[-_NAME:]:
            last = plain.rsplit(None, 1)[-1].casefold()
            label = _BARE.search(plain[-_NAME:]) if last in _LAST_WORDS[field] else None
            if label and field in labels_of(label["label"]):
                yield number


def _around(lines: Lines, subject: int) -> Heading | None:
    top = max(0, subject - _HIGH)
    to = next(_bare(lines, "to", top, subject), None)
    moment = next((n for n in range(top, subject) if _MOMENT.search(lines.plain[n])), None)
    if to is None or moment is None:
        return None
    start, end = min(to, moment), subject + 1
    while start > top and lines.plain[start - 1]:
        start -= 1
    above = next((n for n in range(start - 1, max(top, start - 3) - 1, -1) if lines.plain[n]), -1)
    if moment == start and above >= 0 and _is_a_name(lines, above):
        start = above
    while end < len(lines.plain) and lines.plain[end] and end < subject + 3:
        end += 1
    return Heading(start, end, "quoted heading")


def _is_a_name(lines: Lines, number: int) -> bool:
    plain = lines.plain[number]
    return lines.marks[number] is Mark.TEXT and len(plain) < _NAME and not _SENTENCE.search(plain)
