"""Guarded access to a MIME message: whatever the bytes are, an answer, never an exception (RFC 5322, 2045).

The standard library raises on some malformed input: a Message-ID of a lone "<", deep nesting, unknown charsets.
"""

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Mime
from email.utils import getaddresses
from functools import lru_cache

from ilnmail.model import Attachment
from ilnmail.understand.limits import MOST_ADDRESSES, MOST_PARTS, head

_FAULTS = (MessageError, ValueError, IndexError, LookupError, TypeError, AttributeError, RecursionError)
_CHARSETS = ("utf-8", "windows-1252")


def parse(raw: bytes) -> Mime:
    """The message; one without headers where it cannot be parsed at all."""
    try:
        return email.message_from_bytes(raw)
    except _FAULTS:
        return email.message_from_bytes(head(raw))


def header(message: Mime, name: str) -> str:
    """A header unfolded, its encoded words (RFC 2047) decoded; empty where there is none."""
    found = headers(message, name)
    return found[0] if found else ""


@lru_cache(maxsize=64)  # the same few are looked at by every rule
def headers(message: Mime, name: str) -> tuple[str, ...]:
    """All headers of that name, the topmost first."""
    return tuple(decoded_words(value) for value in _written(message, name))


def _written(message: Mime, name: str) -> tuple[str, ...]:
    return _fields(message).get(name.lower(), ())


@lru_cache(maxsize=4)  # thirty names are looked for in the same one
def _fields(message: Mime) -> dict[str, tuple[str, ...]]:
    """As they came: Message.get_all would put question marks for octets that no charset was declared for."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in message.raw_items():
        found[name.lower()] = (*found.get(name.lower(), ()), str(value))
    return found


def decoded_words(value: str) -> str:
    plain = _repaired(" ".join(value.split()))
    if "=?" not in plain:
        return plain
    try:
        pieces = decode_header(plain)
    except _FAULTS:
        return plain
    return " ".join("".join(_text(piece, charset) for piece, charset in pieces).split())


def writable(text: str) -> str:
    """Without what no database and no letter can hold: NUL, and halves of a surrogate pair."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def _text(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else decoded(piece, charset or "")


def _repaired(value: str) -> str:
    """Eight-bit octets in a header, which the parser keeps as surrogates."""
    try:
        return writable(value if value.isascii() else decoded(value.encode("utf-8", "surrogateescape"), ""))
    except UnicodeEncodeError:
        return writable(value)


def decoded(octets: bytes, charset: str) -> str:
    """As the declared charset says, else UTF-8, else windows-1252; what fits none is replaced."""
    for one in (charset, *_CHARSETS):
        try:
            return writable(octets.decode(one) if one else octets.decode("ascii"))
        except (LookupError, ValueError):
            continue
    return writable(octets.decode("utf-8", "replace"))


@lru_cache(maxsize=16)  # who wrote it is asked by every rule
def addresses(message: Mime, *names: str) -> tuple[tuple[str, str], ...]:
    """(display name, address) of each mailbox in those headers, at most a hundred.

    Names are decoded after the addresses are told apart (RFC 2047 6.2): the comma of an encoded "Berg, Jonas" parts nothing.
    """
    written = [" ".join(_repaired(value).split()) for name in names for value in _written(message, name)]
    plainly = _PLAIN_MAILBOX.fullmatch(written[0]) if len(written) == 1 else None
    try:
        found = (
            [(plainly[1], plainly[2])]
            if plainly
            else getaddresses([one[:10000] for one in written])[:MOST_ADDRESSES]
        )
    except _FAULTS:
        return ()
    mailboxes = ((decoded_words(name), _in_ascii(address)) for name, address in _with_names(found))
    return tuple(dict.fromkeys(mailboxes))


_PLAIN_MAILBOX = re.compile(
    r"((?:[\w=?-]{1,80}(?: [\w=?-]{1,80}){0,9})?) ?<([a-z0-9_+-]{1,64}(?:\.[a-z0-9_+-]{1,64}){0,9}@[a-z0-9-]{1,64}(?:\.[a-z0-9-]{1,64}){1,9})>",
    re.I | re.A,
)
"""Nearly every From: the library takes each letter by itself."""


