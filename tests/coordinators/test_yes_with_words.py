"""A yes or no with a sentence behind it, under somebody's words: the sentence is for whoever asked, and shown first."""

from dataclasses import replace

import pytest

from ilnmail.decide.coordinator.tickets import agreed, declined
from ilnmail.effects import Effect, Send, Tell
from ilnmail.model import Ticket
from ilnmail.understand.orders import read_orders
from tests.coordinators import desk

QUESTION = replace(desk.TICKET, id=9, kind="please read", person=desk.AMINA.id)


def answered(text: str, ticket: Ticket = QUESTION, *, confirmed: bool = False) -> tuple[Effect, ...]:
    (order,) = read_orders(text, answered="digest")
    event = desk.given(order, confirmed=confirmed)
    state = replace(desk.STATE, tickets=(ticket,), people=(desk.AMINA,))
    return declined(state, event, "rejected") if order.verb == "reject" else agreed(state, event)


def told(effects: tuple[Effect, ...]) -> Tell:
    return next(e for e in effects if isinstance(e, Tell))


@pytest.mark.parametrize(
    "text",
    [
        "1 Yes, theatre archives are welcome, and it costs nothing.",
        "1 Yes, theatre archives are welcome.\nJust write to us about yourself.",
        "1: no, we only pair people across borders",
    ],
)
def test_a_sentence_behind_it_is_shown_before_it_is_sent(text: str) -> None:
    shown = answered(text)
    assert not any(isinstance(e, Send) for e in shown)
    assert not told(shown).done
    assert "these words go to whoever wrote Q-9" in told(shown).words


def test_with_yes_all_of_it_is_sent() -> None:
    done = answered("1 Yes, theatre archives are welcome.\nJust write to us about yourself.", confirmed=True)
    (sent,) = (e for e in done if isinstance(e, Send) and e.kind == "person-answer")
    assert sent.values["text"] == "Yes, theatre archives are welcome.\nJust write to us about yourself."
    assert told(done).done


@pytest.mark.parametrize("text", ["1 yes", "1 yes, thank you", "1 ok please", "1 no"])
def test_a_bare_word_closes_it(text: str) -> None:
    assert told(answered(text)).words.startswith("closed Q-9")


def test_where_there_is_nobody_to_answer_the_words_are_a_remark() -> None:
    ticket = replace(QUESTION, kind="unreachable")
    assert told(answered("1 yes, that address is long dead", ticket)).words.startswith("closed Q-9")
