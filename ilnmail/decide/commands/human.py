"""HUMAN: a person reads it."""

from ilnmail.decide.couples import not_passed
from ilnmail.decide.sending import conclude
from ilnmail.decide.state import State
from ilnmail.decide.tickets import handed_over
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def human(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """To the coordinators, with what was written."""
    words = "asks for a person"
    person = state.person
    assert person is not None
    text = f"{person.name} (P-{person.id}) {words}: {event.text[:300]}"
    return (
        *handed_over(state, event, f"m{event.message}", text, not_passed(state)),
        conclude(event, Outcome.TO_A_PERSON, words),
    )
