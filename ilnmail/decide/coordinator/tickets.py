"""Tickets: answered in a coordinator's own words, taken, closed."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.sending import plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.events import OrderGiven
from ilnmail.model import Person, Ticket


def reply(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The words go to the person, as from that coordinator, and the ticket is closed."""
    if not state.tickets or not event.order.text:
        return refused(event, "which ticket, and what shall we say? reply Q-9 your words")
    ticket = state.tickets[0]
    person = next((p for p in state.people if p.id == ticket.person), None)
    if person is None:
        return refused(event, f"Q-{ticket.id} is not about anybody we can write to")
    sent = in_their_name(state, event, person, ticket, event.order.text)
    minutes = state.schedules.holds.coordinators
    words = f"your words go to {person.name} in {minutes} minutes; closed: Q-{ticket.id}"
    return done(state, event, words, sent, *change(ticket, closed_at=event.at, taken_by=event.person))


def in_their_name(state: State, event: OrderGiven, to: Person, ticket: Ticket, text: str) -> Send:
    """A person's answer to a person, held for as long as UNDO shall be real."""
    author = next((c.name for c in state.coordinators if c.id == event.person), state.programme.name)
    sent = plain_letter("person-answer", f"Q-{ticket.id}.{event.cause}", to, text=text, partner=author)
    held = event.at + timedelta(minutes=state.schedules.holds.coordinators)
    return replace(sent, author=author, not_before=held, message=event.message)


def close(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    if not state.tickets:
        return refused(event, "which ticket? close Q-9")
    closed = tuple(part for t in state.tickets for part in change(t, closed_at=event.at))
    return done(state, event, f"closed {', '.join(f'Q-{t.id}' for t in state.tickets)}", *closed)


def take(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    if not state.tickets:
        return refused(event, "which ticket? take Q-9")
    taken = tuple(part for t in state.tickets for part in change(t, taken_by=event.person))
    return done(state, event, f"yours: {', '.join(f'Q-{t.id}' for t in state.tickets)}", *taken)


def agreed(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """YES to a line of the digest: it is dealt with."""
    return close(state, event)


def declined(state: State, event: OrderGiven, word: str) -> tuple[Effect, ...]:
    """NO closes it, HOLD leaves it for the next digest."""
    if word == "held":
        return done(state, event, f"{', '.join(f'Q-{t.id}' for t in state.tickets)}: asked again next week")
    return close(state, event)
