"""Tables of phrases as something to search with, quick however many phrases there are."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ilnmail.data import folded

LINK = re.compile(r"(?:https?://|www\.)\S+")
ADDRESS = re.compile(r"[^\s<>()\[\]:;,|\"'=]+@[\w-]+(?:\.[\w-]+)+|\"[^\"\n@]{1,64}\"@[\w-]+(?:\.[\w-]+)+")
_HOST = re.compile(r"\b(?=[\w.-]*[a-z])[\w-]+(?:\.[\w-]+)+\b(?!\()")
_BY_CHANCE = ((("://", "www."), LINK), (("@",), ADDRESS), ((".",), _HOST))
"""What no such piece is without, and the pieces."""
_LATIN = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_WORD_BEGINS = r"(?<![^\W_])"
_BEGINNINGS = (4, 2, 1)  # letters
_NONE = ""


class _Clues(NamedTuple):
    """What a text holds of which a phrase may need some: whole words, beginnings of words, letters of other scripts."""

    words: frozenset[str]
    beginnings: frozenset[str]
    letters: frozenset[str]


@lru_cache(maxsize=16)  # several tables are searched for in the same text
def _clues(text: str) -> _Clues:
    words = frozenset(_WORD.findall(text))
    beginnings = frozenset(word[:size] for size in _BEGINNINGS for word in words)
    letters = () if text.isascii() else (letter for letter in set(text) if not letter.isascii())
    return _Clues(words, beginnings, frozenset((_NONE, *letters)))


class _Phrase(NamedTuple):
    """One of a group."""

    group: Hashable
    written: str
    pieces: tuple[str, ...]  # what stands between its gaps


class Tables:
    """Many phrases in lower case, in groups, each from the beginning of a word; `*` is at most sixty characters.

    Only those are looked for of which the text holds the clue: a whole word, or as much as there is of one.
    """

    def __init__(self, phrases: Iterable[tuple[Hashable, str]]) -> None:
        self._phrases = [(group, phrase) for group, phrase in dict.fromkeys(phrases) if phrase]
        self._order = {group: place for place, group in enumerate(dict.fromkeys(g for g, _ in self._phrases))}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._held = lru_cache(maxsize=8)(self._look_for)

    @cached_property
    def _by_clue(self) -> tuple[tuple[frozenset[str], dict[str, list[_Phrase]]], ...]:
        """Phrases by the rarest of their clues, for each kind of clue."""
        possible = {phrase: list(_clues_of(phrase)) for _, phrase in self._phrases}
        count = Counter(clue for clues in possible.values() for clue in clues)
        found: tuple[dict[str, list[_Phrase]], ...] = tuple(defaultdict(list) for _ in _Clues._fields)
        for group, phrase in self._phrases:
            clues = possible[phrase]
            kind, clue = min(clues, key=lambda one: (one[0] == _A_LETTER, count[one], -len(one[1])))
            found[kind][clue].append(_Phrase(group, phrase, _pieces(phrase)))
        return tuple((frozenset(by_clue), dict(by_clue)) for by_clue in found)

    def search(self, group: Hashable, text: str) -> re.Match[str] | None:
        """The first of a group in a text of lower case, from the left; of several there the longest."""
        found = (self._pattern(phrase).search(text) for phrase in self._held(text).get(group, ()))
        return min((one for one in found if one), key=_first_and_longest, default=None)

    def begins(self, group: Hashable, text: str) -> bool:
        """Does a text of lower case begin with one of a group?"""
        found = self.search(group, text)
        return found is not None and found.start() == 0

    def groups(self, text: str) -> Iterator[Any]:
        """The groups of which a text of lower case holds a phrase, in their order."""
        for group in sorted(self._held(text), key=self._order.__getitem__):
            if self.search(group, text):
                yield group

    def _look_for(self, text: str) -> dict[Hashable, list[str]]:
        """Those of which the text holds the clue and all pieces, somewhere."""
        found: dict[Hashable, list[str]] = {}
        for held, (known, by_clue) in zip(_clues(text), self._by_clue, strict=True):
            for clue in known & held:
                for group, phrase, (piece, *more) in by_clue[clue]:
                    if piece in text and all(one in text for one in more):
                        found.setdefault(group, []).append(phrase)
        return found

    def _pattern(self, phrase: str) -> re.Pattern[str]:
        if phrase not in self._compiled:
            self._compiled[phrase] = re.compile(_written(phrase))
        return self._compiled[phrase]


class Phrases:
    """One group alone."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._tables = Tables((None, phrase) for phrase in phrases)

    def search(self, text: str) -> re.Match[str] | None:
        """The first of them in a text of lower case, from the left; of several there the longest."""
        return self._tables.search(None, text)

    def begins(self, text: str) -> bool:
        """Does a text of lower case begin with one of them?"""
        return self._tables.begins(None, text)


_A_WORD, _A_BEGINNING, _A_LETTER = range(3)


def _clues_of(phrase: str) -> Iterator[tuple[int, str]]:
    """(kind, clue) of all that a text must hold where it holds the phrase."""
    for number, piece in enumerate(_pieces(phrase)):
        for run in _WORD.finditer(piece):
            if run.start() or (not number and _LATIN.match(phrase)):
                whole = run.end() < len(piece)
                yield (_A_WORD, run[0]) if whole else (_A_BEGINNING, _beginning(run[0]))
    yield _A_LETTER, next((letter for letter in reversed(phrase) if not letter.isascii()), _NONE)


def _beginning(word: str) -> str:
    return word[: next(size for size in _BEGINNINGS if size <= len(word))]


def _pieces(phrase: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in phrase.split("*"))


def _first_and_longest(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), -found.end()


def one_of(phrases: Iterable[str]) -> str:
    """A pattern for the longest of the phrases at a place, each from the beginning of a word; they share their beginnings,
    so that at most places of a text one look is enough."""
    tree = _tree(phrases)
    spaced = {letter: node for letter, node in tree.items() if _BEGINS_A_WORD.match(letter)}
    others = {letter: node for letter, node in tree.items() if letter not in spaced}
    bounded = _WORD_BEGINS + _branches(spaced) if spaced else ""
    return "|".join(filter(None, (bounded, _branches(others) if others else ""))) or r"(?!)"


def anywhere(phrases: Iterable[str]) -> str:
    """The same from any letter of a word."""
    return _branches(_tree(phrases)) or r"(?!)"


def _tree(phrases: Iterable[str]) -> dict[str, Any]:
    """Letter by letter; where a phrase ends stands `_END`."""
    tree: dict[str, Any] = {}
    for phrase in filter(None, phrases):
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return tree


_END = ""
_BEGINS_A_WORD = re.compile(r"[a-zа-яё]")


def _branches(node: dict[str, Any]) -> str:
    """What may follow; the longer ways first."""
    ways = [re.escape(letter) + _branches(after) for letter, after in node.items() if letter != _END]
    if not ways:
        return ""
    inside = ways[0] if len(ways) == 1 and _END not in node else f"(?:{'|'.join(ways)})"
    return f"{inside}?" if _END in node else inside


def _written(phrase: str) -> str:
    start = _WORD_BEGINS if _LATIN.match(phrase) else ""
    return start + r".{0,60}?".join(re.escape(piece.strip()) for piece in phrase.split("*"))


def plain(text: str) -> str:
    """Lower case on one line, without links, addresses and names of hosts: they hold words by chance."""
    told = " ".join(folded(text).split())
    for signs, chance in _BY_CHANCE:
        if any(sign in told for sign in signs):
            told = chance.sub(" ", told)
    return " ".join(told.split())
