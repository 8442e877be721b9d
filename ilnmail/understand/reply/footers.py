"""Lines that say by themselves that what follows is no new text: separators, signatures, mobile and list footers."""

import re

from ilnmail.data import quoting
from ilnmail.understand.marks import Mark
from ilnmail.understand.reply import mobile, notices
from ilnmail.understand.reply.lines import CLASPED, Lines
from ilnmail.understand.reply.notices import BANNER, DISCLAIMER, LIST, is_rule

__all__ = [
    "BANNER",
    "DISCLAIMER",
    "LIST",
    "MOBILE",
    "RULE",
    "SEPARATOR",
    "SIGNATURE",
    "find",
    "is_bare_separator",
]

SEPARATOR, SIGNATURE, MOBILE, RULE = "original message", "signature", "mobile footer", "rule"

_FRAME = " -–—_*=~<>|#+.:：…[]()【】「」\t"
_SEPARATORS = frozenset(one for row in quoting.rows("separators") for one in quoting.spellings(row["phrase"]))
_SIGNATURE = re.compile(r"(?:-- ?|—|–|―|__|--\*?)$")
_RULE = re.compile(r"[-_=—–─━*#~]{5,}$|_{2,}$")
_PAIRED = re.compile(r"[-_=—–*]{3,}\s?\S.{2,80}?\s?[-_=—–*]{2,}$")
_ABOVE = re.compile(
    r"[-#=*_—–<\[~ ]{2,}.{0,60}(?:above this line|(?:über|oberhalb) dieser (?:zeile|linie)|au-dessus de cette ligne"
    r"|encima de esta línea|acima desta linha|sopra questa (?:linea|riga)|boven deze (?:lijn|regel)|ovanför denna"
    r"|over denne linj|выше этой|powyżej tej|nad tímto řádkem|bu satırın üst|この行より上|此行上方|此线上方)",
    re.I,
)
_TABLE = re.compile(
    r"\|-{5,}>$|_+\._,_\._+$|\"?[^\"\s][^\"]{1,60}\"? ?-{2,4}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}[^-]{0,20}-{2,4}"
)  # how Notes draws the head of a quote in plain text, and Yahoo Groups that of its footer
_CELL = re.compile(r"[|\s]+$")
_SHORTEST, _LONGEST = 4, 120  # characters of a separator or a mobile footer


def find(lines: Lines) -> dict[int, str]:
    """Which of these each such line is; a line that is none is not in it. Linear."""
    found: dict[int, str] = {}
    for number, plain in enumerate(lines.plain):
        if lines.marks[number] is Mark.TEXT:
            kind = _kind(lines, number, plain)
            if kind:
                found[number] = kind
            if kind == MOBILE:
                found.update({first: SIGNATURE for first in _card_above(lines, number)})
    return found


def _card_above(lines: Lines, number: int) -> list[int]:
    """Where a card drawn with bars begins that ends in such a footer."""
    above = [
        n
        for n in range(max(0, number - 12), number)
        if lines.plain[n].startswith("|") and _CELL.match(lines.plain[n])
    ]
    return above[:1] if len(above) > 1 else []


def _kind(lines: Lines, number: int, plain: str) -> str:
    if plain[0] in "-—_=–―*─━#~" and (_SIGNATURE.match(plain) or _RULE.match(plain)):
        return SIGNATURE if _SIGNATURE.match(plain) else RULE
    if len(plain) < _SHORTEST:
        return ""
    opens = number == 0 or lines.marks[number - 1] is not Mark.TEXT or is_rule(lines.plain[number - 1])
    if len(plain) <= _LONGEST:
        if is_separator(plain):
            return SEPARATOR
        if mobile.is_footer(plain, opens):
            return MOBILE
    return (
        notices.kind(lines, number, plain[:2000].casefold().strip("*_ ")) if opens and len(plain) > 5 else ""
    )


def is_separator(plain: str) -> bool:
    """ "-----Original Message-----" and its like; bare words only with a colon ("Begin forwarded message:")."""
    table = ("--" in plain or "._,_" in plain) and _TABLE.match(plain)
    if table or (plain[0] in "<>" and CLASPED.match(plain)) or _ABOVE.match(plain):
        return True
    words = " ".join(plain.strip(_FRAME).casefold().split())
    framed = bool(_PAIRED.match(plain)) or plain[-1] in ":：-"
    if words in _SEPARATORS:
        return framed or plain[0] in "-_=*—<[" or len(words.split()) > 3
    return bool(_PAIRED.match(plain)) and any(words.startswith(f"{one} ") for one in _first_words(words))


def is_bare_separator(plain: str) -> bool:
    """The words of a separator without any frame."""
    return " ".join(plain.strip(_FRAME).casefold().split()) in _SEPARATORS


def _first_words(words: str) -> list[str]:
    """The separators that these words may begin with: as "Forwarded by Anna on 3 March"."""
    pieces = words.split(" ")
    return [one for one in (" ".join(pieces[:n]) for n in (1, 2, 3)) if one in _SEPARATORS]
