"""Yes and no as people say them. A yes with conditions, doubts or a no beside it is neither."""

import re
from enum import Enum
from itertools import pairwise

from ilnmail.understand.explained import lines_are_explained
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
_LOOKED_AT = 10  # clauses; what comes later is a comment
_LOOKED_AT_CHARACTERS = 600
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
    said = [(clause, _said(clause, words)) for clause in clauses(looked_at)[:_LOOKED_AT]]
    first = next((place for place, (_, what) in enumerate(said) if what is not Said.POLITE), None)
    if first is None:
        return "ASK", text
    clause, verdict = said[first]
    if verdict not in (Said.YES, Said.NO) or _taken_back(said[first:], verdict, words):
        return "ASK", text
    if not lines_are_explained(looked_at, [one for one, _ in said[first:]], verdict.value, words):
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


def _taken_back(said: list[tuple[Clause, Said]], verdict: Said, words: Lexicon) -> bool:
    """Something behind it says the contrary, doubts it, or in the same sentence makes a condition."""
    opposite = Said.NO if verdict is Said.YES else Said.YES
    strength = {part.means for part in words.read(said[0][0].words, *_WANTED)}
    same_sentence = True
    for (before, _), (clause, what) in pairwise(said):
        same_sentence = same_sentence and not any(mark in before.end for mark in ".!?\n。！؟")
        kinds = [part.means for part in words.read(clause.words, *_WANTED)]
        if _corrected(verdict, clause, words):
            return True
        plainly = ("" not in kinds and "opener" not in kinds) or kinds[0] in ("yes", "no")
        if what in (opposite, Said.UNSURE) and plainly:
            return True
        if (
            verdict is Said.YES
            and same_sentence
            and (what is Said.UNSURE or _weakened(strength, clause, kinds) or _first_asked(clause, words))
        ):
            return True
    return False


_LONGEST_CORRECTION = 7  # words


def _corrected(verdict: Said, clause: Clause, words: Lexicon) -> bool:
    """ "No. Sorry, I meant yes": a word that takes back what was said, and the contrary beside it."""
    kinds = {part.means for part in words.read(clause.words, "correction", *_YES, *_NO, "negation")}
    contrary = _NO | {"negation"} if verdict is Said.YES else _YES
    return "correction" in kinds and len(clause.words) <= _LONGEST_CORRECTION and bool(kinds & contrary)


def _first_asked(clause: Clause, words: Lexicon) -> bool:
    """ "Yes, but I will ask my director first" waits."""
    kinds = [part.means for part in words.read(clause.words, "but", "first")]
    return "but" in kinds[:2] and "first" in kinds


def _weakened(strength: set[str], clause: Clause, kinds: list[str]) -> bool:
    """What follows a yes in its sentence and makes it none: "yes, but not in May"; "gladly, but ..."; "good, that you ask"."""
    asks = any(mark in clause.end for mark in "?؟？")
    contrary = {"negation", "decline", "no", "unsure"} & set(kinds)
    if (
        "if" in kinds[:3]
        or kinds[0] == "decline"
        or ("but" in kinds[:2] and (contrary or "yes" not in strength))
    ):
        return True
    if "yes" in strength:
        return asks and len(clause.words) <= 2
    if kinds[0] in ("negation", "no") and "" in kinds:
        return True  # "of course, not everybody can"
    return asks or ("fine" not in strength and "" in kinds)
