"""Averages of the survey: small groups are hidden, and cannot be worked out from what is shown."""

from datetime import UTC, datetime

from ilnmail.database import migrate, open_database, writing
from ilnmail.load.results import survey
from ilnmail.model import Ask, Person, Rating
from ilnmail.tables import TABLE_OF

AT = datetime(2027, 5, 1, tzinfo=UTC)


def said(url: str, *groups: tuple[str, int, int]) -> object:
    """What is shown where so many people (country, how many, each value) have answered the first question."""
    engine = open_database(url)
    migrate(engine)
    people = [(country, value) for country, count, value in groups for _ in range(count)]
    with writing(engine) as db:
        for id, (country, value) in enumerate(people, 1):
            facts = (
                Person(id=id, address=f"a{id}@example.org", name=f"A{id}", country=country),
                Ask(id=id, person=id, kind="survey", subject="2027A", asked_at=AT),
                Rating(ask=id, question="1", value=value),
            )
            for fact in facts:
                db.execute(TABLE_OF[type(fact)].insert().values(**fact.__dict__))
        found = survey(db, "2027A")
    engine.dispose()
    return [(one.average, one.answers, one.by_country) for one in found]


def test_countries_of_five_and_more_are_shown(database_url: str) -> None:
    groups = (("KE", 6, 5), ("NO", 5, 3), ("PE", 2, 1), ("JP", 1, 1))
    assert said(database_url, *groups) == [(3.4, 14, (("KE", 5, 6), ("NO", 3, 5)))]


def test_one_hidden_country_takes_the_smallest_of_the_others_with_it(database_url: str) -> None:
    groups = (("KE", 6, 5), ("NO", 5, 3), ("PE", 2, 1))
    assert said(database_url, *groups) == [(3.6, 13, (("KE", 5, 6),))]


def test_fewer_than_five_answers_are_not_shown_at_all(database_url: str) -> None:
    assert said(database_url, ("KE", 4, 5)) == []
