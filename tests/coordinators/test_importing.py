"""IMPORT by mail: what is taken, what is told of every other row, and what is too much."""

from dataclasses import replace

import pytest

from ilnmail.decide import decide
from ilnmail.decide.coordinator.importing import KNOWN, MOST_ROWS
from ilnmail.effects import Effect, Keep, Send, Tell
from ilnmail.events import Order
from ilnmail.model import Ask, Person
from tests.coordinators import desk

HEAD = "name,country,languages,address\n"


def given(*sheets: tuple[str, str], confirmed: int = 1) -> tuple[Effect, ...]:
    event = desk.given(
        Order(line=1, verb="import", raw="import"), message=9, confirmed=confirmed, sheets=sheets
    )
    known = {"amina@example.org": "known already, P-3, active"}
    return decide(replace(desk.STATE, numbers={KNOWN: known}), event)


def told(effects: tuple[Effect, ...]) -> list[str]:
    return [e.words for e in effects if isinstance(e, Tell)]


def rows(count: int) -> str:
    return HEAD + "".join(f"Person {n},Kenya,English,person{n}@example.org\n" for n in range(count))


def test_each_person_gets_one_letter_and_one_question_of_their_own() -> None:
    effects = given(("people.csv", rows(3)))
    people = [e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Person)]
    asks = [e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ask)]
    assert [p.id for p in people] == [50, 51, 52]
    assert [(a.id, a.person) for a in asks] == [(50, 50), (51, 51), (52, 52)]
    assert [e.kind for e in effects if isinstance(e, Send)] == ["invited"] * 3


def test_a_row_that_is_not_taken_is_told_with_its_place() -> None:
    text = (
        f"{HEAD}Amina Yusuf,Kenya,English,amina@example.org\nOwen Price,Atlantis,English,owen@example.org\n"
    )
    effects = given(("people.csv", text + "Ana Lima,Portugal,English,ana@example.org\n"))
    assert told(effects)[0].startswith("1 person is asked by mail")
    assert told(effects)[1].startswith("not taken: row 3, country: 'Atlantis'")
    assert told(effects)[2] == "not asked: row 2, Amina Yusuf: known already, P-3, active"


def test_before_the_yes_nothing_is_kept_and_the_table_comes_along() -> None:
    effects = given(("people.csv", rows(3)), confirmed=0)
    assert {type(e) for e in effects} == {Tell}
    assert told(effects)[0].startswith("with YES: 3 people are asked by mail")
    assert [name for e in effects if isinstance(e, Tell) for name, _ in e.files] == ["rows.csv"]


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        ((), "attach one spreadsheet"),
        ((("a.csv", rows(1)), ("b.csv", rows(1))), "attach one spreadsheet"),
        ((("old.xls", ""),), "old.xls cannot be opened"),
        ((("people.csv", rows(MOST_ROWS + 1)),), "too many for one mail"),
        ((("people.csv", "name,address\nAna,ana@example.org\n"),), "nobody in it can be asked"),
    ],
    ids=["none", "two", "unreadable", "too many", "a column is missing"],
)
def test_what_cannot_be_taken_says_why(sheets: tuple[tuple[str, str], ...], why: str) -> None:
    effects = given(*sheets)
    assert why in told(effects)[0]
    assert not [e for e in effects if isinstance(e, Keep)]
