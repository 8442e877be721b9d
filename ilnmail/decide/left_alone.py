"""Whoever has not said what they would like after a partner left, or cannot be reached: on the day that their letter named
somebody new is looked for.
"""

from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import with_country
from ilnmail.decide.changing import act, change
from ilnmail.decide.couples import asked_until, ended
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import LOOKED_FOR, NEW_PARTNER
from ilnmail.effects import Cancel, Effect, Keep
from ilnmail.events import Due
from ilnmail.model import Ask, AskState, Person, Ticket

ASKED = ("partner-left", "parted", "partner-unreachable")
"""The letters that name that day."""


def left_alone_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The default of each, once; whoever has somebody by then needs nothing. A pause comes first."""
    people = {p.id: p for p in state.people}
    effects: tuple[Effect, ...] = ()
    for number, ask in enumerate(state.asks):
        one = people.get(ask.person)
        if one and asked_until(state, ask.asked_at) <= event.at.date():
            effects += (*_looked_for(state, event, ask, one, number), *change(ask, state=AskState.LAPSED))
    words = "somebody new is looked for where nothing was chosen"
    return (*(act(state, event, words, effects) if effects else ()), advance(event))


def _looked_for(state: State, event: Due, ask: Ask, one: Person, number: int) -> tuple[Effect, ...]:
    old = next((c for c in state.couples if ask.subject == f"M-{c.pairing.id}" and one in c.people), None)
    if ask.kind == "partner-unreachable":
        return _given_up(state, event, old, one, number) if old else ()
    return (Keep(_ticket(state, event, one, number)),) if one.id in _ids(state, "alone") else ()


def _given_up(state: State, event: Due, couple: Couple, one: Person, number: int) -> tuple[Effect, ...]:
    """Only where the address still does not take our mail, and nobody else is in it."""
    others = couple.partners_of(one.id)
    if not all(other.id in _ids(state, "unreachable") for other in others):
        return ()
    over = (Cancel(pairing=couple.pairing.id), *ended(couple, "unreachable"))
    return (*over, *change(one, favour=one.favour + 1), Keep(_ticket(state, event, one, number)))


def _ids(state: State, name: str) -> frozenset[int]:
    found = state.numbers.get(name)
    return found if isinstance(found, frozenset) else frozenset()


def _ticket(state: State, event: Due, one: Person, number: int) -> Ticket:
    return Ticket(
        id=state.ids.ticket + number,
        key=f"rematch:P-{one.id}",
        kind=NEW_PARTNER,
        person=one.id,
        words=f"{with_country(one)} (P-{one.id}) is without a partner: match P-{one.id} P-...",
        default=LOOKED_FOR,
        opened_at=event.at,
    )
