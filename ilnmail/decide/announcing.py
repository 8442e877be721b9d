"""What only a person can answer goes to the coordinators as it comes, with all they need to answer it."""

from datetime import datetime

from ilnmail.decide.calendar import today
from ilnmail.decide.cards import card_lines, with_country
from ilnmail.decide.changing import change
from ilnmail.decide.sending import others, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import READ
from ilnmail.effects import Effect, Keep
from ilnmail.events import Event, Mail
from ilnmail.model import Ask, Person, Ticket


def announced(state: State, event: Event, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The effects, and for every new ticket with somebody's words a letter to each coordinator at work.

    While an older ticket of the same key is open the words join that one, so that nothing is lost.
    """
    if not isinstance(event, Mail):
        return effects
    kept = [effect.fact for effect in effects if isinstance(effect, Keep)]
    opened = [fact for fact in kept if isinstance(fact, Ticket) and fact.kind in READ]
    asked = sum(isinstance(fact, Ask) for fact in kept)
    told: tuple[Effect, ...] = ()
    for ticket in opened:
        older = next((t for t in state.tickets if t.key == ticket.key), None)
        if older is not None:
            told += change(older, words=f"{older.words} And then: {ticket.words}"[:600])
        told += _letters(state, event, older or ticket, asked)
        asked += len(state.coordinators)
    return (*effects, *told)


def at_work(state: State, at: datetime) -> tuple[Person, ...]:
    """Who is not away; everybody where all are."""
    there = tuple(c for c in state.coordinators if c.away_until is None or c.away_until <= today(at, c.zone))
    return there or state.coordinators


def _letters(state: State, event: Mail, ticket: Ticket, asked: int) -> tuple[Effect, ...]:
    person = state.person
    sent: tuple[Effect, ...] = ()
    for number, reader in enumerate(at_work(state, event.at)):
        letter = plain_letter(
            "please-read",
            f"m{event.message}",
            reader,
            who=with_country(person)
            if person and person.country
            else (person.name if person else event.sender),
            id=f"P-{person.id}" if person else "",
            ticket=f"Q-{ticket.id}",
            text=str(getattr(event, "text", "") or getattr(event, "comment", "") or ticket.words),
            card=card_lines(person) if person else (),
            why=_why(state, event),
            before=state.recent,
            default=ticket.default if person else "",
            others=others(state, reader),
        )
        lines = (("1", f"Q-{ticket.id}"),)
        sent += question(state, event.at, letter, f"Q-{ticket.id}", number=asked + number, lines=lines)
    return sent


def _why(state: State, event: Mail) -> str:
    """What the programme took it for."""
    if state.ask is not None:
        return f'it answers our question "{state.ask.kind}" in words'
    return {
        "CommandGiven": "it asks for a person",
        "Applied": "it is no application that we can read",
    }.get(type(event).__name__, "no rule of ours fits it")
