"""What the subject of a notice says: that it is one, and that the server still tries."""

import re
from email.message import Message as Mime
from functools import cache

from ilnmail.data.bouncing import rows
from ilnmail.understand.message import header
from ilnmail.understand.phrases import Tables

_ANSWERED = re.compile(
    r"^\s*(?:(?:re|aw|sv|fw|fwd|wg|tr|rv|antw|odp|回复|答复|转发|ответ)\s*[:：]\s*)+", re.I
)


@cache
def _said() -> Tables:
    return Tables((row["where"], row["phrase"]) for row in rows("notices"))


def weight(message: Mime, daemon: bool) -> int:
    """What somebody answered or passed on is no notice of a machine; a person's mail may be late, too."""
    subject = _subject(message)
    bare = _ANSWERED.sub("", subject)
    found = _said().search("subject", bare)
    if found and (bare == subject or found.start()):
        return 2
    return 2 * (daemon and is_delay(message))


def is_delay(message: Mime) -> bool:
    """By the words before the subject of the letter itself: "Delayed: ...", "Delivery Status Notification (Delay)"."""
    subject = _subject(message)
    before = re.split(r"[:：]\s", subject)[0]
    return _said().begins("delay", subject) or bool(_said().search("delay", before))


def _subject(message: Mime) -> str:
    return " ".join(header(message, "Subject").casefold().split())
