"""Which of our letters a message may be answering: tokens, ids and codes found in it (mail.md)."""

import re
from email.message import Message as Mime
from functools import lru_cache

from ilnmail.tokens import REFERENCE, TOKEN
from ilnmail.understand.message import header, headers
from ilnmail.understand.reading import Us

_OURS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Gm-Original-To", "To", "Cc")
_ID = re.compile(r"<[^<>\s]+>")


def tokens(message: Mime, text: str) -> tuple[str, ...]:
    """In our addresses, the envelope's first; where they carry none (plain mode) in subject and text."""
    found = [t for name in _OURS for value in headers(message, name) for t in TOKEN.findall(value)]
    found = found or TOKEN.findall(f"{header(message, 'Subject')}\n{text[-20000:]}")
    return tuple(dict.fromkeys(t.lower() for t in found))


def answers(message: Mime) -> tuple[str, ...]:
    """Message-IDs: In-Reply-To, then References from the last."""
    direct = _ID.findall(header(message, "In-Reply-To"))
    thread = _ID.findall(header(message, "References"))
    return tuple(dict.fromkeys([*direct, *reversed(thread)]))[:100]


def refs(message: Mime, text: str) -> tuple[str, ...]:
    """Reference codes of our footers."""
    near = (found[0] for found in re.finditer(rf"Ref[\s\u00a0]+(?:{REFERENCE.pattern})", text, re.I))
    return tuple(dict.fromkeys(REFERENCE.findall(one)[-1].lower() for one in near))


def door(message: Mime, us: Us) -> str:
    """The sub-address without a token: join, leave, help, problem, topics, import."""
    written = " ".join(value for name in _OURS for value in headers(message, name))
    found = _doors(us.address).search(written) if "+" in written else None
    return found[1].lower() if found else ""


@lru_cache(maxsize=4)
def _doors(address: str) -> re.Pattern[str]:
    local, _, domain = address.partition("@")
    return re.compile(
        rf"{re.escape(local)}\+(join|leave|help|problem|topics|import)@{re.escape(domain)}", re.I
    )
