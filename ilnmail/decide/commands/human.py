"""HUMAN: a person reads it. So does what only people can do so far."""

from ilnmail.decide.couples import not_passed
from ilnmail.decide.sending import answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Keep, Outcome
from ilnmail.events import CommandGiven


def human(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """To the coordinators, with what was written."""
    return _handed_over(state, event, "asks for a person")


def later(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Understood, and for now done by hand."""
    return _handed_over(state, event, f"asks for {event.command}")


def _handed_over(state: State, event: CommandGiven, words: str) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    text = f"{person.name} (P-{person.id}) {words}: {event.text[:300]}"
    return (
        Keep(ticket(state, event, f"m{event.message}", "please read", text)),
        answer(
            event,
            "passed-to-person",
            person,
            by=promised(state, event),
            reminders=state.couple is not None,
            not_passed=not_passed(state),
        ),
        conclude(event, Outcome.TO_A_PERSON, words),
    )
