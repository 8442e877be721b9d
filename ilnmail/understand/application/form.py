"""The form lines: `Field: value` in many languages, with any bullet, dash, bold or colon, in any order.

Also without a colon behind a label of the form, several on one line between semicolons, and as six numbered answers.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from ilnmail.data.labels import LABELS, STEMS
from ilnmail.understand.application.names_of_places import plain

_LINE = re.compile(
    r"^[\s>*•·●▪–—\d.)、_#-]*+(?P<label>[^:：=\n]{2,90}?)[\s*_]*(?:[:：=]|\.{3,}|\s?[?？](?=\s)|\s[-–—]\s|\t)[\s*_]*(?P<value>.*?)[\s*_]*$"
)
_PARTED = re.compile(r"[:：=\t]|\.\.\.|[?？](?=\s)|\s[-–—]\s")  # every such line has one
_PART, _PARTS = re.compile(r"[;；|]"), re.compile(r"\s*[;；|]\s*")
_ROW = re.compile(r"^[\s>]*\|\s*([^|]{2,60}?)\s*\|\s*([^|]*?)\s*\|?\s*$")  # of a table: | Name | Amina |
_FIELD_OF = {plain(label): field for field, labels in LABELS.items() for label in labels}
_STEM_OF = tuple((field, re.compile(stems)) for field, stems in STEMS.items())
_BRACKET = re.compile(r"[(（\[]")
_BRACKETS = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]")
_FIRST_WORDS = frozenset(label.partition(" ")[0] for label in _FIELD_OF)
_MOST_WORDS = max(len(label.split()) for label in _FIELD_OF)
_NUMBERED = re.compile(r"^\s*>?\s*([1-6])\s*[.):]\s*(\S.*?)\s*$", re.M)
_IN_ORDER = ("name", "place", "work", "languages", "interests", "wish")
_BLANK = " ._-…*"
_MOST_OF_A_LABEL, _LEAST = 60, 2
_SEVERAL = 3  # fields in one line
_MOST_OF_A_LINE = 2000  # letters: the time it takes grows with their square where a line is made to be slow


class FormLine(NamedTuple):
    field: str
    label: str  # as written
    value: str


def form_lines(text: str) -> dict[str, str]:
    """Field -> value; what is left blank is left out."""
    return {line.field: line.value for line in reversed(read_form(text))}


def read_form(text: str) -> tuple[FormLine, ...]:
    """The lines of a form in a text; the value may stand on the next line."""
    told = (line[:_MOST_OF_A_LINE] for line in text.split("\n")[:400])
    rows = (_ROW.sub(r"\1: \2", line) if "|" in line else line for line in told)
    lines = [piece for line in rows for piece in _pieces(line)]
    found = _labelled(lines)
    if len(found) < _LEAST:
        found = max(found, _without_colons(lines), _alone(lines), _numbered(text), key=len)
    return tuple(found)


def _pieces(line: str) -> list[str]:
    """A line with several fields between semicolons, in its pieces."""
    pieces = _PARTS.split(line) if _PART.search(line) else [line]
    if len(pieces) < _SEVERAL:
        return [line]
    known = [piece for piece in pieces if (found := _LINE.match(piece)) and field_of(found["label"])]
    return pieces if len(known) >= _SEVERAL else [line]


def _labelled(lines: list[str]) -> list[FormLine]:
    found: list[FormLine] = []
    pending = ("", "")
    for line in lines:
        match = _LINE.match(line) if _PARTED.search(line) else None
        field = field_of(match["label"]) if match else ""
        value = match["value"].strip(_BLANK) if match else ""
        if match and field:
            pending = ("", "") if value else (field, match["label"])
            found += [FormLine(field, match["label"], match["value"].strip())] if value else []
        elif pending[0] and line.strip(_BLANK + ">"):
            found.append(FormLine(*pending, line.strip(" >*")))
            pending = ("", "")
    return found


def _without_colons(lines: list[str]) -> list[FormLine]:
    """ "Where you work university": a whole label of the form, and the value behind it."""
    found = []
    for line in lines:
        bare = plain(_without_brackets(line)).strip(" *_-•>")
        label = _label_in_front(bare)
        if label:
            value = " ".join(_without_brackets(line).split())[len(label) :].strip(_BLANK + ">")
            found.append(FormLine(_FIELD_OF[label], label, value))
    return found if len(found) > _LEAST else []


def _alone(lines: list[str]) -> list[FormLine]:
    """Labels alone on their lines, each value on the next."""
    told = [bare for line in lines if (bare := line.strip(_BLANK + ">"))]
    fields = [_FIELD_OF.get(plain(line), "") for line in told]
    found = [
        FormLine(field, label, value)
        for (label, field), (value, another) in pairwise(zip(told, fields, strict=True))
        if field and not another
    ]
    return found if len(found) > _LEAST else []


def _label_in_front(line: str) -> str:
    """The longest label of the form that a line begins with, and that is not all of it."""
    words = line.split(" ")
    if words[0] not in _FIRST_WORDS:
        return ""
    sizes = range(min(_MOST_WORDS, len(words) - 1), 0, -1)
    runs = (" ".join(words[:size]) for size in sizes)
    return next((run for run in runs if run in _FIELD_OF and len(run) > 3), "")


def _numbered(text: str) -> list[FormLine]:
    """The answers alone, with their numbers."""
    found = [(int(number), value) for number, value in _NUMBERED.findall(text)]
    if [number for number, _ in found][:5] != [1, 2, 3, 4, 5]:
        return []
    return [FormLine(_IN_ORDER[number - 1], "", value) for number, value in found[:6]]


def _without_brackets(written: str) -> str:
    return _BRACKETS.sub("", written) if _BRACKET.search(written) else written


def field_of(label: str) -> str:
    """The field a label stands for; what it says in brackets is a hint, not the label."""
    bare = plain(_without_brackets(label)).strip(" *_-?.")
    if bare in _FIELD_OF:
        return _FIELD_OF[bare]
    if len(bare) > _MOST_OF_A_LABEL or len(bare.split()) > 8:
        return ""
    return next((field for field, stem in _STEM_OF if stem.search(bare)), "")
