"""The header fields that delivery puts on top of a message, and the forged one it takes away.

Sources: RFC 5321 section 4.4 (Return-Path, Received), RFC 9228 (Delivered-To), RFC 8601
(Authentication-Results).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, getaddresses

from ilnmail.sandbox.mime import Part, read_part

BARE_LINE_END = re.compile(rb"(?<!\r)\n")
DOMAIN = re.compile(r"[\w.-]+\Z")


@dataclass(frozen=True, slots=True)
class Envelope:
    """How one message came for one recipient (RFC 5321): not what its header says."""

    sender: str
    recipient: str
    received: datetime
    logged_in: bool


def stamp(raw: bytes, envelope: Envelope, server: str, is_ours: Callable[[str], bool]) -> bytes:
    """The message as it lies in the mailbox. `server` names us, in Received and as authserv-id."""
    message = read_part(BARE_LINE_END.sub(b"\r\n", raw))
    lines = (
        f"Return-Path: <{envelope.sender}>",
        f"Delivered-To: {envelope.recipient}",
        f"Received: by {server} for <{envelope.recipient}>; {format_datetime(envelope.received)}",
        f"Authentication-Results: {server}; {authentication(message, envelope.logged_in, is_ours)}",
    )
    top = "".join(f"{line}\r\n" for line in lines).encode()
    return top + without_forged_results(message.head, server) + message.body


def authentication(message: Part, logged_in: bool, is_ours: Callable[[str], bool]) -> str:
    """What a provider would find: who writes from here, or has logged in, is who they say they are."""
    domain = from_domain(message)
    if domain is None:
        return "dkim=none; dmarc=fail"
    if logged_in or is_ours(domain):
        return f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    return f"dkim=none; dmarc=none header.from={domain}"


def from_domain(message: Part) -> str | None:
    """The domain of the only mailbox of the only From field; None when there is no such thing."""
    fields = [field.value for field in message.fields if field.name == "from"]
    found = getaddresses(fields)
    if len(fields) != 1 or len(found) != 1:
        return None
    local, _, domain = found[0][1].rpartition("@")
    written = domain.encode("latin-1").decode(errors="replace").lower()
    return written if local and DOMAIN.match(written) else None


def without_forged_results(head: bytes, server: str) -> bytes:
    """The header without results that claim to be ours (RFC 8601 section 5)."""
    for field in read_part(head).fields:
        if field.name == "authentication-results" and _claims(field.value) == server.lower():
            head = head.replace(field.raw, b"", 1)
    return head


def _claims(value: str) -> str:
    """The authserv-id; comments before it and a version after it are allowed (RFC 8601 section 2.2)."""
    without_comments = re.sub(r"\([^()]*\)", " ", value)
    words = without_comments.partition(";")[0].split()
    return words[0].strip('"').lower() if words else ""
