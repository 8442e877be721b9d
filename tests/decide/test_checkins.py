"""How is it going: who is asked, what the answers lead to, what coordinators see of them."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide import decide
from ilnmail.decide.checkins import results
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Keep, Outcome, Send
from ilnmail.events import Due
from ilnmail.letters.shown import Result
from ilnmail.model import Ask, Mailings, PersonState, Rating, Ticket
from tests.coordinators import desk
from tests.coordinators.desk import AMINA, AT, JONAS, ROUND, RUNNING, STATE

LONG_AGO, LATELY = AT - timedelta(days=20), AT - timedelta(days=3)
SURVEY = Ask(id=8, person=AMINA.id, kind="survey", subject="2027A", asked_at=AT)


def due(week: int) -> Due:
    return Due(at=AT, schedule="check-in", period=f"2027A.check-in{week}", round=1, people=(7,))


def known(*contacts: tuple[int, object], couple: Couple = RUNNING) -> State:
    return replace(STATE, round=ROUND, couples=(replace(couple, contacts=contacts),))  # type: ignore[arg-type]


def asked(effects: tuple[Effect, ...]) -> list[tuple[str, int | None]]:
    return [(e.kind, e.person) for e in effects if isinstance(e, Send)]


def test_in_week_four_whoever_was_seen_writing_lately_is_left_alone() -> None:
    state = known((AMINA.id, LATELY), (JONAS.id, LONG_AGO))
    assert asked(decide(state, due(4))) == [("check-in", JONAS.id)]


def test_in_week_eight_the_survey_goes_to_everybody() -> None:
    state = known((AMINA.id, LATELY), (JONAS.id, LONG_AGO))
    assert asked(decide(state, due(8))) == [("survey", AMINA.id), ("survey", JONAS.id)]


def test_two_who_have_not_begun_are_on_the_ladder_and_not_asked_here() -> None:
    assert asked(decide(known((AMINA.id, LONG_AGO)), due(4))) == []


def test_whoever_is_paused_is_not_asked() -> None:
    away = replace(RUNNING, people=(AMINA, replace(JONAS, state=PersonState.PAUSED)))
    state = known((AMINA.id, LONG_AGO), (JONAS.id, LONG_AGO), couple=away)
    assert asked(decide(state, due(8))) == [("survey", AMINA.id)]


def answered(value: str, comment: str = "") -> tuple[Effect, ...]:
    event = desk.chosen(value, comment)
    return decide(replace(STATE, person=AMINA, ask=SURVEY, couple=RUNNING), event)


def facts(effects: tuple[Effect, ...], kind: type) -> list[object]:
    return [e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, kind)]


def test_every_number_is_kept_and_thanked_for() -> None:
    effects = answered("1:4 3:5")
    assert facts(effects, Rating) == [
        Rating(ask=8, question="1", value=4),
        Rating(ask=8, question="3", value=5),
    ]
    assert asked(effects) == [("receipt", AMINA.id)]
    assert [e.outcome for e in effects if hasattr(e, "outcome")] == [Outcome.ACTED]


def test_a_low_first_answer_goes_to_a_person() -> None:
    effects = answered("1:2 2:4", "We have nothing to say.")
    (ticket,) = facts(effects, Ticket)
    assert isinstance(ticket, Ticket)
    assert ("not going well: 2 of 5" in ticket.words, ticket.key) == (True, "words:M-7.P-3")
    assert ("passed-to-person", AMINA.id) in asked(effects)
    assert not any(kind == "receipt" for kind, _ in asked(effects))


def test_results_read_as_sentences() -> None:
    state = replace(STATE, numbers={"survey": (Result(1, 4.2, 30, (("KE", 4.5, 12), ("NO", 4.0, 11))),)})
    assert results(state) == (
        "How is it going with your partner? 4.2 of 5, 30 answers. By country: Kenya 4.5, Norway 4.0.",
    )


def test_whoever_said_stop_or_wants_the_topics_only_is_not_asked() -> None:
    for mailings in (Mailings.NONE, Mailings.TOPICS):
        people = tuple(replace(p, mailings=mailings) for p in RUNNING.people)
        state = known((AMINA.id, LATELY), (JONAS.id, LONG_AGO), couple=replace(RUNNING, people=people))
        assert asked(decide(state, due(8))) == []
