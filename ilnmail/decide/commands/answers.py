"""SHARE, PRIVATE, SKIP: what becomes of an answer to the monthly topic."""

from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def share(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _publish(state, event, True, "share", "Last answer shared with everybody")


def private(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _publish(state, event, False, "private", "Last answer kept private")


def skip(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """As good as an answer: nobody is asked again about it."""
    return (conclude(event, Outcome.ACTED, "skipped the topic"),)


def _publish(state: State, event: CommandGiven, shared: bool, kind: str, words: str) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    if not state.answers:
        return (
            answer(
                event,
                "not-understood",
                person,
                guesses=(),
                coordinators=state.programme.coordinators,
                by=promised(state, event),
            ),
            conclude(event, Outcome.ASKED, "no answer to publish"),
        )
    effects: tuple[Effect, ...] = (
        *change(state.answers[-1], shared=shared),
        receipt(state, event, person, kind),
    )
    return acted(event, words, *act(state, event, words, effects))
