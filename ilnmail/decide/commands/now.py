"""NOW: somebody between rounds would step in at once, where somebody needs a partner."""

from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.rescuing import NOW
from ilnmail.decide.sending import acted, conclude
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def now(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Looked at every morning until they have a partner; whoever has one is told that."""
    person = state.person
    assert person is not None
    if state.couple is not None:
        words = "You have a partner just now: nothing was changed"
        return (
            receipt(state, event, person, words, undo=False),
            conclude(event, Outcome.ASKED, "has a partner"),
        )
    words = "You step in as soon as somebody needs a partner, and go into the next round all the same"
    tags = tuple(dict.fromkeys((*person.tags, NOW)))
    return acted(
        event,
        words,
        *act(state, event, words, (*change(person, tags=tags), receipt(state, event, person, words))),
    )
