"""How sure are we who wrote it (mail.md, L0 to L3)?"""

from datetime import datetime, timedelta

from ilnmail.events import Level
from ilnmail.understand.context import Context
from ilnmail.understand.reading import Reading

_FRESH = timedelta(days=7)


def level(reading: Reading, context: Context, at: datetime) -> Level:
    """The level of one message: what the address on file has confirmed is beyond doubt. A failed authentication is worth nothing, whatever it carries; a reference
    code routes and never authorises; where the provider stamps nothing it is "absent", never "pass";
    letters of several people are nobody's word."""
    if context.sender is not None and context.confirmed:
        return Level.FRESH
    if context.sender is None or context.several or reading.authentication == "fail":
        return Level.NOTHING
    owns = context.owner is not None and context.owner.id == context.sender.id
    by_token = owns and context.route in ("token", "Message-ID")
    if by_token and context.letter and at - context.letter.created_at <= _FRESH:
        return Level.FRESH
    if reading.authentication == "pass":
        return Level.AUTHENTIC
    return Level.TOKEN if by_token else Level.NOTHING
