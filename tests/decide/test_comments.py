"""Words beside a number: whether a person must read them at once, or whether they are kept with the answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ilnmail.decide import decide
from ilnmail.decide.digest import of_words
from ilnmail.decide.waiting import tickets_due
from ilnmail.effects import Change, Keep, Send
from ilnmail.events import Due
from ilnmail.letters import LETTERS
from ilnmail.model import Ask, Ticket
from tests.coordinators import desk
from tests.coordinators.desk import AMINA, AT, RUNNING, STATE


def kind_of(question: str, value: str, comment: str, locale: str = "en") -> str:
    """The kind of ticket that these words become."""
    lines = tuple((str(n), meaning) for n, meaning in enumerate(LETTERS[question].answers, 1))
    ask = Ask(id=8, person=AMINA.id, kind=question, subject="M-7", lines=lines, asked_at=AT)
    event = desk.chosen(value, comment, locale=locale)
    state = replace(STATE, person=AMINA, ask=ask, couple=RUNNING)
    kept = [e.fact for e in decide(state, event) if isinstance(e, Keep) and isinstance(e.fact, Ticket)]
    return kept[0].kind if kept else ""


@pytest.mark.parametrize(
    ("question", "value", "comment", "locale"),
    [
        ("in-touch", "1", "all well, thank you for asking", "en"),
        ("check-in", "1", "we write every week, it is a joy", "en"),
        ("goodbye", "2", "I need to finish a move first.", "en"),
        ("goodbye", "3", "It was good, but next year I have no time.", "en"),
        ("day-7", "1", "wir schreiben uns jede Woche", "de"),
        ("survey", "1:4 2:4", "the questions are lovely", "en"),
    ],
)
def test_words_that_agree_with_the_answer_wait_for_nobody(
    question: str, value: str, comment: str, locale: str
) -> None:
    assert kind_of(question, value, comment, locale) == "added"


@pytest.mark.parametrize(
    ("question", "value", "comment", "locale"),
    [
        ("in-touch", "1", "but Jonas never answers me", "en"),
        ("check-in", "1", "mais il ne répond jamais", "fr"),
        ("check-in", "1", "aber er schreibt nicht", "de"),
        ("check-in", "2", "pero no me contesta nunca", "es"),
        ("survey", "1:4 2:4", "but Jonas does not write", "en"),
        ("goodbye", "1", "When does the next round begin?", "en"),
        ("goodbye", "3", "Could you send the certificate to my director?", "en"),
    ],
)
def test_a_but_or_a_question_is_read_by_a_person(
    question: str, value: str, comment: str, locale: str
) -> None:
    assert kind_of(question, value, comment, locale) == "please read"


def added(number: int, days: int = 0) -> Ticket:
    opened = AT - timedelta(days=days)
    return Ticket(
        id=number, key=f"added:m{number}", kind="added", person=3, words=f"W{number}", opened_at=opened
    )


def test_they_are_one_line_together() -> None:
    assert of_words(()) == []
    assert of_words((added(4),))[0][1] == "Q-4"
    ((need, ref),) = of_words((added(4), added(9)))
    assert ref == "Q-4.9"
    assert need.words.startswith("2 people added words") and need.words.endswith("W9")


def test_after_two_digests_they_are_put_away() -> None:
    state = replace(STATE, tickets=(added(4, days=13), added(9, days=15)), people=())
    effects = tickets_due(state, Due(at=AT, schedule="tickets", period=f"{AT.date()}", zone="UTC"))
    assert [e.key for e in effects if isinstance(e, Change)] == [(9,)]
    assert not [e for e in effects if isinstance(e, Send)]
