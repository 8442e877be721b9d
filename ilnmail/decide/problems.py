"""A problem report that nobody has taken: after two days everybody who may read it is written to again."""

from datetime import timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.sending import plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import Due
from ilnmail.letters.shown import Need
from ilnmail.model import Ticket

KIND = "problem"
_PATIENCE = timedelta(hours=48)


def problems_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once for each report; a key that was sent is never sent twice."""
    late = [t for t in state.tickets if t.taken_by is None and event.at - t.opened_at >= _PATIENCE]
    told: tuple[Effect, ...] = ()
    for ticket in late:
        told += _again(state, event, ticket, sum(1 for effect in told) // 2)
    return (*told, advance(event))


def _again(state: State, event: Due, ticket: Ticket, asked: int) -> tuple[Effect, ...]:
    inside = {p.id for c in state.couples if any(q.id == ticket.person for q in c.people) for p in c.people}
    readers = tuple(c for c in state.coordinators if c.id not in inside) or state.coordinators
    words = f"Q-{ticket.id}: {ticket.words} Nobody has taken it for two days. Reply TAKE, or with your words."
    need = Need(words, "they wait, and we have promised an answer")
    told: tuple[Effect, ...] = ()
    for number, reader in enumerate(readers):
        others = tuple(c.name for c in readers if c.id != reader.id)
        sent = plain_letter("reminder", f"Q-{ticket.id}.again", reader, needs=(need,), others=others)
        lines = (("1", f"Q-{ticket.id}"),)
        told += question(state, event.at, sent, f"Q-{ticket.id}", number=asked + number, lines=lines)
    return told
