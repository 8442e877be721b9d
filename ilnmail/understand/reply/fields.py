"""`Field: value` lines, written or quoted: an edited form."""

import re

from ilnmail.understand.reading import Line

_MOST_LINES = 2000
_PARTED = re.compile("[:：=]")
_FIELD = re.compile(
    r"^[\s>*•·-]*\*?(?P<label>[^\W\d_][\w '/()（）-]{1,40}?)\*?\s*[:：=]\s*\*?\s*(?P<value>\S.*?)?\s*$"
)


def field_lines(text: str) -> tuple[Line, ...]:
    """`Field: value` lines, written or quoted."""
    parted = (line for line in text.split("\n")[:_MOST_LINES] if _PARTED.search(line))
    found = ((line, _FIELD.match(line.lstrip("> "))) for line in parted)
    return tuple(
        Line(match["label"].strip(), (match["value"] or "").strip("* "), line.lstrip().startswith(">"))
        for line, match in found
        if match
    )
