"""YES and NO with no question to answer."""

from ilnmail.decide.changing import act
from ilnmail.decide.receipts import receipt
from ilnmail.decide.round_choices import not_in
from ilnmail.decide.sending import acted, answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven
from ilnmail.model import PlaceState


def yes(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Nothing is guessed: the open questions are listed, or we say that there is none."""
    if _has_a_place(state):
        assert state.person is not None
        return acted(event, "place: YES", receipt(state, event, state.person, "You are in", undo=False))
    return _to_what(state, event)


def no(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """The same; but "you have a place" tells whoever cannot take it to answer NO."""
    if _has_a_place(state):
        return acted(event, "place: NO", *act(state, event, "place: NO", not_in(state, event)))
    return _to_what(state, event)


def _has_a_place(state: State) -> bool:
    """This answers the letter that told of a place, and nobody was found for it yet."""
    told = state.letter is not None and state.letter.kind == "place"
    free = state.place is not None and state.place.state is PlaceState.ADMITTED and state.couple is None
    return told and free


def _to_what(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return (
        answer(
            event,
            "not-understood",
            state.person,
            text=event.text,
            by=promised(state, event),
        ),
        conclude(event, Outcome.ASKED, "YES or NO, and no single open question"),
    )
