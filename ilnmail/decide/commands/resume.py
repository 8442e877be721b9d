"""RESUME: back from a pause."""

from ilnmail.decide.changing import act, change, changed
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, conclude
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven
from ilnmail.model import PersonState


def resume(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """From now on; who was not paused is told so."""
    person = state.person
    assert person is not None
    if person.state is not PersonState.PAUSED and person.away_until is None:
        return (
            receipt(state, event, person, "You were not paused: all is as it was", undo=False),
            conclude(event, Outcome.ASKED, "was not paused"),
        )
    back = {"state": PersonState.ACTIVE, "paused_until": None, "away_until": None}
    words = "You are back: letters come again from now on"
    effects: tuple[Effect, ...] = (
        *change(person, **back),
        receipt(state, event, changed(person, **back), words, back="PAUSE"),
    )
    return acted(event, "back from a pause", *act(state, event, words, effects))
