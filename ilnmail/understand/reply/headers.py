"""Quoted header blocks: "From: ... / Sent: ... / To: ... / Subject: ..." in any language of the table.

A block in a language that the table lacks is known by what its values are: an address, and a date with a time.
"""

import re
from functools import lru_cache

from ilnmail.data import quoting
from ilnmail.understand.marks import Mark
from ilnmail.understand.reading import Us
from ilnmail.understand.reply.attribution import Heading
from ilnmail.understand.reply.lines import Lines

_MOST_LINES = 16
LABELS: dict[str, frozenset[str]] = {}
for _row in quoting.rows("labels"):
    for _label in quoting.spellings(_row["phrase"]):
        LABELS[_label] = LABELS.get(_label, frozenset()) | {_row["field"]}
_UNKNOWN = frozenset({"unknown"})
_LABEL = re.compile(r"[\s*_|•·-]*([^\s:：*<>@|][^:：<>@*|]{0,34}?)[\s*_|]*[:：][\s*_|]*(.*)$")
_NEXT_LABEL = re.compile(r"\s(?=[^\W\d_][^\s:：<>@]{0,14}\s?[:：]\s)")
_LONGEST = 600
_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_TIME = re.compile(r"\d{1,2}\s?[:.：h時时시点點]\s?\d{2}|\d\s?[時点點시h]\b")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]|<mailto:")


@lru_cache(maxsize=4096)
def field_of(plain: str) -> tuple[frozenset[str], str] | None:
    """(the fields its label may stand for, its value) of a `Label: value` line."""
    if ":" not in plain[:42] and "：" not in plain[:42]:
        return None
    match = _LABEL.match(plain[:400])
    if not match:
        return None
    label = match[1].casefold().replace("’", "'")
    return LABELS.get(label) or LABELS.get(re.split(r"\s?[/(（]", label)[0], _UNKNOWN), match[2]


def labels_of(label: str) -> frozenset[str]:
    """The fields that a label may stand for."""
    return LABELS.get(label.casefold(), _UNKNOWN)


def find(lines: Lines, us: Us) -> dict[int, Heading]:
    """Every header block by its first line."""
    found: dict[int, Heading] = {}
    until = 0
    for number, plain in enumerate(lines.plain):
        if number < until or lines.marks[number] is not Mark.TEXT:
            continue
        opened = field_of(plain)
        if opened and (opened[0] is not _UNKNOWN or _ADDRESS.search(opened[1])):
            end = number + 1 if _is_one_line(plain, us) else _block_end(lines, number, us)
            if end:
                found[number] = Heading(number, end, "quoted heading")
                until = end
    return found


def _is_one_line(plain: str, us: Us) -> bool:
    """A whole block that lost its line ends: "From: ... Sent: ... To: ... Subject: ..."."""
    if len(plain) > _LONGEST:
        return False
    held = [field_of(piece) for piece in _NEXT_LABEL.split(plain)]
    known = [one for one in held if one and one[0] is not _UNKNOWN]
    return len(known) >= 3 and any(_ADDRESS.search(value) for _, value in known) and _is_block(known, us)


def _block_end(lines: Lines, start: int, us: Us) -> int:
    """The line after the block that begins here; 0 when there is none."""
    seen: list[tuple[frozenset[str], str]] = []
    end, gap, number = start, 0, start
    stop = min(start + _MOST_LINES, len(lines.plain))
    while number < stop and gap <= 2 and lines.marks[number] is not Mark.QUOTED:
        held = field_of(lines.plain[number])
        if held and not (gap and held[0] is _UNKNOWN):
            seen.append(held)
            end, gap = number + 1, 0
        else:
            gap += 1
            if seen and lines.plain[number] and lines.marks[number - 1] is not Mark.BLANK:
                seen[-1] = (seen[-1][0], f"{seen[-1][1]} {lines.plain[number]}")
        number += 1
    return end if _is_block(seen, us) else 0


def _is_block(seen: list[tuple[frozenset[str], str]], us: Us) -> bool:
    fields = frozenset().union(*(fields for fields, _ in seen if len(fields) == 1))
    fields |= frozenset().union(*(fields for fields, _ in seen if not fields & fields_of_one(seen)))
    known = len(fields & {"from", "sent", "to", "subject"})
    address = any(_ADDRESS.search(value) for _, value in seen)
    moment = any(_DATE.search(value) and _TIME.search(value) for _, value in seen)
    date = any("sent" in fields and _DATE.search(value) for fields, value in seen)
    ours = any(us.address and us.address.casefold() in value.casefold() for _, value in seen)
    if known >= 2 and (address or ours) and ("from" in fields or "sent" in fields):
        return True
    if known >= 3 and (moment or date) and ("from" in fields or "sent" in fields):
        return True
    return len(seen) >= 3 and (address or ours) and moment and _addressed_first(seen)


def fields_of_one(seen: list[tuple[frozenset[str], str]]) -> frozenset[str]:
    """The fields that labels with one meaning alone stand for."""
    return frozenset().union(*(fields for fields, _ in seen if len(fields) == 1))


def _addressed_first(seen: list[tuple[frozenset[str], str]]) -> bool:
    """In an unknown language: one of the first two values holds an address, and one of the first three a moment."""
    return any(_ADDRESS.search(value) for _, value in seen[:2]) and any(
        _DATE.search(value) and _TIME.search(value) for _, value in seen[:3]
    )


def begun_above(lines: Lines, attribution: Heading) -> Heading:
    """An attribution with the labelled lines and the rule straight above it, as Yandex heads a quote."""
    start = attribution.start
    while start and _is_labelled(lines.plain[start - 1]) and lines.marks[start - 1] is Mark.TEXT:
        start -= 1
    if start == attribution.start or attribution.column:
        return attribution
    return attribution._replace(
        start=start - 1 if start and not lines.plain[start - 1].strip("-_") else start
    )


def _is_labelled(plain: str) -> bool:
    held = field_of(plain) if plain else None
    return held is not None and held[0] is not _UNKNOWN


def quoted_end(lines: Lines, start: int) -> int:
    """The line after a quoted run that is a header block and nothing else, above a body without marks; or 0."""
    number, known = start, 0
    while number < min(start + _MOST_LINES, len(lines.plain)) and lines.marks[number] is Mark.QUOTED:
        held = field_of(lines.plain[number].lstrip("> "))
        if (held and held[0] is _UNKNOWN) or (not held and lines.plain[number].strip("> -_=")):
            return 0
        known += held is not None
        number += 1
    return number if known >= 3 else 0
