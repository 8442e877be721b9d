"""The recipients of a message/delivery-status part: one group of fields each (RFC 3464 2.3, RFC 6533)."""

import re
from email.message import Message as Mime

from ilnmail.understand.bounce.prose import told_text, words_about
from ilnmail.understand.bounce.verdict import STATUS, by_words, verdict
from ilnmail.understand.message import content_type, decoded_words, octets, parts, payload
from ilnmail.understand.phrases import ADDRESS
from ilnmail.understand.reading import Failure

_FIELD = re.compile(r"^([A-Za-z-]+)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.M)
_PARTS = ("message/delivery-status", "message/global-delivery-status", "text/delivery-status")
_UTF8_ESCAPE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")


def told_in_fields(message: Mime) -> tuple[Failure, ...]:
    """A failure for each recipient, each once; what was delivered is told too."""
    texts = [_text(part) for part in parts(message) if is_status(part)] or _in_prose(message)
    groups = [group for text in texts for group in re.split(r"\n\s*\n", text)]
    found = [f for group in groups if (f := _failure(message, group))]
    return tuple({one.address.casefold(): one for one in reversed(found)}.values())[::-1]


def _in_prose(message: Mime) -> list[str]:
    """Fields that a server wrote into the text itself, or a report that another server passed on whole."""
    leaves = [inner for part in parts(message) for inner in _opened(part)]
    texts = [
        _text(part)
        for part in leaves
        if is_status(part) or part.get_content_maintype() in ("text", "multipart")
    ]
    return [text for text in texts if re.search(r"^final-recipient[ \t]*:", text, re.M | re.I)]


def _opened(part: Mime) -> list[Mime]:
    inside = payload(part)
    if content_type(part) == "message/rfc822" and isinstance(inside, list) and inside:
        return list(parts(inside[0])) if isinstance(inside[0], Mime) else []
    return [part]


def is_status(part: Mime) -> bool:
    return content_type(part) in _PARTS


def _text(part: Mime) -> str:
    inside = payload(part)
    if isinstance(inside, list):
        return "\n\n".join(map(_group, inside)).replace("\r\n", "\n")
    return octets(part).decode("utf-8", "replace").replace("\r\n", "\n")


def _group(fields: Mime) -> str:
    """The lines of one group; the parser takes them for the head of a message, and may not be able to write it anew."""
    head = "\n".join(f"{name}: {value}" for name, value in fields.raw_items())
    inside = payload(fields)
    return f"{head}\n\n{inside if isinstance(inside, str) else ''}"


def _failure(message: Mime, group: str) -> Failure | None:
    fields = {name.lower(): value for name, value in _FIELD.findall(group)}
    address = _address(fields)
    if not address:
        return None
    action = re.match(r"[a-z]*", fields.get("action", "").strip().lower())
    named = STATUS.search(fields.get("status", ""))
    status = named[0] if named else ""
    words = " ".join(decoded_words(fields.get("diagnostic-code", "")).split())
    around = words_about(message, address)
    kind, reason = _kind(action[0] if action else "", status, words, around)
    if kind == "hard" and not around:
        kind, reason = _contradicted(told_text(message)) or (kind, reason)
    return Failure(address, kind, status, words, reason)


def _contradicted(text: str) -> tuple[str, str] | None:
    """A text that blames a full disk while the fields call the address bad: then the address is not known to be bad."""
    told = by_words(text)
    return told if told and told[1] == "mailbox full" else None


def _kind(action: str, status: str, words: str, around: str) -> tuple[str, str]:
    if action in ("delivered", "relayed", "expanded"):
        return "delivered", action
    kind, reason = verdict(status, words, around)
    if action == "delayed":
        return "delayed", reason
    return ("soft", reason) if kind == "delayed" else (kind, reason)


def _address(fields: dict[str, str]) -> str:
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        typed = fields.get(name, "")
        written = _UTF8_ESCAPE.sub(lambda found: chr(int(found[1], 16)), typed.partition(";")[2] or typed)
        found = ADDRESS.search(written)
        if found:
            return found[0]
    return ""
