"""What a coordinator changes for somebody: pause, resume, remove, set."""

from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator import mails
from ilnmail.decide.coordinator.saying import done, named, refused
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect
from ilnmail.events import OrderGiven
from ilnmail.model import PersonState
from ilnmail.understand.dates import read_until

_TEXT = frozenset({"name", "city", "work", "wish", "zone"})
_LISTS = frozenset({"languages", "interests"})


def pause(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    until = read_until(event.order.text, event.at.date(), "en")
    if not state.people or until is None:
        return refused(event, "whom, and until when? pause P-1 until 2027-03-01")
    person = state.people[0]
    words = f"paused {named(person)} until {until}"
    return done(state, event, words, *change(person, state=PersonState.PAUSED, paused_until=until))


def resume(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    if not state.people:
        return mails.resume(state, event)
    person = state.people[0]
    back = change(person, state=PersonState.ACTIVE, paused_until=None)
    return done(state, event, f"{named(person)} is back", *back)


def remove(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Only a person removes anyone; nothing is mailed, the coordinator says what there is to say."""
    if not state.people:
        return refused(event, "whom? remove P-1")
    person = state.people[0]
    gone = change(person, state=PersonState.LEFT)
    return done(state, event, f"removed {named(person)}", *gone, Cancel(person=person.id))


def set_field(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """One field of a card: set P-1 country KE."""
    field, _, value = event.order.text.partition(" ")
    if not state.people or not value:
        return refused(event, "what? set P-1 country KE")
    person = state.people[0]
    if field == "country":
        known = country_name(value.upper())
        if known == value.upper():
            return refused(event, f"{value} is not a country code; two letters, like KE")
        return done(state, event, f"{named(person)}: country {known}", *change(person, country=value.upper()))
    if field in _LISTS:
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        return done(
            state, event, f"{named(person)}: {field} {', '.join(parts)}", *change(person, **{field: parts})
        )
    if field in _TEXT:
        return done(state, event, f"{named(person)}: {field} {value}", *change(person, **{field: value}))
    return refused(event, f"a card has {', '.join(sorted({'country', *_TEXT, *_LISTS}))}; not {field}")
