"""The form lines: `Field: value` in any of our languages, with any bullet, dash, bold or colon, in any order."""

import re

from ilnmail.data.labels import LABELS
from ilnmail.understand.application.names_of_places import plain

_LINE = re.compile(
    r"^[\s>*•·\d.)_-]*(?P<label>[^:：=\n]{2,90}?)[\s*_]*(?:[:：=]|\s[-–]\s)[\s*_]*(?P<value>.*?)[\s*_]*$"
)
_FIELD_OF = {plain(label): field for field, labels in LABELS.items() for label in labels}
_BRACKETS = re.compile(r"\s*[(（][^)）]*[)）]")


def form_lines(text: str) -> dict[str, str]:
    """Field -> value; the value may stand on the next line. What is left blank is left out."""
    found: dict[str, str] = {}
    pending = ""
    for line in text.split("\n")[:400]:
        match = _LINE.match(line)
        field = _field(match["label"]) if match else ""
        if match and field:
            pending = "" if match["value"].strip(" _.") else field
            if match["value"].strip(" _."):
                found.setdefault(field, match["value"].strip())
        elif pending and line.strip():
            found.setdefault(pending, line.strip(" >*"))
            pending = ""
    return found


def _field(label: str) -> str:
    """The field a label stands for; what it says in brackets is a hint, not the label."""
    bare = plain(_BRACKETS.sub("", label)).strip(" *_-?")
    return _FIELD_OF.get(bare, "")
