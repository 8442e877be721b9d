"""Delivery reports (RFC 3464): whose letter it was, and whether trying again can help."""

import re
from email.message import Message as Mime

from ilnmail.tokens import TOKEN
from ilnmail.understand.message import body, header, octets, parts
from ilnmail.understand.reading import Bounce, Failure

_FIELD = re.compile(r"^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t].*)*)", re.M)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_POLICY = re.compile(r"\b5\.7\.\d|spam|blacklist|blocklist|policy|reputation|dmarc|spf", re.I)
_SOFT = re.compile(r"\b5\.2\.2\b|quota|mailbox (is )?full|over ?quota|temporar|try again", re.I)
_HARD = re.compile(
    r"user unknown|no such (user|recipient|mailbox)|unknown (user|recipient)|does not exist|address rejected|"
    r"invalid recipient|recipient not found|mailbox (unavailable|not found)|account.{0,20}(disabled|inactive)|55[01]\b",
    re.I,
)


def read_bounce(message: Mime) -> Bounce:
    """The failures of a report, and the names of ours that it carries."""
    failures = tuple(f for part in parts(message) for f in _of_part(part)) or _from_words(message)
    returned = "\n".join(_headers_of(part) for part in parts(message))
    ids = re.findall(r"^Message-ID:\s*(<[^>\s]+>)", returned, re.M | re.I)
    token = TOKEN.search(f"{header(message, 'Delivered-To')} {header(message, 'To')}")
    return Bounce(failures, token[0].lower() if token else "", ids[-1] if ids else "")


def _of_part(part: Mime) -> tuple[Failure, ...]:
    """The recipients of a message/delivery-status part: one group of fields each."""
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return ()
    groups = re.split(r"\n\s*\n", _text_of(part))
    return tuple(
        f for group in groups if (f := _failure(dict((n.lower(), v) for n, v in _FIELD.findall(group))))
    )


def _text_of(part: Mime) -> str:
    inside = part.get_payload()
    if isinstance(inside, list):
        return "\n\n".join(str(one) for one in inside).replace("\r\n", "\n")
    return octets(part).decode("utf-8", "replace").replace("\r\n", "\n")


def _failure(fields: dict[str, str]) -> Failure | None:
    named = fields.get("original-recipient") or fields.get("final-recipient", "")
    found = _ADDRESS.search(fields.get("final-recipient", "") or named)
    if not found:
        return None
    action = fields.get("action", "").strip().lower().split(" ")[0]
    status = _STATUS.search(fields.get("status", ""))
    words = " ".join(fields.get("diagnostic-code", "").split())
    return Failure(
        found[0], _kind(action, status[0] if status else "", words), status[0] if status else "", words
    )


def _kind(action: str, status: str, words: str) -> str:
    """hard, soft, policy (the operator's problem), delivered, delayed or unknown."""
    if action in ("delivered", "relayed", "expanded", "delayed"):
        return "delayed" if action == "delayed" else "delivered"
    both = f"{status} {words}"
    if _POLICY.search(both):
        return "policy"
    if status.startswith("4") or _SOFT.search(both):
        return "soft"
    return "hard" if status.startswith("5.1") or _HARD.search(both) else "unknown"


def _from_words(message: Mime) -> tuple[Failure, ...]:
    """A report in prose: the first address it names, and what it says."""
    text = body(message, "plain")[:20000]
    named = header(message, "X-Failed-Recipients") or text
    found = _ADDRESS.search(named)
    status = _STATUS.search(text)
    if not found:
        return ()
    return (
        Failure(
            found[0], _kind("failed", status[0] if status else "", text[:2000]), status[0] if status else ""
        ),
    )


def _headers_of(part: Mime) -> str:
    """The head of the returned letter, whole or headers only."""
    if part.get_content_type() not in (
        "message/rfc822",
        "text/rfc822-headers",
        "message/global",
        "message/rfc822-headers",
    ):
        return ""
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Mime):
        return "\n".join(f"{name}: {value}" for name, value in inside[0].items())
    return octets(part).decode("utf-8", "replace").replace("\r\n", "\n")
