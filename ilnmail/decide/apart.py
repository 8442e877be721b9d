"""Whom the words "never with ..." of a card mean: everybody of that name, place of work or country. Rather one too many."""

import re
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


_ASKED_AGAIN = 1 << 14  # the words of one card are held against everybody


@lru_cache(_ASKED_AGAIN)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", plain(text)))


@lru_cache(_ASKED_AGAIN)
def _forms(name: str) -> frozenset[str]:
    return frozenset(form for word in _words(name) for form in variants(word))
