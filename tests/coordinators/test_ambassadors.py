"""Ambassadors: numbers of their country and nothing else, small ones hidden; and nothing they may order."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ilnmail.decide import decide
from ilnmail.decide.ambassadors import first_monday, shown
from ilnmail.effects import Change, Effect, Keep, Send, Tell
from ilnmail.events import Due, Level, Order, OrderGiven
from ilnmail.model import Mailings, Person, PersonState
from tests.coordinators import desk

MONDAY = datetime(2027, 4, 5, 6, tzinfo=UTC)
BEN = desk.person(20, "Ben Otieno", "KE", ambassador="KE", zone="Africa/Nairobi")


def notes(*people: Person) -> list[Send]:
    known = replace(desk.STATE, people=people, numbers={"KE": {"wait for a place": 3}, "countries": 64})
    due = Due(at=MONDAY, schedule="ambassadors", period="2027-04-05", people=tuple(p.id for p in people))
    return [e for e in decide(known, due) if isinstance(e, Send)]


def ordered(text: str, *people: Person, by: Person = desk.MARIA) -> tuple[Effect, ...]:
    event = OrderGiven(
        at=desk.AT,
        cause="m9",
        actor=by.address,
        person=by.id,
        level=Level.FRESH,
        order=Order(line=1, verb="coordinator", text=text, raw=f"coordinator {text}"),
        confirmed=1,
    )
    return decide(replace(desk.STATE, people=people), event)


def test_a_note_has_the_numbers_of_one_country_and_goes_by_day() -> None:
    (sent,) = notes(BEN)
    assert sent.values["figures"] == (("wait for a place", "fewer than 5"),)
    assert sent.values["country"] == "KE"
    assert sent.not_before == MONDAY  # nine o'clock in Nairobi


@pytest.mark.parametrize(
    ("count", "told"), [(0, "nobody"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (120, "120")]
)
def test_a_number_that_is_a_person_is_hidden(count: int, told: str) -> None:
    assert shown({"take part": count}) == (("take part", told),)


@pytest.mark.parametrize(
    "changed",
    [{"mailings": Mailings.NONE}, {"state": PersonState.LEFT}, {"ambassador": ""}],
    ids=["no mail wanted", "has left", "no longer"],
)
def test_nobody_gets_a_note_who_should_not(changed: dict[str, object]) -> None:
    assert notes(replace(BEN, **changed)) == []  # type: ignore[arg-type]


def test_somebody_new_is_named_with_a_country_and_coordinates_nothing() -> None:
    effects = ordered("add Ben Otieno <ben@example.org> country Kenya")
    (kept,) = (e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Person))
    assert (kept.name, kept.ambassador, kept.coordinator) == ("Ben Otieno", "KE", False)


def test_who_takes_part_may_be_named_too_and_unnamed() -> None:
    named = ordered("add Amina <amina@example.org> country KE", desk.AMINA)
    assert [(e.field, e.after) for e in named if isinstance(e, Change)] == [("ambassador", "KE")]
    unnamed = ordered("remove Ben", BEN)
    assert [(e.field, e.after) for e in unnamed if isinstance(e, Change)] == [("ambassador", "")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("add Ben Otieno <ben@example.org> country Atlantis", "what is"),
        ("add Ben Otieno <ben@example.org> in Kenya", "what is"),
        ("add Ben <ben@example.org> country KE", "already"),
        ("remove Jonas", "whom?"),
    ],
)
def test_what_is_not_clear_is_not_done(text: str, why: str) -> None:
    effects = ordered(text, BEN)
    assert [type(e) for e in effects] == [Tell]
    assert why in next(e.words for e in effects if isinstance(e, Tell))


def test_only_the_lead_names_one() -> None:
    effects = ordered("add Ben Otieno <ben@example.org> country KE", by=desk.TOMAS)
    assert [e.words for e in effects if isinstance(e, Tell)] == [
        "not done: only the lead does this; ask Maria Silva"
    ]


@pytest.mark.parametrize(
    ("day", "is_it"),
    [
        (date(2027, 4, 5), True),
        (date(2027, 4, 12), False),
        (date(2027, 4, 6), False),
        (date(2027, 3, 1), True),
    ],
)
def test_the_notes_are_written_on_the_first_monday(day: date, *, is_it: bool) -> None:
    assert first_monday(day) == is_it
