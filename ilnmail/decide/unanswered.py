"""Cards nobody has answered: one reminder, then deleted without a further word."""

from datetime import date, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import today
from ilnmail.decide.cards import card_lines, gaps
from ilnmail.decide.joining import closes_on, taking_applications
from ilnmail.decide.sending import plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Forget, Guard
from ilnmail.events import Due
from ilnmail.model import Ask, Person


def cards_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The day's look at a batch of people who are applying."""
    steps: tuple[Effect, ...] = ()
    asked = {ask.person: ask for ask in state.asks if ask.kind == "card"}
    for number, person in enumerate(state.people):
        if person.id in asked:
            steps += _step(state, event, person, asked[person.id], number)
    return (*steps, advance(event))


def _step(state: State, event: Due, person: Person, ask: Ask, number: int) -> tuple[Effect, ...]:
    joining, since = state.schedules.joining, (event.at - (person.applied_at or ask.asked_at)).days
    if since >= joining.delete:
        return (Forget(person.id),)
    reminded = ask.key.startswith(("card-reminder", "invited"))  # who did not write first is asked once
    return (
        ()
        if reminded or since < _remind_after(state, person, event)
        else _remind(state, event, person, ask, number)
    )


def _remind_after(state: State, person: Person, event: Due) -> int:
    """Days; sooner when applications close sooner."""
    usual, taking = state.schedules.joining.remind, taking_applications(state)
    if taking is None or person.applied_at is None:
        return usual
    left: date = closes_on(state, taking) - timedelta(days=2)
    return (
        max(1, min(usual, (left - person.applied_at.date()).days))
        if left > person.applied_at.date()
        else usual
    )


def _remind(state: State, event: Due, person: Person, ask: Ask, number: int) -> tuple[Effect, ...]:
    first = today(person.applied_at or ask.asked_at, person.zone)
    taking, lines = taking_applications(state), card_lines(person, person.locale)
    sent = plain_letter(
        "card-reminder",
        f"P-{person.id}.{first}",
        person,
        Guard.ALWAYS,
        card=lines,
        missing=gaps(person),
        agreed=person.agreed_at is not None,
        starts=taking and taking.starts,
        delete_on=first + timedelta(days=state.schedules.joining.delete),
        wrote=first,
    )
    return question(state, event.at, sent, kind="card", number=number, lines=lines, times=ask.times)
