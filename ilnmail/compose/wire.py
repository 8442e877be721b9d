"""Bytes that survive the way: ASCII only, one folding rule a header, every value on one line.

Python's default policy folds at 78 columns, and where it finds no blank it turns a long Message-ID or token
into an encoded word (RFC 2047) that no program reads back. Headers of machines therefore fold at 998 (RFC
5322 2.1.1), and only Subject and From, which people read, at 76: the longest line with an encoded word.
"""

import email.policy
import re
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import EmailPolicy

from ilnmail.compose.files import File
from ilnmail.letters.shield import one_line

_LONG = email.policy.SMTP.clone(max_line_length=998, cte_type="7bit")
_SHORT = _LONG.clone(max_line_length=76)
_FOR_PEOPLE = frozenset({"Subject", "From"})


class ComposeError(ValueError):
    """An order cannot be made a message; the message says what is wrong with it."""


class _Wire(EmailPolicy):
    def fold_binary(self, name: str, value: str) -> bytes:
        return (_SHORT if name in _FOR_PEOPLE else _LONG).fold_binary(name, value)


_WIRE = _Wire(linesep="\r\n", max_line_length=998, cte_type="7bit")


def serialise(
    headers: Iterable[tuple[str, str]], text: str, files: tuple[File, ...], boundary: str, language: str
) -> bytes:
    """A whole message (RFC 5322). 7 bit, so that a server without 8BITMIME passes it on unchanged."""
    message = EmailMessage(_SHORT)
    for name, value in headers:
        message[name] = _safe(value)
    message.set_content(text, charset="utf-8")
    message["Content-Language"] = _safe(language)
    for file in files:
        main, _, sub = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=_safe(file.name))
    if files:
        message.set_boundary(boundary)
    return message.as_bytes(policy=_WIRE)


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
