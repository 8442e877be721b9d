"""What a place is to the writer: where they work or live, where they come from or were, or where a partner might be."""

import re
from functools import cache

from ilnmail.data.signups import rows
from ilnmail.understand.application.names_of_places import plain

_BEFORE, _AFTER = 70, 18
_STOP = re.compile(r"[.!?;\n。！？؟](?=\s|$|[^\w])|\n")


@cache
def _pattern(role: str, where: str) -> re.Pattern[str]:
    phrases = [plain(row["phrase"]) for row in rows("cues") if (row["role"], row["where"]) == (role, where)]
    longest = sorted(phrases, key=len, reverse=True)
    spaced = [_written(one) for one in longest if _SPACED.match(one)]
    others = [_written(one) for one in longest if not _SPACED.match(one)]
    bounded = rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)" if spaced else ""
    return re.compile("|".join(filter(None, (bounded, *others))) or r"(?!)")


_SPACED = re.compile(r"[a-zà-ÿа-яё]")


def _written(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r".{0,20}?")


_ROLES = ("partner", "elsewhere", "work", "live", "from")


def role(text: str, start: int, end: int) -> str:
    """The role of the place at text[start:end], of a plain text in lower case: the cue nearest before it in its
    sentence, else one right behind it; "" where there is none."""
    before = _same_sentence(text[max(0, start - _BEFORE) : start])
    behind = re.split(r"[,，、。.;；]", text[end : end + _AFTER])[0]
    found = [
        (last.end(), -n, one)
        for n, one in enumerate(_ROLES)
        if (last := _last(_pattern(one, "before"), before))
    ]
    after = next((one for one in _ROLES if _pattern(one, "after").search(behind)), "")
    nearest = max(found, default=(0, 0, ""))[2]
    return after if after and (nearest in ("", "live", "from") or after == "elsewhere") else nearest


def _same_sentence(before: str) -> str:
    stops = list(_STOP.finditer(before))
    return before[stops[-1].end() :] if stops else before


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that ends nearest to the end of the text, the longest of those."""
    found = list(pattern.finditer(text))
    return max(found, key=lambda one: (one.end(), one.end() - one.start()), default=None)
