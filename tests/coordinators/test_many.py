"""Orders about many: groups by name, several ids, and over a hundred people shown first, always."""

from dataclasses import replace

import pytest

from ilnmail.decide import decide
from ilnmail.decide.coordinator.groups import group_of
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Tell
from ilnmail.model import PairingState
from ilnmail.understand.orders import read_orders
from tests.coordinators import desk

PEOPLE = tuple(desk.person(n, f"Person{n} Somebody", "KE") for n in range(10, 111))


def given(text: str, known: State, confirmed: int = 0) -> tuple[Effect, ...]:
    (order,) = read_orders(text, answered="digest")
    event = desk.given(order, confirmed=confirmed)
    return decide(known, event)


def with_people(count: int) -> State:
    return replace(desk.STATE, people=PEOPLE[:count])


def with_pairs(count: int) -> State:
    people = tuple(desk.person(n, f"Person{n} Somebody", "KE") for n in range(10, 10 + 2 * count))
    return replace(
        desk.STATE,
        couples=tuple(
            desk.couple(n + 100, PairingState.PROPOSED, people[2 * n], people[2 * n + 1])
            for n in range(count)
        ),
    )


def changed(effects: tuple[Effect, ...]) -> int:
    return len({(e.table, e.key) for e in effects if isinstance(e, Change)})


@pytest.mark.parametrize(
    "order",
    [
        "pause country KE until 2027-05-01",
        "remove country KE",
        "tag country KE coast",
        "note country KE the rains are late",
    ],
)
def test_a_hundred_and_one_are_shown_first_and_a_hundred_are_not(order: str) -> None:
    shown = given(order, with_people(101))
    (told,) = (e for e in shown if isinstance(e, Tell))
    assert changed(shown) == 0
    assert told.words.startswith("with YES: ")
    assert told.words.endswith("it touches 101 people")
    assert changed(given(order, with_people(100))) == 100
    assert changed(given(order, with_people(101), confirmed=1)) == 101


def test_fifty_pairs_are_approved_at_once_and_fifty_one_are_shown_first() -> None:
    assert changed(given("approve all", with_pairs(50))) == 50
    assert changed(given("approve all", with_pairs(51))) == 0
    assert changed(given("approve all", with_pairs(51), confirmed=1)) == 51


def test_all_whom_an_order_names_are_meant() -> None:
    effects = given("pause P-10 P-11 P-12 until 2027-05-01", with_people(3))
    assert changed(effects) == 3
    assert [e.words for e in effects if isinstance(e, Tell)] == [
        "paused Person10 Somebody (P-10), Person11 Somebody (P-11), Person12 Somebody (P-12) until 2027-05-01"
    ]


@pytest.mark.parametrize("order", ["block P-10 P-11", "rematch P-10 P-11", "set P-10 P-11 country NO"])
def test_what_is_about_one_person_is_not_done_for_the_first_of_two(order: str) -> None:
    effects = given(order, with_people(2))
    assert changed(effects) == 0
    assert "one" in next(e.words for e in effects if isinstance(e, Tell))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("country NP until 3 May", ("country", "NP", "until 3 May")),
        ("country Nepal until 3 May", ("country", "NP", "until 3 May")),
        ("country South Africa until 3 May", ("country", "ZA", "until 3 May")),
        ("everybody in country KE", ("country", "KE", "")),
        ("tag rural until 3 May", ("tag", "rural", "until 3 May")),
        ("round 2027A", ("round", "2027A", "")),
        ("all until 3 May", ("all", "", "until 3 May")),
    ],
)
def test_a_group_is_read_with_what_is_said_of_it(text: str, group: tuple[str, str, str]) -> None:
    found = group_of(text)
    assert found is not None
    assert (found.kind, found.which, found.rest) == group


@pytest.mark.parametrize("text", ["country Atlantis until 3 May", "the people of Kenya", "", "country"])
def test_what_is_no_group_is_none(text: str) -> None:
    assert group_of(text) is None
