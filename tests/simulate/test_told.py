"""What is told of a simulated round, counted from a handful of rows."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.model import Act, Fact, Member, Pairing, PairingState, Person, Ticket
from ilnmail.simulate.told import by_week, decisions
from ilnmail.simulate.waits import waits


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 9, tzinfo=UTC)


def pairing(id: int, starts: date, *people: int) -> list[Fact]:
    made = Pairing(id=id, round=1, state=PairingState.RUNNING, starts=starts, ends=date(2027, 6, 28))
    return [made, *(Member(pairing=id, person=one, seat=id) for one in people)]


def wanted(id: int, person: int, month: int, day: int, closed: bool) -> Ticket:
    return Ticket(
        id=id,
        key=f"rematch:P-{person}",
        kind="new partner",
        person=person,
        opened_at=at(month, day),
        closed_at=at(month, day) if closed else None,
    )


def keep(engine: Engine, *facts: Fact) -> None:
    with writing(engine) as db:
        for fact in facts:
            db.execute(tables.TABLE_OF[type(fact)].insert().values(**fact.__dict__))


def test_a_wait_ends_with_the_next_introduction(engine: Engine) -> None:
    people = [
        Person(id=n, name=f"Person {n}", address=f"p{n}@example.org", country=country, languages=("en",))
        for n, country in enumerate(("KE", "NO", "PE", "JP", "FR", "FR"), 1)
    ]
    first, second = pairing(1, date(2027, 3, 1), 1, 2, 3, 4), pairing(2, date(2027, 4, 5), 1, 5)
    third = pairing(3, date(2027, 5, 20), 2, 6)
    asked = [
        wanted(1, 1, 4, 2, True),
        wanted(2, 2, 5, 1, True),
        wanted(3, 3, 6, 1, False),
        wanted(4, 4, 6, 1, True),
    ]
    keep(engine, *people, *first, *second, *third, *asked)
    with reading(engine) as db:
        assert waits(db) == {
            "needed_a_new_partner": 3,
            "had_one_within_7_days": 1,
            "nobody_was_there": 2,
            "too_slow": 0,
            "longest_wait_days": 3,
            "deserted_and_paired_again": 0,
            "within_30_days": 0,
        }
        weeks = dict(by_week(db, date(2027, 3, 1), date(2027, 6, 1)))
    assert weeks[date(2027, 3, 1)] == {"running": 1, "in touch": 0, "no word yet": 1, "new pairs": 0}
    assert weeks[date(2027, 4, 5)]["new pairs"] == 1


def test_a_wait_is_too_long_where_somebody_fitting_was_free(engine: Engine) -> None:
    people = [
        Person(id=n, name=f"Person {n}", address=f"p{n}@example.org", country=country, languages=("en",))
        for n, country in enumerate(("KE", "NO", "NO"), 1)
    ]
    late = pairing(1, date(2027, 5, 20), 1, 2)
    kenya = replace(wanted(1, 1, 4, 2, True), closed_at=at(5, 18))
    keep(engine, *people, *late, kenya, replace(wanted(2, 2, 4, 4, True), closed_at=at(5, 18)))
    with reading(engine) as db:
        found = waits(db)
    assert (found["too_slow"], found["nobody_was_there"], found["longest_wait_days"]) == (2, 0, 48)


def test_whoever_needed_somebody_long_after_was_not_there(engine: Engine) -> None:
    people = [
        Person(id=n, name=f"Person {n}", address=f"p{n}@example.org", country=country, languages=("en",))
        for n, country in enumerate(("KE", "NO"), 1)
    ]
    keep(
        engine,
        *people,
        *pairing(1, date(2027, 5, 20), 1, 2),
        wanted(1, 1, 4, 2, True),
        wanted(2, 2, 5, 18, True),
    )
    with reading(engine) as db:
        found = waits(db)
    assert (found["too_slow"], found["nobody_was_there"], found["had_one_within_7_days"]) == (0, 1, 1)


def test_decisions_are_those_of_coordinators(engine: Engine) -> None:
    acts = [
        Act(id=n, cause=f"m{n}", actor=actor, at=at(3, day))
        for n, (actor, day) in enumerate(
            [("maria@x.org", 1), ("maria@x.org", 2), ("tomas@x.org", 9), ("time", 9)], 1
        )
    ]
    keep(engine, *acts)
    with reading(engine) as db:
        told = decisions(db, ("maria@x.org", "tomas@x.org"))
    assert told == {"decisions_a_week_median": 1.5, "decisions_a_week_most": 2}
