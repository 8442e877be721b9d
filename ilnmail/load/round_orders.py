"""What an order about a round needs: everybody in it, or how many its letters go to."""

from dataclasses import replace

from sqlalchemy import Connection

from ilnmail import tables
from ilnmail.decide.putting_off import SMALL_ROUND
from ilnmail.decide.state import State
from ilnmail.events import OrderGiven
from ilnmail.load import rows
from ilnmail.load.plan import readers_of
from ilnmail.load.programme import whole_round
from ilnmail.model import Person, PersonState, RoundState, Ticket


def of_a_round(db: Connection, event: OrderGiven, known: State) -> State:
    """For opening: who said "again". For closing: everybody with a place."""
    if event.order.text.startswith("open"):
        people = tables.people.c
        again = rows.facts(
            db, Person, people.again == "yes", people.state == PersonState.ACTIVE, order=people.id
        )
        return replace(known, people=again)
    if event.order.text.split(maxsplit=1)[:1] in (["show"], ["calendar"], ["dates"]):
        return replace(known, numbers=readers_of(db, known.rounds))
    if event.order.text.startswith("change"):
        return _of_a_changed_round(db, event, known)
    taking = next((r for r in known.rounds if r.state is RoundState.OPEN), None)
    return _with_its_line(db, whole_round(db, taking.id, known)) if taking else known


def _with_its_line(db: Connection, found: State) -> State:
    """The line of the digest that asks whether it goes on."""
    tickets = tables.tickets.c
    asked = rows.facts(db, Ticket, tickets.closed_at.is_(None), tickets.kind == SMALL_ROUND)
    return replace(found, tickets=asked)


def _of_a_changed_round(db: Connection, event: OrderGiven, known: State) -> State:
    """The one it names, else the one that is prepared or runs, with its pairs and how many people it is about."""
    named = [r for r in known.rounds if r.name.casefold() in event.order.text.casefold()]
    which = (named or list(known.rounds))[:1]
    found = whole_round(db, which[0].id, known) if which else known
    return replace(found, numbers=readers_of(db, known.rounds))


def of_a_later_round(db: Connection, event: OrderGiven, known: State) -> State:
    """The round that is being prepared, by its name or the only one."""
    before = [r for r in known.rounds if r.state not in (RoundState.RUNNING, RoundState.ENDED)]
    named = [r for r in before if r.name.casefold() in event.order.text.casefold()]
    found = whole_round(db, (named or before)[0].id, known) if before else known
    return replace(_with_its_line(db, found), numbers=readers_of(db, known.rounds))
