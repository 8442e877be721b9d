"""Is every word of the lines that a yes or no stands in explained? What is not may turn the answer round."""

import re
from itertools import pairwise

from ilnmail.understand.wording import Clause, Lexicon

_OF_A_YES = ("yes", "fine", "good")
_OF_A_NO = ("no", "decline")
_DOUBTS = ("unsure", "automatic", "if")
_BESIDE = ("but", "negation", "polite", "filler", "greeting", "number")
_REMARKS = {
    "YES": ("glad", "detail", "request"),
    "NO": ("reason",),
}
_CONTRARY = {"YES": {*_OF_A_NO, *_DOUBTS, "negation"}, "NO": {*_OF_A_YES, *_DOUBTS}}
_NO_IS_NOT = frozenset({"es", "pt", "ar", "zh"})
_MOST_NAMES = 3
_MOST_THANKED = 5  # parts, as in "thank you so much for asking"
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_FULL_STOPS = ".!?。！？؟…"


def lines_are_explained(text: str, said: list[Clause], answer: str, words: Lexicon) -> bool:
    """`said` begins with the clause that holds the answer. A remark that makes no condition may follow."""
    ends = _end_of_paragraph(text, said[0].rest)
    if not _begins(said[0], answer, words):
        return False
    polite, named = False, False
    weak = not {"yes", "no"} & {part.means for part in words.read(said[0].words, *_ANSWERS)}
    for before, clause in pairwise(said):
        if before.rest >= ends:
            return True
        named = _is_name(text[before.rest : clause.rest], before, polite or named, words)
        if not named and not _follows(clause, answer, weak, words):
            return False
        polite = words.read(clause.words, "polite")[-1].means == "polite"
    return True


_ANSWERS = (*_OF_A_YES, *_OF_A_NO, *_DOUBTS, *_BESIDE)


def _begins(clause: Clause, answer: str, words: Lexicon) -> bool:
    """All known, or a plain yes or no and behind it a remark. Where the word for no denies verbs too, as in "no hay de qué",
    no remark follows in the same clause."""
    if _explained([part.means for part in words.read(clause.words, *_ANSWERS)], answer):
        return True
    kinds = [part.means for part in words.read(clause.words, *_REMARKS[answer], *_ANSWERS)]
    remark = next((place for place, kind in enumerate(kinds) if kind in _REMARKS[answer]), 0)
    denies = answer == "NO" and words.locale in _NO_IS_NOT
    return not denies and answer.lower() in kinds[:remark] and _explained(kinds, answer)


def _follows(clause: Clause, answer: str, weak: bool, words: Lexicon) -> bool:
    kinds = [part.means for part in words.read(clause.words, "unsure", *_REMARKS[answer], *_ANSWERS)]
    thanks = kinds[0] == "polite" and len(kinds) <= _MOST_THANKED
    if weak and "request" not in kinds and any(mark in clause.end for mark in "?؟？"):
        return False  # "Fine. And you?"
    return _explained(kinds, answer) or (thanks and not _CONTRARY[answer] & set(kinds))


def _end_of_paragraph(text: str, begin: int) -> int:
    """Where the lines end among which the answer stands; behind an empty line follow remarks and signatures."""
    found = _EMPTY_LINE.search(text, max(0, begin - 1))
    return found.start() if found else len(text)


def _explained(kinds: list[str], answer: str) -> bool:
    """All of it known, or known up to a remark; nothing in it to the contrary."""
    remark = next((place for place, kind in enumerate(kinds) if kind in _REMARKS[answer]), len(kinds))
    return not _CONTRARY[answer] & set(kinds) and all(kinds[:remark])


def _is_name(written: str, before: Clause, polite: bool, words: Lexicon) -> bool:
    """A few words with capitals behind thanks or the end of a sentence; in German things are written like names."""
    named = re.findall(r"[^\W\d_][\w'.-]*", written)
    parted = polite or any(mark in before.end for mark in _FULL_STOPS + "–—-\n")
    return (
        0 < len(named) <= _MOST_NAMES
        and all(one[0].isupper() for one in named)
        and (parted if words.locale != "de" else polite or "\n" in before.end)
    )
