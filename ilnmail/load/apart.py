"""Who is kept apart by what cards say: "never with ..."."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, literal_column, select

from ilnmail import tables
from ilnmail.decide.apart import Known
from ilnmail.model import Person
from ilnmail.prepared import prepared_facts

_picky: ColumnElement[bool] = literal_column("people.never <> '[]'")  # in the words of its index, and no more
_PICKY = prepared_facts(select(tables.people).where(_picky), Person)
_EVERYBODY = prepared_facts(select(tables.people), Person)
_THESE = prepared_facts(
    lambda words: select(tables.people).where(words.among(tables.people.c.id, "people")), Person
)


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


def apart_from(db: Connection, people: tuple[int, ...]) -> Mapping[int, frozenset[int]]:
    """The same for some people: what their cards say of others, and what others' cards say of them."""
    wanted = _THESE.all(db, people=people)
    others = (_EVERYBODY if any(one.never for one in wanted) else _PICKY).all(db)
    return kept_apart({one.id: one for one in (*wanted, *others)}.values())
