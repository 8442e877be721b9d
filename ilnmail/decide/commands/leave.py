"""LEAVE: the end of taking part, before the next letter goes; to be undone for seven days."""

from ilnmail.decide.changing import act, change, close
from ilnmail.decide.couples import end_pairing, partner_names
from ilnmail.decide.sending import acted, answer
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect
from ilnmail.events import CommandGiven
from ilnmail.model import PersonState, PlaceState


def leave(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """The partner is told kindly the same day, with their choices; never why."""
    person = state.person
    assert person is not None
    effects: tuple[Effect, ...] = (
        *change(person, state=PersonState.LEFT),
        *(part for ask in state.asks for part in close(ask, event.message)),
        *(change(state.place, state=PlaceState.WITHDRAWN) if state.place else ()),
        *end_pairing(state, event, "left"),
    )
    return acted(
        event,
        "left",
        Cancel(person=person.id),
        *act(state, event, f"{person.name} left", effects),
        answer(
            event,
            "left",
            person,
            partners=partner_names(state),
            days=state.schedules.holds.undo_days,
        ),
    )
