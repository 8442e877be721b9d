"""A line of an answer as the pieces that matter: numbers, what is said of them, and everything else. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ilnmail.data.order_words import (
    ALL,
    AND,
    BY_NUMBER,
    EXCEPT,
    FILLERS,
    HEDGES,
    NEGATIONS,
    NUMBER_WORDS,
    REST,
    SAME,
    UNITS,
    VERBS,
    WEAK,
    WHOLE_PHRASES,
)
from ilnmail.understand.digits import as_ascii

_RANGE = r"(?:-|–|—|to|through|thru|until|till|up to|bis|à|al?|\.\.+|…)"
_PREFIX = r"(?:(?:#|n[or]\.|n[°º]|nummer|numero|número|numbers?|questions?|points?|frage|punkt|pairs?|lines?|items?|paare?)\s*)?"
_BEHIND = r"(?:st|nd|rd|th)?(?![\d%]|[./:-]\d)"
_NUMBER = re.compile(
    rf"{_PREFIX}(?P<first>\d{{1,4}})(?:\s*{_RANGE}\s*(?P<last>\d{{1,4}}))?{_BEHIND}(?:\s*[.):](?=\s|$))?",
    re.I,
)
_IN_WORDS = re.compile(
    rf"(?:(?:the\s+)?first\s+(?P<count>\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\b(?!\s+one)"
    rf"|(?:number|nr\.?|line|pair)\s+(?P<word>{'|'.join(NUMBER_WORDS)})\b"
    rf"|(?:the\s+)?(?P<place>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:\s+(?:one|pair|line))\b)",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[✓✔✅👍✗✘❌👎]", re.I)
_MARK = re.compile(r"[,;.!:]+|\s[-–—]+\s|=+|-+(?=[^\W\d_])")
_ASIDE = re.compile(r"\([^()]*\)")
_WHOLE = tuple((re.compile(rf"(?:{pattern})(?!\w)", re.I), kind) for pattern, kind in WHOLE_PHRASES)


@dataclass(frozen=True)
class Piece:
    """One of them, and where it stands."""

    kind: str  # number, all, rest, except, verb, filler, negation, mark, question, aside, and, word
    text: str
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    verb: str = ""  # canonical

    @property
    def weak(self) -> bool:
        """Whether it is an everyday word as well as an order."""
        return self.text.casefold() in WEAK

    @property
    def names_lines(self) -> bool:
        return self.kind in ("number", "all", "rest")


def plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9, keycaps without their frame."""
    return as_ascii(text.translate({0xFE0F: None, 0x20E3: None}))


def pieces(line: str) -> tuple[Piece, ...]:
    """All of them, spaces left out."""
    return tuple(_scanned(line))


def _scanned(line: str) -> Iterator[Piece]:
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        found = next(piece for read in _READERS if (piece := read(line, at)) is not None)
        yield found
        at = found.end


def _aside(line: str, at: int) -> Piece | None:
    found = _ASIDE.match(line, at)
    return Piece("aside", found[0], at, found.end()) if found else None


def _number(line: str, at: int) -> Piece | None:
    found = _NUMBER.match(line, at)
    if found is None:
        return None
    behind = _WORD.match(line, found.end() + len(line[found.end() :]) - len(line[found.end() :].lstrip()))
    if behind and behind[0].casefold() in UNITS and not found[0].rstrip().endswith((".", ")", ":")):
        return Piece("word", f"{found[0]} {behind[0]}", at, behind.end())
    first = int(found["first"])
    last = min(int(found["last"] or first), first + 2000)
    return Piece("number", found[0], at, found.end(), tuple(range(first, last + 1)))


def _number_in_words(line: str, at: int) -> Piece | None:
    found = _IN_WORDS.match(line, at)
    if found is None:
        return None
    if found["count"]:
        counted = found["count"].casefold()
        numbers = tuple(range(1, (NUMBER_WORDS.get(counted) or int(counted)) + 1))
    else:
        numbers = (NUMBER_WORDS[(found["word"] or found["place"]).casefold()],)
    return Piece("number", found[0], at, found.end(), numbers)


def _phrase(line: str, at: int) -> Piece | None:
    for pattern, kind in _WHOLE:
        if found := pattern.match(line, at):
            if found[0].casefold() == "all but":
                return Piece("all", found[0][:3], at, at + 3)
            verb = "" if kind in ("rest", "except", "filler", "all") else kind
            return Piece("verb" if verb else kind, found[0], at, found.end(), verb=verb)
    return None


_KINDS = (
    ("question", HEDGES),
    ("and", AND),
    ("all", ALL),
    ("rest", REST),
    ("except", EXCEPT),
    ("negation", NEGATIONS),
    ("filler", FILLERS),
)


def _word(line: str, at: int) -> Piece | None:
    found = _WORD.match(line, at)
    if found is None:
        return None
    bare = found[0].casefold().replace("’", "'")
    verb = bare if bare in VERBS else SAME.get(bare, "")
    if verb in BY_NUMBER:
        return Piece("verb", found[0], at, found.end(), verb=verb)
    kind = next((kind for kind, words in _KINDS if bare in words), "word")
    return Piece(kind, found[0], at, found.end())


def _mark(line: str, at: int) -> Piece | None:
    found = _MARK.match(line, at) or _MARK.match(line, at - 1 if at else at)
    return Piece("mark", found[0], at, found.end()) if found and found.end() > at else None


_SIGNS = {"question": "?？؟", "and": "&+", "filler": "<>-→↔|/#*•"}


def _anything(line: str, at: int) -> Piece:
    kind = next((kind for kind, signs in _SIGNS.items() if line[at] in signs), "word")
    return Piece(kind, line[at], at, at + 1)


_READERS = (_aside, _number_in_words, _number, _phrase, _word, _mark, _anything)
