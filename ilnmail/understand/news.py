"""What people tell beside an answer that has nothing to do with it: the weather, the library, exams, the family. Pure.

    Yes. It has been snowing in Tromsø all week.

Such a sentence stands apart from the answer, begins as news does (`begins`), speaks of a thing that a table holds (`news`), and
holds only words that are harmless in it (`tale`), and names. What no table knows may bear upon the question.
"""

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from typing import NamedTuple

from ilnmail.understand.names_in import known_names
from ilnmail.understand.wording import Clause, Lexicon, Part, with_capitals

_BEARS = (
    *("unsure", "automatic", "if", "but", "no", "decline", "negation", "correction", "request"),
    *("number", "month", "weekday", "pause", "like", "because"),
)
_POLITE = ("polite", "greeting")
_WITHOUT_VERBS = frozenset({"ru", "ar", "zh"})  # "У нас снег" is a sentence
_SHORTEST, _LONGEST = 3, 40  # words
_NOT_PLAIN = re.compile('[?？؟:："“”„«»…*]')
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_FULL_STOPS = re.compile(r"[.!。！…]|\n")


class Told(NamedTuple):
    """A clause, and the one before it."""

    before: Clause
    clause: Clause


def sentences(told: Sequence[Told]) -> list[list[Told]]:
    """Grouped by full stops and by lines; a line that goes on in small letters was only wrapped."""
    found: list[list[Told]] = []
    for one in told:
        wrapped = one.before.end.strip(" ") == "\n" and one.clause.written.strip()[:1].islower()
        if not found or (_FULL_STOPS.search(one.before.end) and not wrapped):
            found.append([])
        found[-1].append(one)
    return found


def is_news(sentence: Sequence[Clause], words: Lexicon, begun: bool = False) -> bool:
    """Whether a sentence, which stands apart from the answer, cannot be about it; `begun`, whether politeness begins it."""
    said = tuple(word for clause in sentence for word in clause.words)
    marked = any(_NOT_PLAIN.search(clause.end + clause.written) for clause in sentence)
    if marked or not _SHORTEST <= len(said) <= _LONGEST or any(word[0].isdigit() for word in said):
        return False
    nominal = words.locale in _WITHOUT_VERBS
    first = words.read(sentence[0].words, *_POLITE, "begins", *(("news",) if nominal else ()))[0].means
    holds = {
        part.means
        for kind in ("news", "verb")
        for clause in sentence
        for part in words.read(clause.words, kind)
    }
    tells = "news" in holds and (nominal or "verb" in holds)
    return tells and bool(begun or first) and all(_is_harmless(clause, words) for clause in sentence)


def _is_harmless(clause: Clause, words: Lexicon) -> bool:
    parts = words.read(clause.words, "news", "begins", "tale", *_POLITE, *_BEARS)
    return all(
        part.means.partition(" ")[0] not in _BEARS and (part.means or _is_a_name(part, clause, words))
        for part in parts
    )


def _is_a_name(part: Part, clause: Clause, words: Lexicon) -> bool:
    """A word with a capital, or a place; in German things are written like names."""
    return (words.locale != "de" and part.text in with_capitals(clause.written)) or part.text in known_names(
        clause.written
    )


def stands_apart(sentence: Sequence[Told]) -> bool:
    """Behind a full stop or on a line of its own."""
    return bool(_FULL_STOPS.search(sentence[0].before.end))


def begins_with_news(
    told: Sequence[Clause], polite: Container[Clause], words: Lexicon, parted: bool
) -> frozenset[Clause]:
    """The clauses of news in front, among what is `polite`: apologies, or news that an empty line has `parted` from the rest, for
    "It is cold. Yes." agrees that it is."""
    news: list[Clause] = []
    for sentence in sentences([Told(before, clause) for before, clause in pairwise((_NOTHING, *told))]):
        said = [clause for _, clause in sentence]
        if not all(clause in polite for clause in said):
            regrets = words.read(said[0].words, "polite")[0].means
            if not is_news(said, words) or (parted and not (regrets or _EMPTY_LINE.search(said[-1].end))):
                break
            news += said
    return frozenset(news)


_NOTHING = Clause((), "", 0)
