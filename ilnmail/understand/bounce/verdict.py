"""Why a letter was refused, and whose fault it is: the words first, then the status (RFC 3463, RFC 5321 4.2)."""

import re
from functools import cache, lru_cache
from itertools import groupby

from ilnmail.data.bouncing import rows
from ilnmail.understand.phrases import Tables, plain

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,2})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.:-])[45]\d\d(?:[ -]\S|: )")  # RFC 5321 4.2
_MOST = 3000
_SAYS_LITTLE = "no way there for now"  # "554 Service unavailable", below which stands why
_OF_A_HOST = frozenset({"host unknown", "server takes no mail"})
_BY_STATUS = (
    (re.compile(r"5\.1\.(0|1|2|6|10)$"), "hard", "bad address"),
    (re.compile(r"5\.4\.4$"), "hard", "host unknown"),
    (re.compile(r"5\.7\.\d+$"), "policy", "refused by policy"),
)


@cache
def _reasons() -> Tables:
    """By (place, kind, reason): a reason may stand in several places."""
    found = groupby(rows("reasons"), key=lambda row: (row["kind"], row["reason"], row["source"]))
    return Tables(
        ((place, kind, reason), row["phrase"])
        for place, ((kind, reason, _), group) in enumerate(found)
        for row in group
    )


def verdict(status: str, *words: str) -> tuple[str, str]:
    """(kind, reason): the first text that says why decides; then the status. Kind is "unknown" where neither does.

    Names that cannot be resolved under a temporary status may be resolved tomorrow.
    """
    told = next((told for one in words if (told := by_words(one))), None)
    status = status or code(" ".join(words))
    if told and told[0] == "hard" and told[1] in _OF_A_HOST and status.startswith("4"):
        return "soft", told[1]
    return told or by_status(status)


@lru_cache(maxsize=64)  # the text around several addresses is one
def by_words(words: str) -> tuple[str, str] | None:
    """What the words say, or nothing. A reply of the other server says why; what stands above it only that it refused."""
    reply = _REPLY.search(words[:_MOST])
    answered = _first_reason(words[reply.start() : _MOST]) if reply else None
    return answered if answered and answered[1] != _SAYS_LITTLE else _first_reason(words[:_MOST])


def _first_reason(words: str) -> tuple[str, str] | None:
    return next(((kind, reason) for _, kind, reason in _reasons().groups(plain(words))), None)


def by_status(status: str) -> tuple[str, str]:
    """What the status alone says."""
    named = next(((kind, why) for said, kind, why in _BY_STATUS if said.match(status)), None)
    if named:
        return named
    if status.startswith("2"):
        return "delivered", "delivered"
    return ("soft", "gave up trying") if status.startswith("4") else ("unknown", "")


def code(words: str) -> str:
    """The enhanced status in a text, the last one; "" where there is none."""
    found = [one[0] for one in STATUS.finditer(words) if one[1] != "2"]
    return found[-1] if found else ""
