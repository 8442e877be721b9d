"""Whether an address works: what speaks for it, what against it, and one letter to find out."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.changing import change
from ilnmail.decide.sending import letter
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Guard
from ilnmail.events import MACHINES, Due, Event, Mail
from ilnmail.model import Address, Person, PersonState

_QUIET = timedelta(days=30)  # after which what came back is forgotten
_ANSWERED = timedelta(days=3)  # a probe that has not come back by then has arrived
_RETRIES = (timedelta(days=7), timedelta(days=30))  # after the suspension

GOOD = {"bounce_score": 0.0, "bounced_at": None, "probed_at": None, "suspended_at": None}


def heard(state: State, event: Event) -> tuple[Change, ...]:
    """Somebody who writes from an address has it: all that spoke against it is forgotten."""
    if not isinstance(event, Mail) or isinstance(event, MACHINES):
        return ()
    own = next((a for a in state.addresses if a.address == event.sender.lower()), None)
    return change(own, **GOOD) if own else ()


def probe(reader: Person, address: str, cause: str) -> Effect:
    """A short letter to that address, whatever is known about it."""
    return replace(letter("address-check", cause, reader, Guard.ALWAYS, address=address), address=address)


def addresses_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once a day: forget what is long ago, lift what works again, try again what does not."""
    readers = {p.id: p for p in state.people if p.state is not PersonState.LEFT}
    effects: tuple[Effect, ...] = ()
    for one in state.addresses:
        if one.person in readers:
            effects += _one(readers[one.person], one, event)
    return (*effects, advance(event))


def _one(reader: Person, one: Address, event: Due) -> tuple[Effect, ...]:
    at = event.at
    came_back = one.probed_at and one.bounced_at and one.bounced_at > one.probed_at
    if one.probed_at and not came_back and at - one.probed_at >= _ANSWERED:
        return change(one, **GOOD)
    if one.suspended_at is not None:
        return _tried_again(reader, one, event)
    old = one.bounced_at is None or at - one.bounced_at >= _QUIET
    return change(one, **GOOD) if old and one.bounce_score else ()


def _tried_again(reader: Person, one: Address, event: Due) -> tuple[Effect, ...]:
    """A week and a month after it was suspended; then only a word from its owner helps."""
    assert one.suspended_at is not None
    for wait in _RETRIES:
        moment = one.suspended_at + wait
        late = event.at - moment
        if timedelta(0) <= late < timedelta(days=2) and (one.probed_at is None or one.probed_at < moment):
            sent = probe(reader, one.address, f"{one.suspended_at:%Y-%m-%d}.{wait.days}")
            return (*change(one, probed_at=event.at), sent)
    return ()