def _with_names(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What has no @ is the beginning of a name whose comma nobody has quoted."""
    before: list[str] = []
    for name, address in found:
        if "@" not in address and (name or address):
            before.append(f"{name} {address}".strip())
            continue
        yield ", ".join([*before, name] if name else before), address
        before = []
    yield from (("", one) for one in before)


def _in_ascii(address: str) -> str:
    """With its domain as the DNS knows it (RFC 5890), where it is written in Unicode."""
    local, at, domain = address.rpartition("@")
    try:
        return address if domain.isascii() else f"{local}{at}{domain.encode('idna').decode()}"
    except ValueError:
        return address


@lru_cache(maxsize=4)
def parts(message: Mime) -> tuple[Mime, ...]:
    """The leaves of the message, in their order; what is forwarded whole is one leaf."""
    return tuple(_leaves(message))


def _leaves(message: Mime) -> Iterator[Mime]:
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inside = payload(part)
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting = [one for one in inside if isinstance(one, Mime)] + waiting
        else:
            yield part


@lru_cache(maxsize=4)
def content_type(part: Mime) -> str:
    return part.get_content_type()


@lru_cache(maxsize=4)  # every rule asks for some
def content_types(message: Mime) -> frozenset[str]:
    """Its own and those of its leaves."""
    return frozenset(map(content_type, (message, *parts(message))))


def payload(part: Mime) -> list[Mime] | str:
    """The parts of a part, or its undecoded text; "" where its headers are too broken to say."""
    try:
        found = part.get_payload()
    except _FAULTS:
        return ""
    if isinstance(found, list):
        return [one for one in found if isinstance(one, Mime)]
    return str(found or "")


@lru_cache(maxsize=4)  # ten questions are asked of the same body; nobody changes a message that has come
def body(message: Mime, kind: str) -> str:
    """The first text part of that subtype that is no attachment: "plain" or "html"."""
    return next(
        (content(p) for p in parts(message) if content_type(p) == f"text/{kind}" and not is_file(p)), ""
    )


def content(part: Mime) -> str:
    """A text part decoded, with "\\n" line ends and format=flowed (RFC 3676) joined."""
    text = decoded(octets(part), _charset(part)).replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "format").lower() != "flowed":
        return text
    return _unflowed(text, joined=_parameter(part, "delsp").lower() == "yes")


def octets(part: Mime) -> bytes:
    """The bytes of a leaf, with its transfer encoding undone."""
    try:
        found = part.get_payload(decode=True)
    except _FAULTS:
        found = None
    return found if isinstance(found, bytes) else b""


def _charset(part: Mime) -> str:
    try:
        return str(part.get_content_charset() or "")
    except _FAULTS:
        return ""


def _parameter(part: Mime, name: str) -> str:
    try:
        return str(part.get_param(name) or "")
    except _FAULTS:
        return ""


_QUOTES = re.compile(r">*")


def _unflowed(text: str, joined: bool) -> str:
    """Lines ending in a space go on in the next one of the same quote depth (RFC 3676 4); "-- " is a signature and never
    flows. `joined`: the space belongs to the mark and not to the words (DelSp, for scripts without spaces)."""
    made: list[str] = []
    depth = -1  # of the line that goes on
    for line in text.split("\n"):
        marks = _QUOTES.match(line)
        quotes = marks.end() if marks else 0
        words = line[quotes:].removeprefix(" ")  # space-stuffing
        if depth == quotes and words != "-- ":
            made[-1] += words
        else:
            made.append(f"{'>' * quotes}{' ' if quotes and words else ''}{words}")
        flows = words.endswith(" ") and words != "-- "
        depth = quotes if flows else -1
        if flows and joined:
            made[-1] = made[-1][:-1]
    return "\n".join(made)


def is_file(part: Mime) -> bool:
    """Sent along rather than to be read in place."""
    return header(part, "Content-Disposition").lower().startswith("attachment") or bool(file_name(part))


@lru_cache(maxsize=4)
def file_name(part: Mime) -> str:
    try:
        return decoded_words(str(part.get_filename() or ""))
    except _FAULTS:
        return ""


def attachments(raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
    """The files that came with a message, with their bytes."""
    return files(parse(raw))


def files(message: Mime) -> tuple[tuple[Attachment, bytes], ...]:
    """The same, of a message that is parsed already."""
    found = ((part, octets(part)) for part in parts(message) if is_file(part))
    return tuple(
        (Attachment(file_name(p) or "file", writable(content_type(p)), len(held)), held) for p, held in found
    )


def utc_offset(message: Mime) -> int | None:
    """Minutes east of UTC on the sender's clock; +0000 and -0000 say nothing (RFC 5322 3.3)."""
    found = re.search(r"([+-])(\d\d)(\d\d)\s*(?:\(.*\))?$", header(message, "Date"))
    if not found or found[2] + found[3] == "0000":
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes
