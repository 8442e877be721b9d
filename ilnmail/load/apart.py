"""Who is kept apart by what cards say: "never with ..."."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, literal_column, select

from ilnmail import tables
from ilnmail.decide.apart import Known
from ilnmail.load import rows
from ilnmail.model import Person

_PICKY: ColumnElement[bool] = literal_column("people.never <> '[]'")  # in the words of its index, and no more


def kept_apart(people: Iterable[Person]) -> Mapping[int, frozenset[int]]:
    """Person -> those they are not to be paired with, both ways, by the words of either card."""
    everybody = tuple(people)
    known = Known((one.id, one.name, one.country, one.work) for one in everybody)
    found: dict[int, set[int]] = defaultdict(set)
    for one in everybody:
        for other in {id for words in one.never for id in known.meant(words)} - {one.id}:
            found[one.id].add(other)
            found[other].add(one.id)
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
