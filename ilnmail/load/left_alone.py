"""Whom a partner has left, and who has not said what they would like."""

from dataclasses import replace

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.decide.left_alone import ASKED
from ilnmail.decide.state import State
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.rescue import in_a_pairing, reachable
from ilnmail.model import Ask, AskState, Pairing, PairingState, Person


def left_alone(db: Connection, known: State) -> State:
    """The questions that are still open, who of those asked has nobody, and the pairings of those whose partner cannot be
    reached. A day without such questions costs one statement."""
    asks, people, pairings = tables.asks.c, tables.people.c, tables.pairings.c
    open_ones = rows.facts(db, Ask, asks.kind.in_(ASKED), asks.state == AskState.OPEN, order=asks.id)
    if not open_ones:
        return known
    asked = {ask.person for ask in open_ones}
    free = db.execute(select(people.id).where(people.id.in_(asked), ~in_a_pairing())).scalars()
    subjects = [int(ask.subject.removeprefix("M-")) for ask in open_ones]
    running = rows.facts(db, Pairing, pairings.id.in_(subjects), pairings.state == PairingState.RUNNING)
    return replace(
        known,
        asks=open_ones,
        people=rows.facts(db, Person, people.id.in_(asked), reachable()),
        couples=read_couples(db, running),
        numbers={
            "alone": frozenset(free),
            "unreachable": frozenset(db.execute(rows.SUSPENDED).scalars()) if running else frozenset(),
        },
    )
