"""Bytes that survive the way: ASCII only, every value on one line, nothing encoded that a machine has to read.

Python's default policy folds at 78 columns, and where it finds no blank it turns a long Message-ID or token
into an encoded word (RFC 2047) that no program reads back. So headers fold at 998 (RFC 5322 2.1.1). Subject and
From, which people read, are encoded here: the policy loses blanks between the words it encodes.
"""

import email.policy
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy

from ilnmail.compose.files import File
from ilnmail.letters.shield import one_line

_COLUMNS = 76  # RFC 2045 6.7 and 6.8
_BODY = email.policy.SMTP.clone(max_line_length=_COLUMNS, cte_type="7bit")


class ComposeError(ValueError):
    """An order cannot be made a message; the message says what is wrong with it."""


class _Wire(EmailPolicy):
    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii():
            return super().fold_binary(name, value)
        if name == "Subject":
            return _for_people(name, value)
        if isinstance(value, AddressHeader):
            sender = value.addresses[0]
            return _for_people(name, sender.display_name, f"\r\n <{sender.addr_spec}>")
        return super().fold_binary(name, value)


def _for_people(name: str, words: str, address: str = "") -> bytes:
    folded = Header(str(words), header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f"{name}: {folded}{address}\r\n".encode("ascii")


_LONGEST_LINE = 998  # octets, without its end (RFC 5322 2.1.1)
_WIRE = _Wire(linesep="\r\n", max_line_length=_LONGEST_LINE, cte_type="7bit")


def serialise(
    headers: Iterable[tuple[str, str]], text: str, files: tuple[File, ...], boundary: str, language: str
) -> bytes:
    """A whole message (RFC 5322). 7 bit, so that a server without 8BITMIME passes it on unchanged."""
    top = b"".join(_line(name, _safe(value)) for name, value in headers)
    return top + (in_parts(text, files, boundary, language) if files else alone(text, language))


def alone(text: str, language: str) -> bytes:
    """A text without files, as the package for mails writes it, which takes most of a letter's time for it."""
    encoding, body = _encoded(text)
    kind = f'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n'
    kind += f"MIME-Version: 1.0\r\nContent-Language: {_safe(language)}\r\n\r\n"
    return kind.encode("ascii") + body


def _encoded(text: str) -> tuple[str, bytes]:
    """As it is where nothing speaks against it; else by whichever of the two ways is shorter (RFC 2045 6.7, 6.8)."""
    lines = text.encode().splitlines() or [b""]
    body = b"".join(line + b"\r\n" for line in lines)
    if body.isascii() and max(map(len, lines), default=0) <= _COLUMNS:
        return "7bit", body
    quoted, base64 = b2a_qp(body, istext=True), encodebytes(body).replace(b"\n", b"\r\n")
    return ("quoted-printable", quoted) if len(quoted) <= len(base64) else ("base64", base64)


def in_parts(text: str, files: tuple[File, ...], boundary: str, language: str) -> bytes:
    """The text, encoded where it has to be, and the files beside it."""
    message = EmailMessage(_BODY)
    message.set_content(text, charset="utf-8")
    message["Content-Language"] = _safe(language)
    for file in files:
        _add(message, file)
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"{boundary}{number or ''}")
    return message.as_bytes(policy=_WIRE)


def _line(name: str, value: str) -> bytes:
    """What needs neither folding nor encoding is written as it is: parsing it first is most of a letter's cost."""
    if value.isascii() and len(name) + len(value) + 2 <= _LONGEST_LINE:
        return f"{name}: {value}\r\n".encode("ascii")
    return _WIRE.fold_binary(*_WIRE.header_store_parse(name, value))


def _add(message: EmailMessage, file: File) -> None:
    """A calendar's part goes in twice: Gmail and Outlook show buttons for the one beside the text, others open the file."""
    kind, _, method = file.content_type.partition("; method=")
    main, _, sub = kind.partition("/")
    if method:
        message.add_alternative(file.content.decode(), subtype=sub, params={"method": method})
        main, sub = "application", "ics"
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=_safe(file.name))


def _safe(value: str) -> str:
    """On one line. "=?" would be read as an encoded word, which may hide a line end."""
    return one_line(value).replace("=?", "= ?")


_ADDRESS = re.compile(r"[!#$%&'*+/=?^_`{|}~0-9A-Za-z.-]{1,64}@[0-9A-Za-z.-]{1,255}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


def address(written: str) -> str:
    """A bare address (RFC 5321 4.1.2, dot-string) as it may stand in a header. Raises ComposeError."""
    if not _ADDRESS.fullmatch(written):
        raise ComposeError(f"'{one_line(written)[:80]}' is no address that mail can be sent to")
    return written


def message_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Those that are Message-IDs, without repeats. Of more than ten the first and the last nine stay."""
    usable = tuple(dict.fromkeys(i for i in ids if _MESSAGE_ID.fullmatch(i) and "=?" not in i))
    return usable if len(usable) <= 10 else (usable[0], *usable[-9:])
