"""A message as a tree of parts, each with exactly the bytes it has in the message (RFC 2046).

The standard library's parser reads the values of header fields; it cannot say where a part begins and ends.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property

DEEPEST = 20
BLANK_LINE = re.compile(rb"(?:^|\r?\n)\r?\n")
FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:.*)(?:\r?\n[ \t].*)*)(?:\r?\n|\Z)", re.MULTILINE)
FOLD = re.compile(r"\r?\n(?=[ \t])")


@dataclass(frozen=True)
class Field:
    """One header field: its name in lower case, its unfolded value (a character an octet), all its octets."""

    name: str
    value: str
    raw: bytes


@dataclass(frozen=True)
class Part:
    """A message or a part of one. `head` ends with the blank line; head and body together are all of it."""

    head: bytes
    body: bytes
    depth: int = 0

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_field(match) for match in FIELD.finditer(self.head))

    def first(self, name: str) -> str | None:
        """The value of the first field of this name."""
        return next((field.value for field in self.fields if field.name == name), None)

    @cached_property
    def header(self) -> Message:
        """The header alone, for the standard library's reading of Content-Type and the like."""
        return message_from_bytes(self.head)

    @property
    def kind(self) -> str:
        return self.header.get_content_type()

    @cached_property
    def children(self) -> tuple["Part", ...]:
        """The parts of a multipart, or the one message inside a message/rfc822."""
        if self.depth >= DEEPEST:
            return ()
        if self.kind == "message/rfc822":
            return (read_part(self.body, self.depth + 1),)
        boundary = self.header.get_boundary() if self.kind.startswith("multipart/") else None
        return tuple(_split(self.body, boundary, self.depth + 1)) if boundary else ()

    def text(self) -> str:
        """All that stands in text parts, decoded as far as it can be."""
        if self.children:
            return "\n".join(child.text() for child in self.children)
        return _decode(self) if self.kind.startswith("text/") else ""


def read_part(raw: bytes, depth: int = 0) -> Part:
    """Where the header ends; a message without a blank line is all header."""
    blank = BLANK_LINE.search(raw)
    end = blank.end() if blank else len(raw)
    return Part(raw[:end], raw[end:], depth)


def readable(value: str) -> str:
    """A header value with its encoded words and its UTF-8 decoded (RFC 2047, RFC 6532)."""
    try:
        plain = value.encode("latin-1").decode()
    except UnicodeError:
        plain = value
    try:
        return str(make_header(decode_header(plain)))
    except (LookupError, ValueError, binascii.Error):
        return plain


def _field(match: re.Match[bytes]) -> Field:
    value = FOLD.sub("", match[2].decode("latin-1")).strip()
    return Field(match[1].decode("ascii").lower(), value, match[0])


def _split(body: bytes, boundary: str, depth: int) -> Iterator[Part]:
    delimiter = re.escape(boundary.encode("ascii", "surrogateescape"))
    start: int | None = None
    for line in re.finditer(rb"(?:^|\r?\n)--" + delimiter + rb"(--)?[ \t]*(?=\r?\n|\Z)", body):
        if start is not None:
            yield read_part(_after_line_end(body[start : line.start()]), depth)
        start = None if line[1] else line.end()
    if start is not None:
        yield read_part(_after_line_end(body[start:]), depth)


def _after_line_end(octets: bytes) -> bytes:
    return octets[octets.find(b"\n") + 1 :]


def _decode(part: Part) -> str:
    encoding = (part.first("content-transfer-encoding") or "").lower()
    octets = part.body
    if encoding == "base64":
        octets = _from_base64(octets)
    elif encoding == "quoted-printable":
        octets = quopri.decodestring(octets)
    try:
        return octets.decode(part.header.get_content_charset("utf-8"), "replace")
    except LookupError:
        return octets.decode("latin-1")


def _from_base64(octets: bytes) -> bytes:
    try:
        return base64.b64decode(octets)
    except binascii.Error:
        return octets
