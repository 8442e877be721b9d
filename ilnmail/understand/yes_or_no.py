"""Yes and no as people say them. A yes with conditions, doubts or a no beside it is neither."""

import re
from enum import Enum

from ilnmail.understand.explained import all_is_explained, is_addressed
from ilnmail.understand.news import begins_with_news
from ilnmail.understand.wording import Clause, Lexicon, Part, clauses, lexicon

_WANTED = (
    "unsure",
    "yes",
    "no",
    "fine",
    "good",
    "decline",
    "if",
    "but",
    "negation",
    "polite",
    "filler",
    "greeting",
    "opener",
    "automatic",
)
_YES = frozenset({"yes", "fine", "good"})
_NO = frozenset({"no", "decline"})
_LOOKED_AT = 40  # clauses; what comes later is a comment
_LOOKED_AT_CHARACTERS = 2000
_MOST_GREETED = 5
_SIGNS = {
    "👍": "YES",
    "✓": "YES",
    "✔": "YES",
    "✅": "YES",
    "👌": "YES",
    "☑": "YES",
    "👎": "NO",
    "❌": "NO",
    "✗": "NO",
    "✘": "NO",
}


_IF_IN_SPANISH = re.compile(r"[^\W\d_][,;.]?\s+si\s+[^\W\d_]{2,}")
_NUMBERED = re.compile(r"\s*no\.?\s*\d", re.I)  # "No. 4" is a number


class Said(Enum):
    """What one clause says."""

    YES = "YES"
    NO = "NO"
    UNSURE = "ASK"
    POLITE = ""  # nothing but a greeting, thanks or a name
    OTHER = "other"  # something else: a comment


def read_yes_or_no(text: str, locale: str) -> tuple[str, str]:
    """(YES, NO or ASK, the comment): ASK where a careful person would ask back.

    It is an answer only where every word of its paragraph is explained: words of that answer, politeness, a name, or a remark
    of a kind that goes with it. Whatever else stands there may turn it round ("Yes, said nobody ever").
    """
    looked_at = text[:_LOOKED_AT_CHARACTERS]
    if sign := next((said for mark, said in _SIGNS.items() if looked_at.lstrip().startswith(mark)), ""):
        text, looked_at = _behind_a_sign(text), _behind_a_sign(looked_at)
        if not any(clause.words for clause in clauses(looked_at)):
            return sign, ""
    words = lexicon(locale)
    if _NUMBERED.match(looked_at):
        return "ASK", text
    if words.locale == "es" and _IF_IN_SPANISH.search(looked_at):
        return "ASK", text  # "claro, si me dejan": without its accent it is no yes
    told = clauses(looked_at)[:_LOOKED_AT]
    said = [
        (clause, Said.POLITE if is_addressed(before, clause, words) else _said(clause, words))
        for before, clause in zip((None, *told), told, strict=False)
    ]
    polite = {clause for clause, what in said if what is Said.POLITE}
    in_front = polite | begins_with_news(told, polite, words, parted=True)
    first = next((place for place, clause in enumerate(told) if clause not in in_front), None)
    if first is None:
        return "ASK", text
    clause, verdict = said[first]
    beside = [one for one, _ in said[first:]]
    if verdict not in (Said.YES, Said.NO) or not all_is_explained(looked_at, beside, verdict.value, words):
        return "ASK", text
    return verdict.value, text[clause.rest :].strip()


def _behind_a_sign(text: str) -> str:
    return text.lstrip().lstrip("".join(_SIGNS) + "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def _said(clause: Clause, words: Lexicon) -> Said:
    parts = words.read(clause.words, *_WANTED)
    kinds = [part.means for part in parts]
    if "unsure" in kinds or "automatic" in kinds:
        return Said.UNSURE
    if _only_polite(kinds):
        return Said.POLITE
    verdict = _verdict(parts, words)
    if verdict in (Said.YES, Said.NO) and "if" in kinds:
        return Said.UNSURE
    return Said.UNSURE if verdict in (Said.YES, Said.NO) and _asks(clause, kinds, words) else verdict


def _asks(clause: Clause, kinds: list[str], words: Lexicon) -> bool:
    """ "Yes?" and "All well?" ask; "Why not?" does not."""
    if not any(mark in clause.end.split("\n")[0] for mark in "?؟？"):
        return False
    denied = any(
        words.read((word,), "negation", "no")[0].means in ("negation", "no") for word in clause.words
    )
    return not (kinds in (["fine"], ["good"]) and len(clause.words) > 1 and denied)


def _only_polite(kinds: list[str]) -> bool:
    if kinds[0] == "greeting":
        return len(kinds) <= _MOST_GREETED and not (_YES | _NO) & set(kinds)
    return (
        kinds[0] == "polite" and not (_YES | _NO | {"negation"}) & set(kinds) and len(kinds) <= _MOST_GREETED
    )


def _verdict(parts: tuple[Part, ...], words: Lexicon) -> Said:
    kinds = [part.means for part in parts]
    yes, no = any(kind in _YES for kind in kinds), any(kind in _NO for kind in kinds)
    if yes and no:
        return Said.UNSURE
    if "no" in kinds and {"negation", "decline"} & set(kinds[: kinds.index("no")]):
        return Said.UNSURE  # "it is not a no"
    if not yes and not no:
        return Said.OTHER
    if "negation" in kinds:
        return Said.OTHER
    return Said.YES if yes else Said.NO
