"""Lines that a device or a program adds below: "Sent from my iPhone", in whatever words.

By their beginning or end, as the table has them; or by the name of a device with a verb of sending at either end.
"""

import re

from ilnmail.data import quoting
from ilnmail.understand.phrases import anywhere
from ilnmail.understand.reply.openings import Openings


def _alternatives(kind: str) -> str:
    return anywhere(row["phrase"] for row in quoting.rows("devices") if row["kind"] == kind)


_PHRASES = [row["phrase"] for row in quoting.rows("mobile")]
_START = Openings(one for one in _PHRASES if one[0] != "*")
_WHOLE = frozenset(one for one in _PHRASES if "*" not in one)
_END = re.compile("|".join(f".{{1,40}}{re.escape(one.strip('* '))}" for one in _PHRASES if one[0] == "*"))
_PROGRAM = re.compile(
    r"Get \w[\w-]*(?: \w+)? for (?:Android|iOS|iPhone|iPad|Mac|Windows)$|Sent (?:from|with|via|using) (?:[a-z]?[A-Z][\w-]*(?: (?:for |on )?[A-Z0-9][\w-]*){0,4}"
    r"|\w+ (?:smartphone|phone|mobile|tablet|app|device|mail))\.?$"
)
_DEVICE = re.compile(rf"(?<![^\W_])(?:{_alternatives('device')})")
_SENT = re.compile(rf"(?:{_alternatives('sent')})(?![^\W_])")
_SENT_LAST = re.compile(
    rf"(?!das |die |der |ich |wir |es )(?:\S+ ){{0,5}}\S*(?:{_alternatives('sent last')})$"
)
_EXCUSED = re.compile(rf"[.,;–-]\s(?={_alternatives('excuse')})")  # "Please excuse typos."
_LINK = re.compile(r"\s?[<(\[]?https?://\S+")
_GOES_ON = re.compile(r"sent from my \S+ (?:is|was|because|and|to|in|where)\b")
_ENDS_OUTRIGHT = re.compile(r"[.!?,;]\s.*\S|[。！？].*\S|[!?,;！？]$")
_SENTENCE = re.compile(r"[.!?]\s+\S|[!?。？！]")
_EDGE = " *_-–—|<>[]"


def is_footer(plain: str, opens: bool) -> bool:
    """A short line that begins a paragraph and is not a sentence that goes on."""
    if opens and _PROGRAM.match(plain):
        return True
    folded = plain.casefold()
    bare = (_LINK.sub("", folded) if "http" in folded else folded).strip(_EDGE)
    if bare in _WHOLE:
        return True
    excused = _EXCUSED.search(bare)
    said = bare[: excused.start()].rstrip() if excused else bare
    words = len(said.split())
    if not said or len(said) > 90 or words > 12 or _GOES_ON.match(said):
        return False
    if (
        opens
        and words <= 9
        and _DEVICE.search(said)
        and (_SENT.match(said) or _SENT_LAST.match(said.rstrip(".。 ")))
        and not _SENTENCE.search(said)
    ):
        return True
    if _ENDS_OUTRIGHT.search(said.rstrip(".。 ")):
        return False
    if bare != folded.strip(_EDGE) and said.startswith(("sent from ", "sent with ", "sent via ")):
        return True  # the program's page is linked
    return _START.match(said) or (opens and words <= 6 and bool(_END.match(said)))
