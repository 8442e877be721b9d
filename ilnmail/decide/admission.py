"""Who has a place in a round: settled at closing, told, asked "still in?"; whoever is next moves up when a place comes free.

Nobody admitted is ever put back: settling again only admits.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import card_lines
from ilnmail.decide.changing import act, change
from ilnmail.decide.round_days import day_of
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect
from ilnmail.events import Due
from ilnmail.matching import admit
from ilnmail.model import Person, PersonState, Place, PlaceState, Round, RoundState

_CARD_STAYS_FRESH = 14  # days
_IN_LINE = (PlaceState.APPLIED, PlaceState.WAITING)


def closed(state: State, taking: Round) -> tuple[Effect, ...]:
    """The round no longer takes applications; nobody who gets a place is ever put back."""
    return (*change(taking, state=RoundState.CLOSED), *_settled(state))


def _settled(state: State) -> tuple[Change, ...]:
    """Everybody with a place in it, by the cap: first come first served, whoever is owed a favour before."""
    admitted, numbers = _by_the_cap(state)
    return tuple(
        part
        for place in state.places
        if place.state in _IN_LINE
        for part in (
            change(place, state=PlaceState.ADMITTED, number=0)
            if place.person in admitted
            else change(place, state=PlaceState.WAITING, number=numbers.get(place.person, 0))
        )
    )


def _by_the_cap(state: State) -> tuple[set[int], dict[int, int]]:
    """Who may come in, and the number in the queue of those who may not, 1 for the next."""
    outcome = admit(applications(state))
    return set(outcome.admitted), {person: number for number, person in enumerate(outcome.waiting, 1)}


def applications(state: State) -> tuple[tuple[int, str, datetime, int], ...]:
    """Everybody who would take part: person, country, since when, and what goes before."""
    people = {p.id: p for p in state.people}
    here = (p for p in state.places if p.person in people and _counts(p, people[p.person]))
    return tuple(
        (p.person, people[p.person].country, p.since, p.priority + people[p.person].favour) for p in here
    )


def _counts(place: Place, person: Person) -> bool:
    return place.state is not PlaceState.WITHDRAWN and person.state is not PersonState.LEFT


def places_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Everybody who applied hears whether there is a place; whose card is older is asked "still in?"."""
    taking = state.round
    assert taking is not None
    places = {place.person: place for place in state.places}
    told: tuple[Effect, ...] = ()
    for number, person in enumerate(state.people):
        place = places[person.id]
        if place.state is PlaceState.WAITING:
            told += (
                letter(
                    "waiting",
                    taking.name,
                    person,
                    number=place.number,
                    why="cap",
                    starts=taking.starts,
                    until=day_of(state, taking, "match"),
                    next_round=None,
                ),
            )
        elif place.state is PlaceState.ADMITTED:
            told += _has_a_place(state, event, taking, person, number)
    return (*told, advance(event))


def _has_a_place(
    state: State,
    event: Due,
    taking: Round,
    person: Person,
    number: int,
    *,
    again: bool = False,
    moved_up: bool = False,
) -> tuple[Effect, ...]:
    fresh = person.changed_at and event.at - person.changed_at < timedelta(days=_CARD_STAYS_FRESH)
    sent = letter(
        "place",
        f"{taking.name}.again" if again else taking.name,
        person,
        ask=not fresh,
        again=again,
        moved_up=moved_up,
        starts=taking.starts,
        until=day_of(state, taking, "match"),
        card=card_lines(person, person.locale),
    )
    if fresh:
        return (sent,)
    return question(state, event.at, sent, taking.name, number=number, times=2 if again else 1)


def still_in_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once more to whoever has been asked "still in?" and has not answered."""
    taking = state.round
    assert taking is not None
    asked = {a.person for a in state.asks if a.kind == "place" and a.subject == taking.name}
    admitted = {p.person for p in state.places if p.state is PlaceState.ADMITTED}
    silent = (p for p in state.people if p.id in asked & admitted and p.state is PersonState.ACTIVE)
    told = (
        part
        for number, person in enumerate(silent)
        for part in _has_a_place(state, event, taking, person, number, again=True)
    )
    return (*told, advance(event))


def line_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once a day until the match run: where somebody has withdrawn, the next in line have a place, and hear it."""
    taking = state.round
    if taking is None or taking.state is not RoundState.CLOSED:
        return (advance(event),)
    changes = _settled(state)
    people = {p.id: p for p in state.people}
    moved = tuple(people[person] for person in _admitted_by(changes))
    words = f"{taking.name}: {len(moved)} moved up from the waiting list"
    told = (
        part
        for number, person in enumerate(moved)
        for part in _has_a_place(state, event, taking, person, number, moved_up=True)
    )
    done = act(state, event, words, (*changes, *told)) if moved else changes
    return (*done, advance(event))


def _admitted_by(changes: Iterable[Change]) -> tuple[int, ...]:
    return tuple(int(str(c.key[1])) for c in changes if c.field == "state" and c.after is PlaceState.ADMITTED)
