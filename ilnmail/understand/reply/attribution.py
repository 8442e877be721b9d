"""Attribution lines: who wrote, and when, before what they wrote ("On Monday, 3 March 2025, Anna wrote:").

Recognised by shape, not by program: a date, an address, a verb of writing in the table, and a colon at the
end. Two of them make an attribution in any language; one only where a quote follows.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ilnmail.data import quoting
from ilnmail.understand.marks import Mark
from ilnmail.understand.reading import Us
from ilnmail.understand.reply.lines import Lines, is_quote


class Heading(NamedTuple):
    """Lines [start, end) that head a quote; `column` of the first line is where the heading begins."""

    start: int
    end: int
    rule: str
    column: int = 0


_MOST_LINES = 6
_MOST_CHARACTERS = 500
_VERBS = sorted({row["phrase"] for row in quoting.rows("wrote")}, key=len, reverse=True)
_VERB = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(re.escape(v) for v in _VERBS if v < chr(0x590))})(?![^\W\d_])"
    rf"|(?:{'|'.join(re.escape(v) for v in _VERBS if v >= chr(0x590))})"
)
_VERB_ENDS = tuple(_VERBS)
_VERB_LAST = frozenset(verb[-1] for verb in _VERB_ENDS)
_END = re.compile(r"[:：][\s*_>\"'”»-]*$|-{2,}\s*$|[:：]\s*<?https?://\S+>?$")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"'@,:;]+@[^\s<>()\[\]\"',;]*[^\s<>()\[\]\"',;:.]")
_TOLD = re.compile(r"[\d@]")
_GROUP = re.compile(r"\d+")
_TIME = re.compile(r"\d{1,2}\s?[:.：h時时시]\s?\d{2}|\d{1,2}\s?(?:uhr|h\b|時|点|點|시|[ap]\.?m)|[ap]m\b")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_DATED = re.compile(r"[^\d<>@:：;!?]{0,45}\d")
_INSIDE = re.compile(r"(?:---*\s?|(?<=\s))(?:On|Le|Am|El|Em|Il|Op|Den)\s(?=[^\s]{2,9},?\s|\d)")
_LISTED = re.compile(r"\d{1,2}[.)] [^\W\d]")
_MIDDLE = re.compile(
    r"(?:\W*\w{0,4}\s)?\W*(?:\d{1,2}[:h]\d\d|\d{1,2}\.\d\d(?![./\d])|\d{4}\W?\s)"
)  # the second line of a date
_ENDS_OUTRIGHT, _ENDS = (
    tuple("?!？！。"),
    tuple("?!？！。."),
)  # of a sentence above a heading, which is none of it
_CLOSER = re.compile(rf"> ?(?:{'|'.join(map(re.escape, _VERBS))})\s?[:：]$")
_ZONE = re.compile(r"\d [+-]\d{4}$")
_FRAME = " -–—_*=~|"


def find(lines: Lines, us: Us, blocks: Mapping[int, Heading]) -> dict[int, Heading]:
    """Every attribution by its first line, outside the header blocks found already."""
    within = {number for block in blocks.values() for number in range(block.start, block.end)}
    found: dict[int, Heading] = {}
    taken = 0
    for number, mark in enumerate(lines.marks):
        if mark is Mark.TEXT and number not in within and _may_end(lines, number):
            heading = _ending_at(lines, number, taken, us)
            if heading:
                found[heading.start] = heading
                taken = heading.end
    return found


def _may_end(lines: Lines, number: int) -> bool:
    plain = lines.plain[number]
    return (
        plain[-1] in ":：*"
        or (plain[-1] == "-" and len(plain) > 8)
        or (plain[-1].casefold() in _VERB_LAST and plain.casefold().endswith(_VERB_ENDS))
        or (plain[-1] in ">)" and _END.search(plain[-200:]) is not None)
        or (number + 1 < len(lines.plain) and is_quote(lines, number + 1))
    )


def _ending_at(lines: Lines, last: int, taken: int, us: Us) -> Heading | None:
    """The shortest run of lines up to `last` that begins with a date; else the shortest that is one at all."""
    spare: Heading | None = None
    joined = ""
    quote = is_quote(lines, last + 1)
    alone = last + 1 >= len(lines.plain) or lines.marks[last + 1] is not Mark.TEXT
    for start in range(last, max(taken, last - _MOST_LINES) - 1, -1):
        if lines.marks[start] is Mark.BLANK and not joined.startswith("<"):
            break
        if lines.marks[start] in (Mark.QUOTED, Mark.SIGNED):
            break
        if joined and lines.plain[start][-1:] in (_ENDS if spare else _ENDS_OUTRIGHT):
            break
        joined = _join(lines.plain[start], joined)
        if len(joined) > _MOST_CHARACTERS:
            break
        told = quote or _TOLD.search(joined) or (us.name and us.name in joined)
        heading = _heading(joined, start, last + 1, quote, alone, us) if told else None
        if heading and _DATED.match(joined.strip(_FRAME)) and not _MIDDLE.match(joined):
            return _closed(lines, heading)
        if spare is None or _MIDDLE.match(" ".join(lines.plain[spare.start : spare.end])):
            spare = heading or spare
    return _closed(lines, spare) if spare else None


def _closed(lines: Lines, heading: Heading) -> Heading:
    """With the line "> wrote:" that belongs to it when the address before stood on a line of its own."""
    follows = lines.plain[heading.end].casefold() if heading.end < len(lines.plain) else ""
    return heading._replace(end=heading.end + 1) if _CLOSER.match(follows) else heading


def _join(line: str, rest: str) -> str:
    if line.endswith("="):  # a soft line break of quoted-printable that nobody undid
        return line[:-1] + rest
    return f"{line} {rest}".strip()


def _heading(joined: str, start: int, end: int, quote: bool, alone: bool, us: Us) -> Heading | None:
    text = joined.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    inside = _INSIDE.search(joined) if quote and end - start <= 3 else None
    if (
        inside
        and _is_words(joined[: inside.start()])
        and is_attribution(joined[inside.start() :], quote, alone, us)
    ):
        return Heading(start, end, "attribution", inside.start())
    return Heading(start, end, "attribution") if is_attribution(text, quote, alone, us) else None


def _is_words(before: str) -> bool:
    """Whether what stands before a heading on its own line is written text, not a part of the heading."""
    return bool(before.strip(_FRAME)) and not any(one in before for one in "<@0123456789,")


def is_attribution(text: str, quote: bool, alone: bool, us: Us) -> bool:
    """Whether the joined lines head a quote; `quote`: quoted lines follow; `alone`: nothing else follows at once."""
    framed, text = text, text.strip(_FRAME)
    folded = text.casefold()
    if not text or text.count("<") < text.count(">") or text[0] in "<(,":
        return False
    colon = bool(_END.search(framed)) or folded.endswith(_VERB_ENDS)
    address = bool(_ADDRESS.search(folded))
    groups = len(_GROUP.findall(folded[:160]))
    year, time = bool(_YEAR.search(folded)), bool(_TIME.search(folded))
    verb = bool(_VERB.search(folded))
    dated = groups >= 2 and (year or time)
    if _is_ours(folded, us) and (colon or quote) and (verb or dated):
        return True
    if not colon:
        stamp = folded[-1] in ")]" or _ZONE.search(folded) is not None
        named = time and year and stamp and len(folded.split()) <= 8
        return quote and dated and ((address and bool(_DATED.match(folded))) or named)
    return _agree(folded, verb, dated, address, quote, alone, year, time and year)


def _agree(
    folded: str, verb: bool, dated: bool, address: bool, quote: bool, alone: bool, year: bool, full: bool
) -> bool:
    begins = bool(_DATED.match(folded))
    short = len(folded.split()) <= 8
    if verb and (address or (dated and (quote or alone or (full and not _LISTED.match(folded))))):
        return dated or quote or len(folded) < 160
    if dated and ((begins and year and address) or (quote and (begins or address))):
        return True
    return quote and (verb or address) and short


def _is_ours(folded: str, us: Us) -> bool:
    """Our own address, a token of it, a relay domain or our name: they head nearly every quote."""
    local, _, domain = us.address.casefold().partition("@")
    ours = (us.address.casefold(), f"{local}+", us.name.casefold(), *(f"@{one}" for one in us.relay_domains))
    return bool(domain) and any(one in folded for one in ours if one)
