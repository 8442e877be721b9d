"""Applications close: both outcomes of the cap, and a round that is too small."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ilnmail.decide import decide
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import Due
from ilnmail.model import Place, Round, RoundState, Ticket
from tests.coordinators import desk

CLOSES = datetime(2027, 2, 16, 12, tzinfo=UTC)
OPEN = Round(id=1, name="2027A", state=RoundState.OPEN, starts=desk.ROUND.starts, ends=desk.ROUND.ends)


def applied(*countries: str) -> State:
    people = tuple(desk.person(n, f"Person{n} Somebody", code) for n, code in enumerate(countries, 10))
    places = tuple(Place(round=1, person=one.id, since=CLOSES) for one in people)
    return replace(desk.STATE, round=OPEN, rounds=(OPEN,), people=people, places=places)


def due(known: State, schedule: str) -> tuple[Effect, ...]:
    return decide(known, Due(at=CLOSES, schedule=schedule, period=f"2027A.2027-03-01.{schedule}", round=1))


def state_after(effects: tuple[Effect, ...]) -> object:
    return next(
        (e.after for e in effects if isinstance(e, Change) and (e.table, e.field) == ("rounds", "state")),
        None,
    )


def letters(effects: tuple[Effect, ...]) -> list[Send]:
    return [e for e in effects if isinstance(e, Send) and e.kind == "closing"]


def test_below_a_hundred_both_outcomes_are_told() -> None:
    effects = due(applied(*["KE"] * 8, *["NO"] * 3, "PE", "JP", "IN", "CA"), "close")
    assert state_after(effects) is RoundState.CLOSED
    outcomes = letters(effects)[0].values["outcomes"]
    assert outcomes == ((40, 11, 4, "Kenya", 36), (20, 8, 7, "Norway", 25))


def test_from_a_hundred_on_there_is_one() -> None:
    many = [code for code in ("KE", "NO", "PE", "JP", "IN") for _ in range(20)]
    assert [one[0] for one in letters(due(applied(*many), "close"))[0].values["outcomes"]] == [20]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("countries", "why"),
    [(("KE", "NO"), "2 people have applied"), (("KE",) * 12, "no two of the 12 people can be paired")],
)
def test_too_few_and_it_is_asked_about_first(countries: tuple[str, ...], why: str) -> None:
    effects = due(applied(*countries), "close")
    assert state_after(effects) is None
    assert why in str(letters(effects)[0].values["why"])
    assert [e.fact.kind for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ticket)] == [
        "small round"
    ]


def test_unanswered_it_begins_two_weeks_later_and_all_are_told() -> None:
    effects = due(applied("KE", "NO"), "small")
    moved = {e.field: e.after for e in effects if isinstance(e, Change) and e.table == "rounds"}
    assert str(moved["starts"]) == "2027-03-15"
    assert len([e for e in effects if isinstance(e, Send) and e.kind == "new-date"]) == 2
