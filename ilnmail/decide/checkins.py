"""How is it going: a question in words after some weeks, five short ones at half-time. "Not really" leads to help."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import country_name
from ilnmail.decide.couples import names
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import handed_over, key_of_words
from ilnmail.effects import Effect, Guard, Keep
from ilnmail.events import Due, QuestionAnswered
from ilnmail.letters.shown import Result
from ilnmail.model import Mailings, Person, PersonState, Rating, Round

_LOW = 2
"""From here down the first answer of the survey, how it is going, is a call for help."""

SURVEY = (
    "How is it going with your partner?",
    "How easy is it to find time to write?",
    "How useful are the monthly questions?",
    "How much do you learn about work in other countries?",
    "Would you tell a colleague to take part?",
)
"""As the letter asks them."""

KINDS = ("check-in", "survey")


def check_in_days(state: State, of: Round) -> tuple[date, ...]:
    """The days of a round on which people are asked how it is going."""
    return tuple(of.starts + timedelta(weeks=week) for week in state.schedules.checkins.weeks)


def check_in_due(state: State, event: Due) -> tuple[Effect, ...]:
    """A batch of running pairings that have begun to write; the others are asked by the silence ladder."""
    assert state.round is not None
    week = int(event.period.rsplit("check-in", 1)[1])
    kind = "survey" if week == state.schedules.checkins.survey else "check-in"
    asked: tuple[Effect, ...] = ()
    number = 0
    for couple in (c for c in state.couples if c.begun):
        for person in couple.people:
            here = person.state is PersonState.ACTIVE and person.mailings in (Mailings.ALL, Mailings.LESS)
            if here and (kind == "survey" or not _seen(state, couple, person.id, event.at)):
                asked += _asked(state, event, couple, person, kind, number)
                number += 1
    return (*asked, advance(event))


def _seen(state: State, couple: Couple, person: int, at: datetime) -> bool:
    since = at - timedelta(days=state.schedules.checkins.seen)
    return any(who == person and when > since for who, when in couple.contacts)


def _asked(
    state: State, event: Due, couple: Couple, one: Person, kind: str, number: int
) -> tuple[Effect, ...]:
    assert state.round is not None
    sent = letter(kind, event.period, one, Guard.PAIRING_RUNNING, partners=names(couple.partners_of(one.id)))
    timed = replace(
        sent, pairing=couple.pairing.id, round=state.round.id, not_after=event.at + timedelta(days=6)
    )
    subject = state.round.name if kind == "survey" else f"M-{couple.pairing.id}"
    return question(state, event.at, timed, subject, number=number)


def rated(event: QuestionAnswered) -> tuple[Keep, ...]:
    """The number beside its question, for the figures of the round."""
    value = int(event.value) if event.value.isdecimal() else 0
    return (Keep(Rating(ask=event.ask, question="check-in", value=value, comment=event.comment[:300])),)


def surveyed(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """Every question that was answered. A low first one is never met with silence."""
    person = state.person
    assert person is not None
    given = {int(n): int(value) for n, value in (pair.split(":") for pair in event.value.split())}
    kept = tuple(
        Keep(
            Rating(ask=event.ask, question=str(n), value=value, comment=event.comment[:300] if n == 1 else "")
        )
        for n, value in given.items()
    )
    if given.get(1, _LOW + 1) <= _LOW:
        words = (
            f"{person.name} (P-{person.id}) says it is not going well: {given[1]} of 5. {event.comment[:300]}"
        )
        return (*kept, *handed_over(state, event, key_of_words(state, event), words.strip()))
    return (*kept, receipt(state, event, person, "Your answers are kept: thank you", undo=False))


def results(state: State) -> tuple[str, ...]:
    """What the survey of a round says, a line a question, with the countries that are large enough."""
    found = state.numbers.get("survey", ())
    assert isinstance(found, tuple)
    return tuple(_result(one) for one in found)


def _result(one: Result) -> str:
    apart = ", ".join(f"{country_name(code, 'en')} {value}" for code, value, _ in one.by_country)
    more = f" By country: {apart}." if apart else ""
    return f"{SURVEY[one.question - 1]} {one.average} of 5, {one.answers} answers.{more}"
