"""The head of the letter that came back, whole or headers only."""

from email.message import Message as Mime

from ilnmail.understand.message import content_type, octets, parts, payload

_PARTS = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/rfc822-headers",
    "message/global-headers",
)


def returned_head(message: Mime) -> str:
    """The header lines of everything that was returned; "" where nothing was."""
    return "\n".join(_head(part) for part in parts(message) if content_type(part) in _PARTS)


def _head(part: Mime) -> str:
    inside = payload(part)
    if isinstance(inside, list) and inside and isinstance(inside[0], Mime):
        return "\n".join(f"{name}: {value}" for name, value in inside[0].raw_items())
    return octets(part).decode("utf-8", "replace").replace("\r\n", "\n")
