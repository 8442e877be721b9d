""" "Again?" at the opening of a round, to everybody who is with us and has no place in it yet."""

from dataclasses import replace

from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import card_lines
from ilnmail.decide.changing import change
from ilnmail.decide.joining import closes_on
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import Due
from ilnmail.model import Person, RoundState


def again_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once a round. Who said "later" is asked at the next opening, who said "no" never; whoever writes with somebody
    for weeks to come is not asked now."""
    taking = state.round
    if taking is None or taking.state is not RoundState.OPEN:
        return (advance(event),)
    with_place = {place.person for place in state.places}
    busy = {p.id for c in state.couples if c.pairing.ends > taking.starts for p in c.people}
    free = tuple(p for p in state.people if p.id not in with_place | busy and _takes_part(p))
    asked: tuple[Effect, ...] = ()
    for number, person in enumerate(p for p in free if p.again in ("", "yes")):
        asked += _asked(state, event, person, number)
    later = (p for p in free if p.again == "later")
    return (*asked, *(part for p in later for part in change(p, again="")), advance(event))


def _takes_part(person: Person) -> bool:
    """Not those who only help, or helped: coordinators, and an ambassador who has never said YES to a card."""
    return not person.coordinator and person.agreed_at is not None


def _asked(state: State, event: Due, person: Person, number: int) -> tuple[Effect, ...]:
    taking = state.round
    assert taking is not None
    couple = next((c for c in state.couples if person in c.people), None)
    sent = letter(
        "again",
        taking.name,
        person,
        starts=taking.starts,
        closes=closes_on(state, taking),
        card=card_lines(person, person.locale),
        partners=tuple(p.name for p in couple.partners_of(person.id)) if couple else (),
    )
    return question(state, event.at, replace(sent, round=taking.id), taking.name, number=number)
