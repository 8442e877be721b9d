"""Whom the words "never with ..." of a card mean: everybody of that name, place of work or country. Rather one too many."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from sqlalchemy import ColumnElement, Connection, literal_column, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.model import Person
from ilnmail.understand.application.names_of_places import countries, plain, variants

_PICKY: ColumnElement[bool] = literal_column("people.never <> '[]'")  # in the words of its index, and no more
_SHORTEST = 3  # letters of a place of work that may be found inside another text


def kept_apart(people: Iterable[Person]) -> Mapping[int, frozenset[int]]:
    """Person -> those they are not to be paired with, both ways, by the words of either card."""
    everybody = tuple(people)
    found: dict[int, set[int]] = defaultdict(set)
    for one in everybody:
        for other in everybody if one.never else ():
            if other.id != one.id and any(means(words, other) for words in one.never):
                found[one.id].add(other.id)
                found[other.id].add(one.id)
    return {id: frozenset(others) for id, others in found.items()}


def apart_from(db: Connection, person: int) -> frozenset[int]:
    """The same for one person: what their card says of others, and what others' cards say of them."""
    one = rows.person(db, person)
    if one is None:
        return frozenset()
    people = tables.people.c
    picky = rows.facts(db, Person, _PICKY)
    others = rows.facts(db, Person, people.id.in_(select(people.id))) if one.never else picky
    return kept_apart((one, *(p for p in others if p.id != person))).get(person, frozenset())


def means(words: str, other: Person) -> bool:
    """Do these words name that person, where they work, or their country?"""
    told = _words(words)
    if not told:
        return False
    if countries().get(plain(words).strip(" .")) == other.country != "":
        return True
    name = [set(variants(word)) for word in _words(other.name)]
    if all(any(set(variants(word)) & known for known in name) for word in told):
        return True
    bare = " ".join(told)
    return len(bare) > _SHORTEST and len(told) > 1 and f" {bare} " in f" {' '.join(_words(other.work))} "


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", plain(text)))
