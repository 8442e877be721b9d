"""What every order shares: the line of the transcript, and the pieces its numbers and ids mean."""

from ilnmail.decide.changing import act
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven
from ilnmail.model import Person


def done(state: State, event: OrderGiven, words: str, *effects: Effect) -> tuple[Effect, ...]:
    """The order as one act that UNDO can take back, and what the transcript says of it."""
    return (*act(state, event, words, effects, rule=event.order.verb), Tell(event.order.line, words))


def refused(event: OrderGiven, why: str) -> tuple[Effect, ...]:
    """Nothing was changed, and why."""
    return (Tell(event.order.line, f"not done: {why}", done=False),)


def shown(event: OrderGiven, *lines: str) -> tuple[Effect, ...]:
    """Facts that were asked for."""
    return tuple(Tell(event.order.line, words) for words in lines)


def named(person: Person) -> str:
    return f"{person.name} (P-{person.id})"


def pair(couple: Couple) -> str:
    """M-27 Amina Yusuf and Jonas Berg"""
    return f"M-{couple.pairing.id} {' and '.join(p.name for p in couple.people)}"
