"""Whom the words "never with ..." of a card mean: everybody of that name, place of work or country. Rather one too many."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from ilnmail.understand.application.names_of_places import countries, plain, variants

_SHORTEST = 3  # letters of a place of work that may be found inside another text


def means(words: str, name: str, country: str, work: str) -> bool:
    """Do these words name somebody of that name, where they work, or their country?"""
    told = _words(words)
    if not told:
        return False
    if countries().get(plain(words).strip(" .")) == country != "":
        return True
    known = _forms(name)
    if all(any(form in known for form in variants(word)) for word in told):
        return True
    bare = " ".join(told)
    return len(bare) > _SHORTEST and len(told) > 1 and f" {bare} " in f" {' '.join(_words(work))} "


class Known:
    """Everybody who can be meant, by each word of theirs: words are held against those few who share one of them with it."""

    def __init__(self, people: Iterable[tuple[int, str, str, str]]) -> None:
        """Of each: id, name, country, work."""
        self._told = {id: told for id, *told in people}
        self._by_country: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for id, (name, country, work) in self._told.items():
            self._by_country[country].append(id)
            for word in (*_forms(name), *_words(work)):
                self._by_word[word].add(id)

    def meant(self, words: str) -> tuple[int, ...]:
        """Their ids, ascending."""
        sharing = [
            [self._by_word[form] for form in variants(word) if form in self._by_word]
            for word in _words(words)
        ]
        rarest = min(sharing, key=lambda found: sum(map(len, found)), default=[])
        of_country = self._by_country.get(countries().get(plain(words).strip(" ."), ""), ())
        some = set(of_country).union(*rarest)
        return tuple(id for id in sorted(some) if means(words, *self._told[id]))


_ASKED_AGAIN = 1 << 14  # the words of one card are held against everybody


@lru_cache(_ASKED_AGAIN)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", plain(text)))


@lru_cache(_ASKED_AGAIN)
def _forms(name: str) -> frozenset[str]:
    return frozenset(form for word in _words(name) for form in variants(word))
