"""Tables of phrases as something to search with, quick however many phrases there are."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from ilnmail.data import folded

LINK = re.compile(r"(?:https?://|www\.)\S+")
ADDRESS = re.compile(r"[^\s<>()\[\]:;,|\"'=]+@[\w-]+(?:\.[\w-]+)+|\"[^\"\n@]{1,64}\"@[\w-]+(?:\.[\w-]+)+")
_HOST = re.compile(r"\b(?=[\w.-]*[a-z])[\w-]+(?:\.[\w-]+)+\b(?!\()")
_LATIN = re.compile(r"[a-z0-9]+")
_KEY = 3
_SIGN, _OTHER = "", "-"  # phrases that begin with no letter, and in other scripts
_WORD_BEGINS = r"(?<![^\W_])"


@lru_cache(maxsize=16)  # a dozen tables are searched for in the same text
def _keys(text: str) -> frozenset[str]:
    """The first letters of the words of a text; _OTHER where it has letters of other scripts."""
    words = {word[:_KEY] for word in _LATIN.findall(text)}
    others = () if text.isascii() else (_OTHER,)
    return frozenset({_SIGN, *others, *words, *(word[:size] for word in words for size in range(1, _KEY))})


class Phrases:
    """Any of many phrases in lower case, each from the beginning of a word; `*` is at most sixty characters.

    Of the phrases in Latin letters only those are looked for whose first letters begin a word of the text.
    """

    def __init__(self, phrases: list[str]) -> None:
        self._phrases = phrases
        self._compiled: dict[str, re.Pattern[str]] = {}

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        """Phrases by the first letters of their first word."""
        found: dict[str, list[str]] = defaultdict(list)
        for phrase in self._phrases:
            word = _LATIN.match(phrase)
            others = _SIGN if phrase[:1].isascii() else _OTHER
            found[word[0][:_KEY] if word else others].append(phrase)
        return dict(found)

    def search(self, text: str) -> re.Match[str] | None:
        """The first of them in a text of lower case, from the left."""
        found = (self._pattern(key).search(text) for key in _keys(text) if key in self._by_key)
        return min((one for one in found if one), key=lambda one: one.start(), default=None)

    def begins(self, text: str) -> bool:
        """Does a text of lower case begin with one of them?"""
        found = self.search(text)
        return found is not None and found.start() == 0

    def _pattern(self, key: str) -> re.Pattern[str]:
        if key not in self._compiled:
            whole = _branches(_tree(phrase for phrase in self._by_key[key] if "*" not in phrase))
            gaps = [_written(phrase) for phrase in self._by_key[key] if "*" in phrase]
            start = _WORD_BEGINS if key not in (_SIGN, _OTHER) and whole else ""
            self._compiled[key] = re.compile("|".join(filter(None, (start + whole, *gaps))))
        return self._compiled[key]


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
    for chance in (LINK, ADDRESS, _HOST):
        told = chance.sub(" ", told)
    return " ".join(told.split())
