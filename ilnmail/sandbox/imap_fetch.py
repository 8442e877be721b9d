"""FETCH: what a client may ask about a message, a table of names (RFC 3501 section 6.4.5)."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from ilnmail.sandbox.imap_error import bad
from ilnmail.sandbox.imap_messages import chosen
from ilnmail.sandbox.imap_parser import Command, Node, Section
from ilnmail.sandbox.imap_sections import write_section
from ilnmail.sandbox.imap_session import Session
from ilnmail.sandbox.imap_structure import envelope, structure
from ilnmail.sandbox.imap_text import flag_list, literal, write_date_time
from ilnmail.sandbox.imap_view import View
from ilnmail.sandbox.store import StoredMessage

Write: TypeAlias = Callable[[StoredMessage], bytes]

MACROS: Mapping[bytes, tuple[bytes, ...]] = {
    b"FAST": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"),
    b"ALL": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"),
    b"FULL": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY"),
}

FACTS: Mapping[bytes, Write] = {
    b"UID": lambda message: b"UID %d" % message.uid,
    b"FLAGS": lambda message: b"FLAGS " + flag_list(message.flags),
    b"INTERNALDATE": lambda message: f'INTERNALDATE "{write_date_time(message.received)}"'.encode(),
    b"RFC822.SIZE": lambda message: b"RFC822.SIZE %d" % len(message.raw),
    b"RFC822": lambda message: b"RFC822 " + literal(message.raw),
    b"RFC822.HEADER": lambda message: b"RFC822.HEADER " + literal(message.part.head),
    b"RFC822.TEXT": lambda message: b"RFC822.TEXT " + literal(message.part.body),
    b"ENVELOPE": lambda message: b"ENVELOPE " + envelope(message.part),
    b"BODY": lambda message: b"BODY " + structure(message.part, extended=False),
    b"BODYSTRUCTURE": lambda message: b"BODYSTRUCTURE " + structure(message.part, extended=True),
}

# Who asks for these has read the message.
READING = (b"RFC822", b"RFC822.TEXT")


async def fetch(session: Session, command: Command) -> str:
    """FETCH set what, or FETCH set (what what ...)"""
    if len(command.arguments) != 2:
        raise bad("FETCH takes messages and what to say about them")
    asked = _asked(command.arguments[1], by_uid=command.by_uid)
    marks_seen = any(_is_reading(node) for node in asked) and not session.selected.read_only
    if marks_seen and b"FLAGS" not in asked:
        asked.append(b"FLAGS")
    writes = [_write(node) for node in asked]
    for number, message in chosen(session, command):
        shown = _mark_seen(session.selected, message) if marks_seen else message
        session.say(b"* %d FETCH (%s)" % (number, b" ".join([write(shown) for write in writes])))
        await session.flush_if_large()
    return "done"


def _asked(node: Node, *, by_uid: bool) -> list[Node]:
    nodes: Iterable[Node] = node if isinstance(node, tuple) else (node,)
    names: list[Node] = [_capitals(node) for node in nodes]
    if len(names) == 1 and isinstance(names[0], bytes):
        names = list(MACROS.get(names[0], names))
    return [b"UID", *names] if by_uid and b"UID" not in names else names


def _capitals(node: Node) -> Node:
    return node.upper() if isinstance(node, bytes) else node


def _write(node: Node) -> Write:
    """How to write what was asked for. Raises ImapError for what nobody knows."""
    if isinstance(node, Section):
        section = node
        if not section.inside:
            return _write_whole(section)
        return lambda message: write_section(section, message.part)
    if isinstance(node, bytes) and node in FACTS:
        return FACTS[node]
    raise bad("nobody knows that about a message")


def _write_whole(section: Section) -> Write:
    """`BODY[]`, which needs no look at the message's parts."""
    if section.start is None or section.length is None:
        return lambda message: b"BODY[] " + literal(message.raw)
    start, end = section.start, section.start + section.length
    return lambda message: b"BODY[]<%d> " % start + literal(message.raw[start:end])


def _is_reading(node: Node) -> bool:
    return node in READING or (isinstance(node, Section) and node.name == "BODY")


def _mark_seen(view: View, message: StoredMessage) -> StoredMessage:
    return view.mailbox.reflag(message.uid, message.flags | {"\\Seen"}, by=view.note)
