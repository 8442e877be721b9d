"""Whom the waiting list and the volunteers have to offer: the first in line, and those who are any help to whoever is in need."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from ilnmail.database import writing
from ilnmail.decide.tickets import NEW_PARTNER
from ilnmail.load.rescue import rescue
from ilnmail.model import Fact, Person, PersonState, Place, PlaceState, Round, RoundState, Ticket
from ilnmail.tables import TABLE_OF
from tests.coordinators.desk import STATE

AT = datetime(2027, 3, 23, tzinfo=UTC)
ROUND = Round(id=1, name="2027A", state=RoundState.RUNNING, starts=date(2027, 3, 1), ends=date(2027, 7, 1))
FIRST = 30


def person(id: int, country: str, language: str = "en", *tags: str) -> Person:
    return Person(
        id=id,
        address=f"a{id}@example.org",
        name=f"A{id}",
        country=country,
        languages=(language,),
        zone="UTC",
        state=PersonState.ACTIVE,
        tags=tags,
    )


AMINA = person(1, "KE")


def looked_at(engine: Engine, waiting: list[Person], *others: Person) -> set[int]:
    """Who is, when Amina needs somebody."""
    line = [
        Place(round=1, person=one.id, since=AT, state=PlaceState.WAITING, number=n)
        for n, one in enumerate(waiting, 1)
    ]
    ticket = Ticket(id=1, key="rematch:P-1", kind=NEW_PARTNER, person=1, words="", default="", opened_at=AT)
    facts: tuple[Fact, ...] = (ROUND, AMINA, *waiting, *others, *line, ticket)
    with writing(engine) as db:
        for fact in facts:
            db.execute(TABLE_OF[type(fact)].insert().values(**fact.__dict__))
        found = rescue(db, replace(STATE, rounds=(ROUND,), round=ROUND))
    return {one.id for one in found.people}


def test_the_first_in_line_are(engine: Engine) -> None:
    line = [person(id, "NO") for id in range(10, 10 + FIRST)]
    assert looked_at(engine, line) == {1, *(one.id for one in line)}


def test_where_they_all_work_in_her_country_so_are_the_next_two_from_elsewhere(engine: Engine) -> None:
    first = [person(id, "KE") for id in range(10, 10 + FIRST + 5)]
    last = [person(id, "NO") for id in range(60, 65)]
    assert looked_at(engine, first + last) == {1, *(one.id for one in first[:FIRST]), 60, 61}


def test_or_the_next_two_who_write_her_language(engine: Engine) -> None:
    first = [person(id, "NO", "nb") for id in range(10, 10 + FIRST)]
    assert {60, 61} <= looked_at(engine, [*first, *(person(id, "DK") for id in range(60, 65))])


def test_whoever_would_step_in_now_is_looked_at_likewise(engine: Engine) -> None:
    ready = [person(id, "KE", "en", "now") for id in range(10, 10 + FIRST)]
    assert 60 in looked_at(engine, [], *ready, person(60, "NO", "en", "now"))
