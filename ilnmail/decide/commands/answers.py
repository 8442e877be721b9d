"""SHARE, PRIVATE, SKIP: what becomes of an answer to the monthly topic."""

from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def share(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _publish(
        state, event, True, "Your last answer is for everybody, with your first name and country", "PRIVATE"
    )


def private(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _publish(state, event, False, "Your last answer is for your partner only", "SHARE")


def skip(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """As good as an answer: nobody is asked again about it."""
    return (conclude(event, Outcome.ACTED, "skipped the topic"),)


def _publish(state: State, event: CommandGiven, shared: bool, words: str, back: str) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    if not state.answers:
        return (
            answer(event, "not-understood", person, text=event.text, by=promised(state, event)),
            conclude(event, Outcome.ASKED, "no answer to publish"),
        )
    effects: tuple[Effect, ...] = (
        *change(state.answers[-1], shared=shared),
        receipt(state, event, person, words, back=back),
    )
    return acted(event, words, *act(state, event, words, effects))
