"""What a message may have at most; what has more is read by its head alone. Counted before anything is parsed.

A hundred thousand tiny parts, or a header without end, cost a parser minutes and memory; to count them costs nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_OCTETS = 10 * 1024 * 1024
MOST_HEADER_OCTETS = 64 * 1024
MOST_PARTS = 200
MOST_ADDRESSES = 100

# The parser takes a lone CR for a line's end too.
_END = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)")
# RFC 2046 5.1.1; RFC 2231 lets a parameter be cut into pieces, and then every line that could be a boundary counts.
_BOUNDARY = re.compile(rb"boundary(?P<pieces>\*\d*\*?)?\s*=\s*\"?(?P<name>[^\";\r\n]{0,200})", re.I)
_LINE = re.compile(rb"(?:^|[\r\n])--([^\r\n]*)")
_WHOLE = re.compile(rb"(?:^|[\r\n])content-type:\s*message/", re.I)
_NAMED = re.compile(rb"^(?:from|to|cc|bcc|reply-to|sender):[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)


def head(raw: bytes) -> bytes:
    """The header alone, of what is too much to be read whole."""
    return raw[: min(_length(raw), MOST_HEADER_OCTETS)]


@dataclass(frozen=True)
class Excess:
    """A limit that a message goes beyond."""

    what: str  # "octets", "octets of headers", "parts", "addresses"
    found: int
    most: int

    def __str__(self) -> str:
        return f"{self.found} {self.what}, more than {self.most}"


def beyond(raw: bytes) -> Excess | None:
    """The limit it goes beyond, if any."""
    counted: tuple[tuple[str, Callable[[bytes], int], int], ...] = (
        ("octets", len, MOST_OCTETS),
        ("octets of headers", _length, MOST_HEADER_OCTETS),
        ("parts", _parts, MOST_PARTS),
        ("addresses", _addresses, MOST_ADDRESSES),
    )
    found = (Excess(what, count(raw), most) for what, count, most in counted)
    return next((one for one in found if one.found > one.most), None)


def too_large(octets: int) -> Excess | None:
    """The same for a message of that many octets, of which no more than the head was fetched."""
    return Excess("octets", octets, MOST_OCTETS) if octets > MOST_OCTETS else None


def _addresses(raw: bytes) -> int:
    return sum(one[0].count(b"@") for one in _NAMED.finditer(head(raw)))


def _length(raw: bytes) -> int:
    found = _END.search(raw)
    return found.start() if found else len(raw)


def _parts(raw: bytes) -> int:
    """At least as many as a parser would find: lines that begin a part, and messages inside the message."""
    if raw.count(b"--") + raw.lower().count(b"message/") <= MOST_PARTS:
        return 0  # nearly every mail: nothing needs to be told apart
    named = list(_BOUNDARY.finditer(raw))
    names = {name for one in named for name in (one["name"].strip(), *one["name"].split()[:1])}
    cut = any(one["pieces"] for one in named)
    lines: Iterator[bytes] = (line[1].rstrip() for line in _LINE.finditer(raw))
    begun = sum(line in names or (cut and line != b"") for line in lines)
    return begun + sum(1 for _ in _WHOLE.finditer(raw))
