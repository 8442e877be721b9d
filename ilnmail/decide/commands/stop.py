"""STOP, unsubscribe: no more mail at once, of any kind; the receipt offers pause, topics only, leave."""

from ilnmail.decide.calendar import today
from ilnmail.decide.changing import act, change
from ilnmail.decide.couples import partner_names
from ilnmail.decide.sending import acted, answer, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect, Send
from ilnmail.events import CommandGiven
from ilnmail.model import Mailings, Person, PersonState


def stop(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Still a participant, but nothing is sent that is not an answer; an application ends."""
    person = state.person
    assert person is not None
    applying = person.state is PersonState.APPLYING
    parts = change(person, state=PersonState.LEFT) if applying else change(person, mailings=Mailings.NONE)
    return acted(
        event,
        "no more mail",
        Cancel(person=person.id),
        *_authors_told(state, event, person),
        *act(state, event, "No more mail", parts),
        *question(state, event.at, answer(event, "stopped", person, partners=partner_names(state))),
    )


def _authors_told(state: State, event: CommandGiven, listener: Person) -> tuple[Send, ...]:
    """Whose words waited to be passed on hears what those hear who write later: that they have not gone, and the choice."""
    told = {"why": "stopped", "partners": (listener.name,)}
    return tuple(
        plain_letter("cannot-relay", f"m{event.message}", one, wrote=today(event.at, one.zone), **told)
        for one in state.people
    )
