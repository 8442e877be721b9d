"""Whom people have met, and whom they are to be kept from."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, or_, select

from ilnmail import tables
from ilnmail.load.apart import apart_from
from ilnmail.prepared import Prepared


def memory(db: Connection, people: Iterable[int]) -> dict[str, object]:
    """Former partners and those to be avoided, of each of these people."""
    wanted = tuple(people)
    return {
        **{f"former partners of P-{id}": former for id, former in _former_partners(db, wanted).items()},
        **{f"avoided by P-{id}": others for id, others in _avoided(db, wanted).items()},
    }


_mine, _theirs, _pairings = tables.members.alias(), tables.members.alias(), tables.pairings.c
_MET: Prepared[Any] = Prepared(
    lambda words: (
        select(_mine.c.person, _theirs.c.person.label("met"))
        .join(_theirs, _theirs.c.pairing == _mine.c.pairing)
        .join(tables.pairings, _pairings.id == _mine.c.pairing)
        .where(
            words.among(_mine.c.person, "people"),
            _theirs.c.person != _mine.c.person,
            _pairings.state.in_(("running", "ended")),
        )
        .distinct()
        .order_by(_theirs.c.person)
    )
)


def _former_partners(db: Connection, people: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """Everybody these people have been introduced to, in any round."""
    met: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for row in _MET.all(db, people=people):
        met[row.person] += (row.met,)
    return {id: met[id] for id in people}


_avoids = tables.avoids.c
_AVOIDED: Prepared[Any] = Prepared(
    lambda words: select(_avoids.person, _avoids.other).where(
        or_(words.among(_avoids.person, "people"), words.among(_avoids.other, "people"))
    )
)


def _avoided(db: Connection, people: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """Whom these people are never paired with, whoever said so."""
    named: dict[int, set[int]] = defaultdict(set)
    for one, other in _AVOIDED.all(db, people=people):
        named[one].add(other)
        named[other].add(one)
    apart = apart_from(db, people)
    return {id: tuple(sorted(named[id] | apart.get(id, frozenset()))) for id in people}
