"""What every order shares: the line of the transcript, and the pieces its numbers and ids mean."""

from dataclasses import replace
from datetime import datetime, timedelta

from ilnmail.decide.changing import act
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Send, Tell
from ilnmail.events import OrderGiven
from ilnmail.letters import LETTERS, Headers
from ilnmail.model import Person

ASK_FIRST = "with YES: "
"""How the line of an order begins that waits for a YES: anybody can write From, but only the address on file
gets the letter that shows what the order would do."""


def done(state: State, event: OrderGiven, words: str, *effects: Effect) -> tuple[Effect, ...]:
    """The order as one act that UNDO can take back, and what the transcript says of it.

    Letters to others wait for as long as the hold says, so that taking back is real.
    """
    earliest = event.at + timedelta(minutes=state.schedules.holds.coordinators)
    held = tuple(_held(effect, earliest) for effect in effects)
    return (
        *act(state, event, words, held, rule=event.order.verb),
        Tell(event.order.line, words, undoable=True),
    )


def _held(effect: Effect, earliest: datetime) -> Effect:
    if not isinstance(effect, Send) or LETTERS[effect.kind].headers is Headers.COORDINATOR:
        return effect
    return replace(effect, not_before=max(effect.not_before or earliest, earliest))


def already(event: OrderGiven, who: str, at: datetime, what: str) -> tuple[Effect, ...]:
    """Somebody else was quicker: who it was, when, and what was done."""
    words = f"{who} has done this already, at {at:%H:%M} UTC on {at:%A %-d %B}: {what}"
    return (Tell(event.order.line, words, done=False, already=(who, at, what)),)


def refused(event: OrderGiven, why: str) -> tuple[Effect, ...]:
    """Nothing was changed, and why."""
    return (Tell(event.order.line, f"not done: {why}", done=False),)


def shown(event: OrderGiven, *lines: str) -> tuple[Effect, ...]:
    """Facts that were asked for."""
    return tuple(Tell(event.order.line, words) for words in lines)


def named(person: Person) -> str:
    return f"{person.name} (P-{person.id})"


def those(people: tuple[Person, ...]) -> str:
    """Up to three by name, more by their number: "Amina Yusuf (P-3), Jonas Berg (P-4) and 21 more"."""
    shown_first = ", ".join(named(one) for one in people[:_BY_NAME])
    more = len(people) - _BY_NAME
    return f"{shown_first} and {more} more" if more > 0 else shown_first


_BY_NAME = 3


def pair(couple: Couple) -> str:
    """M-27 Amina Yusuf and Jonas Berg"""
    return f"M-{couple.pairing.id} {' and '.join(p.name for p in couple.people)}"
