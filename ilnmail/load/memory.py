"""Whom people have met, and whom they are to be kept from."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.load.apart import apart_from
from ilnmail.model import Avoid


def memory(db: Connection, people: Iterable[int]) -> dict[str, object]:
    """Former partners and those to be avoided, of each of these people."""
    return {
        **{f"former partners of P-{id}": former_partners(db, id) for id in people},
        **{f"avoided by P-{id}": avoided(db, id) for id in people},
    }


def former_partners(db: Connection, person: int) -> tuple[int, ...]:
    """Everybody this person has been introduced to, in any round."""
    one, other, pairings = tables.members.alias(), tables.members.alias(), tables.pairings.c
    query = (
        select(other.c.person)
        .join(one, one.c.pairing == other.c.pairing)
        .join(tables.pairings, pairings.id == one.c.pairing)
        .where(one.c.person == person, other.c.person != person, pairings.state.in_(("running", "ended")))
        .distinct()
    )
    return tuple(sorted(db.execute(query).scalars()))


def avoided(db: Connection, person: int) -> tuple[int, ...]:
    """Whom this person is never paired with, whoever said so."""
    avoids = tables.avoids.c
    found = rows.facts(db, Avoid, or_(avoids.person == person, avoids.other == person))
    named = {a.other if a.person == person else a.person for a in found}
    return tuple(sorted(named | apart_from(db, person)))
