"""A language's name: letters come in it from now on."""

from ilnmail.decide.changing import act, change, changed
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import CommandGiven


def language(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """`argument` is the locale; what is not written in it yet comes in English."""
    person = state.person
    assert person is not None
    words = f"Letters come in {event.argument} from now on, as far as they are written in it"
    effects: tuple[Effect, ...] = (
        *change(person, locale=event.argument),
        receipt(state, event, changed(person, locale=event.argument), words),
    )
    return acted(event, words, *act(state, event, words, effects))
