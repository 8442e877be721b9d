"""Whole remarks beside an answer, as tables hold them: at each place one of several words, and adverbials anywhere between.

    we (have|) @talked                  "We have already talked", "On Friday we talked on Zoom"

A row says what its remark means: it goes with a yes (`agrees`, or `happened` where it tells that two were in touch), with a
no (`refuses`), with both (`either`), or a name follows it (`detail`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

Words = tuple[str, ...]

SOMEBODY = "somebody-named"
"""Stands in the tables for a name."""

_BESIDE = {"either": ("agrees", "refuses")}
_MEANS = {"happened": "agrees"}
_ADVERBIALS = {
    "adverbial": ("agrees", "happened", "refuses"),
    "adverbial-yes": ("agrees", "happened"),
    "adverbial-happened": ("happened",),  # "I want to go on" on no day, and "she is lovely" not sometimes
    "adverbial-no": ("refuses",),
}
_PLACES = re.compile(r"\(([^()]*)\)|(@\w+)(\??)|([^\s()@]+)")
_MOST_ADVERBIALS = 4  # one behind the other
_LONGEST = 8  # words of an adverbial


class Place(NamedTuple):
    """What may stand at one place, by its first word."""

    words: dict[str, tuple[Words, ...]]
    optional: bool

    def all(self) -> Iterator[Words]:
        yield from (words for several in self.words.values() for words in several)
        if self.optional:
            yield ()

    def ends(self, said: Words, begin: int) -> Iterator[int]:
        """Where what stands there may end."""
        if self.optional:
            yield begin
        if begin < len(said):
            for one in self.words.get(said[begin], ()):
                if said[begin : begin + len(one)] == one:
                    yield begin + len(one)


class Remark(NamedTuple):
    """One row."""

    means: str
    places: tuple[Place, ...]

    def first_words(self) -> Iterator[str]:
        for place in self.places:
            yield from place.words
            if not place.optional:
                return


class Remarks:
    """The remarks of a language, from the rows of its table."""

    def __init__(self, table: Iterable[tuple[str, str]], words_of: Callable[[str], Words]) -> None:
        self._words_of = words_of
        self._remarks: dict[str, list[Remark]] = {}
        self._adverbials: dict[str, list[Remark]] = {}
        self.vocabulary: set[str] = set()
        self._add(tuple(table))
        self._means = {remark.means for several in self._remarks.values() for remark in several}
        self._sizes = lru_cache(maxsize=4096)(self._adverbial_sizes)

    def longest(self, said: Words, begin: int, wanted: Iterable[str]) -> tuple[int, str]:
        """How many words from `begin` on a remark takes at most, and what it means; (0, "") where none stands there."""
        longest = (begin, "")
        for means in self._means:
            if _MEANS.get(means, means) not in wanted:
                continue
            for start in self._beyond_adverbials(said, {begin}, means):
                for remark in self._remarks.get(said[start], ()) if start < len(said) else ():
                    if remark.means == means:
                        ends = max(self._ends(remark, said, start), default=0)
                        longest = max(longest, (ends, _MEANS.get(means, means)))
        return longest[0] - begin, longest[1]

    def _ends(self, remark: Remark, said: Words, begin: int) -> set[int]:
        reached = {begin}
        for place in remark.places:
            reached = {end for start in reached for end in place.ends(said, start)}
            if not reached:
                break
            reached = self._beyond_adverbials(said, reached, remark.means)
        return reached

    def _beyond_adverbials(self, said: Words, begin: set[int], means: str) -> set[int]:
        """These places, and those behind adverbials that begin there."""
        reached, last = set(begin), begin
        for _ in range(_MOST_ADVERBIALS):
            last = {
                start + size
                for start in last
                for size, beside in self._sizes(said[start : start + _LONGEST])
                if means in beside
            } - reached
            if not last:
                break
            reached |= last
        return reached

    def _adverbial_sizes(self, said: Words) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """How many words the adverbials take that begin with the first of these, and beside what they may stand."""
        found: set[tuple[int, tuple[str, ...]]] = set()
        for adverbial in self._adverbials.get(said[0], ()) if said else ():
            reached = {0}
            for place in adverbial.places:
                reached = {end for start in reached for end in place.ends(said, start)}
            found |= {(end, _ADVERBIALS[adverbial.means]) for end in reached}
        return tuple(found)

    def _add(self, table: tuple[tuple[str, str], ...]) -> None:
        sets: dict[str, list[Words]] = {}
        for means, words in table:
            if means.startswith("@"):
                sets.setdefault(means, []).extend(self._expanded(words, sets))
        for means, words in table:
            if not means.startswith("@"):
                places = tuple(self._places(words, sets))
                self.vocabulary.update(
                    word for place in places for several in place.all() for word in several
                )
                index = self._adverbials if means in _ADVERBIALS else self._remarks
                for meaning in _BESIDE.get(means, (means,)):
                    remark = Remark(meaning, places)
                    for first in {*remark.first_words()}:
                        index.setdefault(first, []).append(remark)

    def _expanded(self, written: str, sets: dict[str, list[Words]]) -> Iterator[Words]:
        """All that a phrase of a set can be; it may name the sets above it."""
        for one in product(*(place.all() for place in self._places(written, sets))):
            yield tuple(word for words in one for word in words)

    def _places(self, written: str, sets: dict[str, list[Words]]) -> Iterator[Place]:
        for several, name, optional, word in _PLACES.findall(written):
            if word:
                yield from (_place([(one,)]) for one in self._words_of(word))
            elif name:
                yield _place([*sets[name], *([()] if optional else [])])
            elif several:
                said = map(str.strip, several.split("|"))
                yield _place([words for one in said for words in sets.get(one) or [self._words_of(one)]])


def _place(several: Iterable[Words]) -> Place:
    words: dict[str, tuple[Words, ...]] = {}
    optional = False
    for one in several:
        optional = optional or not one
        if one:
            words[one[0]] = (*words.get(one[0], ()), one)
    return Place(words, optional)
