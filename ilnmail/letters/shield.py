"""Keeps values from being read as Markdown, as further lines, or in the wrong direction.

A person may be called *Li* or write "1. yes"; in a letter that has to stay just what it is. Punctuation of a
value is therefore moved to a private-use plane, which Markdown takes for letters, and moved back at the end.
"""

import unicodedata

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_OFFSET = 0xF0000  # Supplementary Private Use Area-A: no mail program writes there
_UP = {ord(sign): _OFFSET + ord(sign) for sign in _PUNCTUATION}
_DOWN = {up: sign for sign, up in _UP.items()}

_ISOLATE, _END = "\u2068", "\u2069"
# Direction marks that reach beyond the value they stand in (Unicode TR 9, 2.1 to 2.4).
_DIRECTING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Markdown(str):
    """Text that is meant to be read as Markdown: it comes from a file of ours, or is shielded already."""

    __slots__ = ()


def shield(text: str) -> str:
    """The text with nothing in it that Markdown would take for a mark."""
    return text.translate(_UP)


def unshield(text: str) -> str:
    """The text as it was."""
    return text.translate(_DOWN)


def one_line(text: str) -> str:
    """Without line ends, control characters and direction marks; white space folded."""
    if (
        text.isprintable()
    ):  # as nearly every text is: then there is none of these, nor any white space but blanks
        return " ".join(text.split())
    visible = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text.translate(_DIRECTING))
    return " ".join(visible.split())


def lines(text: str) -> tuple[str, ...]:
    """Line by line, each made harmless."""
    return tuple(one_line(line) for line in text.splitlines())


def isolate(text: str, right_to_left: bool) -> str:
    """Set apart by U+2068 and U+2069 where its direction is not that of the letter, and only there."""
    if text.isascii() and not right_to_left:
        return text
    directions = {unicodedata.bidirectional(c) for c in text}
    foreign = "L" in directions if right_to_left else bool(directions & _RIGHT_TO_LEFT)
    return f"{_ISOLATE}{text}{_END}" if foreign else text
