"""Disclaimers, footers of lists, and warnings that servers put above mail from outside, by what they say."""

import re

from ilnmail.data import quoting
from ilnmail.understand.phrases import anywhere
from ilnmail.understand.reply.lines import Lines
from ilnmail.understand.reply.openings import Openings

DISCLAIMER, LIST, BANNER = "disclaimer", "list footer", "banner"


def _told(kind: str) -> list[str]:
    return [row["phrase"] for row in quoting.rows("notices") if row["kind"] == kind]


def _any(kind: str) -> re.Pattern[str]:
    return re.compile(anywhere(_told(kind)))


_OPENINGS = {kind: Openings(_told(kind.split()[0])) for kind in (DISCLAIMER, LIST, BANNER)}
_LEAVES, _MISTAKE, _ERASE, _STEMS = _any("leaves"), _any("mistake"), _any("erase"), _any("stem")
_OUTSIDE, _STRANGER, _CARE, _RISK = _any("outside"), _any("stranger"), _any("care"), _any("risk")
_CLICK, _LETTER = _any("click"), _any("letter")
_TITLE = re.compile(
    r"(?:p|[^\w\s]{1,2}|[^\W\d]{3,14}(?: [^\W\d]{3,14})?\s?[!:])\s+(?=\w)"
)  # "Notice: ..."; Webdings writes a tree as "P"
_WAY = re.compile(r"https?://|www\.|\S@\S")
_RULE_OR_SO = re.compile(r"[-_=—–─━*#]{3,}$|(?:-- ?|—|__|--\*?)$|(?:[-=]{2,3}){3,}$")
_SHORTEST_LAW = 40  # characters of a paragraph that speaks of a mistake and of what to do then
_TOP = 12  # lines among which a warning stands


def warns(plain: str) -> bool:
    """Words of the warnings that servers put above mail from outside."""
    folded = plain.casefold()
    return bool(_OUTSIDE.search(folded) or _RISK.search(folded))


def is_rule(plain: str) -> bool:
    """A line drawn, or the two dashes of a signature."""
    return bool(plain and _RULE_OR_SO.match(plain))


def kind(lines: Lines, number: int, folded: str) -> str:
    """Which of them the paragraph is that begins on that line."""
    if number < _TOP and _OPENINGS[BANNER].match(folded) and _OUTSIDE.search(folded):
        return BANNER
    if number < _TOP and not any(lines.plain[:number]) and _is_warning(folded):
        return BANNER
    if _OPENINGS[LIST].match(folded) and number:
        return LIST
    if not any(lines.plain[max(0, number - 20) : number]):
        return ""
    paragraph = " ".join(_paragraph(lines, number)).casefold()
    if is_rule(lines.plain[number - 1]) and _LEAVES.search(paragraph) and _shows_a_way(paragraph):
        return LIST
    if len(paragraph) > _SHORTEST_LAW and _is_law(paragraph):
        return DISCLAIMER
    titled = _TITLE.match(folded)
    if any(map(_OPENINGS[DISCLAIMER].match, (folded, folded[titled.end() :] if titled else ""))):
        short = len(paragraph) < 60 and not _STEMS.search(paragraph)
        return DISCLAIMER if _STEMS.search(paragraph) or (short and _follows(lines, number)) else ""
    return ""


def _shows_a_way(paragraph: str) -> bool:
    return bool(_WAY.search(paragraph) or _CLICK.search(paragraph))


def _is_warning(folded: str) -> bool:
    """At the top of a mail: that it comes from outside, and what to be careful about."""
    if not _STRANGER.search(folded):
        return False
    framed = folded[0] == "[" and folded[-1] == "]"
    return bool(_LETTER.search(folded)) and (framed or bool(_CARE.search(folded) and _RISK.search(folded)))


def _is_law(paragraph: str) -> bool:
    """What to do with a mail that came by mistake, in the words of a disclaimer: a person uses one or two of them."""
    if not _MISTAKE.search(paragraph) or not _ERASE.search(paragraph):
        return False
    return len(set(_STEMS.findall(paragraph))) >= 2


def _paragraph(lines: Lines, number: int) -> list[str]:
    """The paragraph that begins here, its first twenty lines."""
    piece: list[str] = []
    for plain in lines.plain[number : number + 20]:
        if not plain:
            break
        piece.append(plain[:1000])
    return piece


def _follows(lines: Lines, number: int) -> bool:
    """Whether a paragraph with the words of a disclaimer comes next, as below a line "Disclaimer"."""
    return bool(_STEMS.search(" ".join(lines.plain[number + 1 : number + 8])[:2000].casefold()))
