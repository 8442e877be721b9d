"""What people let everybody read, for the public pages."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.model import PersonState, Round


class SharedAnswer(NamedTuple):
    """One answer with SHARE, and what it is signed with."""

    topic: str
    name: str
    country: str
    text: str
    language: str
    on: date
    links: tuple[str, ...]
    addresses: tuple[str, ...]  # the author's, which stand on no page


def all_rounds(db: Connection) -> tuple[Round, ...]:
    """Those that are over too, the oldest first."""
    return rows.facts(db, Round, order=tables.rounds.c.starts)


def shared_answers(db: Connection) -> Iterator[SharedAnswer]:
    """The newest first; nothing of anybody whom the coordinators have blocked."""
    answers, people = tables.answers.c, tables.people.c
    query = (
        select(tables.answers, people.name, people.country, people.place, people.address, people.locale)
        .join(tables.people, people.id == answers.person)
        .where(answers.shared, people.state != PersonState.BLOCKED)
        .order_by(answers.at.desc(), answers.person)
    )
    found = db.execute(query).all()
    languages = _languages(db, {row.person for row in found})
    for row in found:
        yield SharedAnswer(
            topic=row.topic,
            name=row.name,
            country=row.country or row.place,
            text=row.text,
            language=languages.get((row.round, row.person), row.locale),
            on=row.at.date(),
            links=tuple(row.links),
            addresses=(row.address,),
        )


def _languages(db: Connection, people: set[int]) -> dict[tuple[int, int], str]:
    """The language of each one's pairing of that round, in which answers are asked for."""
    members, pairings = tables.members.c, tables.pairings.c
    query = select(pairings.round, members.person, pairings.language).join(
        tables.pairings, pairings.id == members.pairing
    )
    return {
        (row.round, row.person): row.language for row in db.execute(query.where(members.person.in_(people)))
    }
