"""One letter to many: up to five hundred on one YES, more on a second coordinator's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ilnmail.decide import decide
from ilnmail.decide.coordinator.broadcast import BY_ONE, Wanted, wanted
from ilnmail.decide.coordinator.groups import Group
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep, Send, Tell
from ilnmail.events import Level, Order, OrderGiven
from ilnmail.model import Ask, Mailings
from tests.coordinators import desk

TEXT = "to all: The archive week\nFrom 7 June archives open their doors."


def readers(count: int) -> State:
    people = tuple(desk.person(n, f"Person{n} Somebody", "KE") for n in range(10, 10 + count))
    return replace(desk.STATE, people=people)


def given(known: State, confirmed: int) -> tuple[Effect, ...]:
    order = Order(line=1, verb="broadcast", text=TEXT, raw="broadcast to all: The archive week")
    event = desk.given(order, message=9, confirmed=confirmed)
    return decide(known, event)


def sent(effects: tuple[Effect, ...], kind: str) -> list[Send]:
    return [e for e in effects if isinstance(e, Send) and e.kind == kind]


def test_nothing_goes_before_the_first_yes() -> None:
    assert sent(given(readers(3), 0), "broadcast") == []


def test_one_yes_is_enough_for_five_hundred() -> None:
    assert len(sent(given(readers(BY_ONE), 1), "broadcast")) == BY_ONE


def test_for_more_the_others_are_asked_and_nothing_goes_yet() -> None:
    effects = given(readers(BY_ONE + 1), 1)
    asked = [e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ask)]
    assert sent(effects, "broadcast") == []
    assert [letter.person for letter in sent(effects, "preview")] == [desk.TOMAS.id]
    assert [(ask.person, dict(ask.lines)["message"]) for ask in asked] == [(desk.TOMAS.id, "9")]


def test_the_second_yes_sends_it() -> None:
    assert len(sent(given(readers(BY_ONE + 1), 2), "broadcast")) == BY_ONE + 1


def test_who_coordinates_alone_needs_nobody_else() -> None:
    alone = replace(readers(BY_ONE + 1), coordinators=(desk.MARIA,))
    assert len(sent(given(alone, 1), "broadcast")) == BY_ONE + 1


def test_it_waits_for_the_hold_and_for_each_readers_daytime() -> None:
    (letter,) = sent(given(readers(1), 1), "broadcast")
    assert letter.not_before is not None
    assert letter.not_before >= desk.AT + timedelta(minutes=30)


@pytest.mark.parametrize("mailings", [Mailings.NONE, Mailings.TOPICS])
def test_whoever_wants_no_such_mail_gets_none(mailings: Mailings) -> None:
    known = replace(desk.STATE, people=(desk.AMINA, replace(desk.JONAS, mailings=mailings)))
    assert [letter.person for letter in sent(given(known, 1), "broadcast")] == [desk.AMINA.id]


def test_without_words_nothing_is_shown() -> None:
    order = Order(line=1, verb="broadcast", text="to all: Hello", raw="broadcast to all: Hello")
    event = OrderGiven(at=desk.AT, cause="m9", actor="", person=1, level=Level.FRESH, order=order)
    assert [e.done for e in decide(readers(1), event) if isinstance(e, Tell)] == [False]


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("to all: News\nGood.", Wanted(Group("all", "", "News\nGood."), "News", "Good.")),
        ("round 2027A: News\nGood.", Wanted(Group("round", "2027A", "News\nGood."), "News", "Good.")),
        ("to country KE: News\nGood.", Wanted(Group("country", "KE", "News\nGood."), "News", "Good.")),
        ("to lang fr: News\nGood.", Wanted(Group("language", "fr", "News\nGood."), "News", "Good.")),
        ("to tag rural: News\nGood.", Wanted(Group("tag", "rural", "News\nGood."), "News", "Good.")),
        ("hello", None),
    ],
)
def test_to_whom_it_goes_is_read_from_the_first_line(text: str, to: Wanted | None) -> None:
    assert wanted(text) == to
