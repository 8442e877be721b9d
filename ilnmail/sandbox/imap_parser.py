"""What an IMAP client wrote, as a command with its arguments (RFC 3501 section 9)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ilnmail.sandbox.imap_error import bad


@dataclass(frozen=True, slots=True)
class Section:
    """`BODY.PEEK[HEADER.FIELDS (FROM)]<0.100>`: its name, what stands in the brackets, which octets."""

    name: str
    inside: "tuple[Node, ...]"
    start: int | None = None
    length: int | None = None


# A word or a string; a list in parentheses; one message section.
Node: TypeAlias = "bytes | tuple[Node, ...] | Section"


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `by_uid` when it began with UID."""

    tag: str
    name: str
    by_uid: bool
    arguments: tuple[Node, ...]


TAG = re.compile(rb"[^\x00-\x20\x7f-\xff(){%*\"\\+\]]+\Z")
SPACES = re.compile(rb" *")
SECTION = re.compile(rb"(BODY(?:\.PEEK)?)\[", re.IGNORECASE)
SECTION_END = re.compile(rb"\](?:<(\d{1,10})\.(\d{1,10})>)?")
QUOTED = re.compile(rb"\"((?:[^\"\\\r\n\x00]|\\[\"\\])*)\"")
WORD = re.compile(rb"[^\x00-\x20\x7f()\"{]+")
WORD_INSIDE_SECTION = re.compile(rb"[^\x00-\x20\x7f()\"{\]]+")
ESCAPE = re.compile(rb"\\(.)")
DEEPEST = 50


def read_tag(line: bytes) -> tuple[str, bytes]:
    """The tag and what follows. Raises ImapError when there is no tag to answer to."""
    tag, _, rest = line.partition(b" ")
    if not TAG.match(tag):
        raise bad("a command begins with a tag")
    return tag.decode("ascii"), rest


def parse(tag: str, parts: Sequence[bytes]) -> Command:
    """A command from what follows its tag: text, literal, text, ... Raises ImapError for anything else."""
    words = list(_Scanner(parts).nodes(b""))
    by_uid = bool(words) and isinstance(words[0], bytes) and words[0].upper() == b"UID"
    if by_uid:
        del words[0]
    if not words or not isinstance(words[0], bytes):
        raise bad("a command has a name")
    return Command(tag, words[0].upper().decode("ascii", "replace"), by_uid, tuple(words[1:]))


class _Scanner:
    """Walks over the text between literals; a literal is a string whatever is in it."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 0
        self._depth = 0

    def nodes(self, end: bytes) -> tuple[Node, ...]:
        """Everything up to `end`: a closing parenthesis or bracket, or nothing for the end of the command."""
        found: list[Node] = []
        while (following := self._following()) != end:
            found.append(self._node(following, WORD_INSIDE_SECTION if end == b"]" else WORD))
        return tuple(found)

    def _following(self) -> bytes:
        """The next octet that is not a space, without going past it; nothing at the end."""
        text = self._parts[self._part]
        if space := SPACES.match(text, self._at):
            self._at = space.end()
        if self._at == len(text) and self._part + 1 < len(self._parts):
            return b"{"
        return text[self._at : self._at + 1]

    def _node(self, following: bytes, word: re.Pattern[bytes]) -> Node:
        if following == b"{":
            return self._literal()
        if following == b"(":
            return self._list()
        if quoted := self._match(QUOTED):
            return ESCAPE.sub(rb"\1", quoted[1])
        if section := self._match(SECTION):
            return self._section(section[1].upper().decode("ascii"))
        if found := self._match(word):
            return found[0]
        raise bad(f"cannot read this from {self._parts[self._part][self._at : self._at + 20]!r}")

    def _match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        match = pattern.match(self._parts[self._part], self._at)
        if match:
            self._at = match.end()
        return match

    def _literal(self) -> bytes:
        if self._at < len(self._parts[self._part]):
            raise bad("a literal announces its size at the end of a line")
        literal = self._parts[self._part + 1]
        self._part += 2
        self._at = 0
        return literal

    def _list(self) -> tuple[Node, ...]:
        self._at += 1
        self._go_deeper()
        found = self.nodes(b")")
        self._at += 1
        self._depth -= 1
        return found

    def _section(self, name: str) -> Section:
        self._go_deeper()
        inside = self.nodes(b"]")
        self._depth -= 1
        end = self._match(SECTION_END)
        if end is None or end[1] is None:
            return Section(name, inside)
        return Section(name, inside, int(end[1]), int(end[2]))

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise bad("too many parentheses")
