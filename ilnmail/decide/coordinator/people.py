"""What a coordinator changes for somebody: pause, resume, remove, set."""

from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator import mails
from ilnmail.decide.coordinator.days import day_meant
from ilnmail.decide.coordinator.groups import country_of, group_of
from ilnmail.decide.coordinator.saying import done, named, refused, those
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect
from ilnmail.events import OrderGiven
from ilnmail.model import Person, PersonState

_TEXT = frozenset({"name", "city", "work", "wish", "zone", "stage", "rhythm"})
_LISTS = frozenset({"languages", "interests", "never"})


def pause(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """One, several, or a group; until a day."""
    until = day_meant(words_of(event), event.at.date())
    if not state.people or until is None:
        return refused(event, "whom, and until when? pause P-1 until 2027-03-01")
    paused = _each(state.people, state=PersonState.PAUSED, paused_until=until)
    return done(state, event, f"paused {those(state.people)} until {until}", *paused)


def resume(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    if not state.people:
        return mails.resume(state, event) if not event.order.text else refused(event, "whom? resume P-1")
    back = _each(state.people, state=PersonState.ACTIVE, paused_until=None)
    return done(state, event, f"{those(state.people)}: back", *back)


def remove(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Only a person removes anyone; nothing is mailed, the coordinator says what there is to say."""
    if not state.people:
        return refused(event, "whom? remove P-1")
    unsent = tuple(Cancel(person=one.id) for one in state.people)
    return done(
        state, event, f"removed {those(state.people)}", *_each(state.people, state=PersonState.LEFT), *unsent
    )


def _each(people: tuple[Person, ...], **values: object) -> tuple[Effect, ...]:
    return tuple(part for one in people for part in change(one, **values))


def words_of(event: OrderGiven) -> str:
    """What an order says besides whom it is about."""
    group = group_of(event.order.text) if not event.order.ids else None
    return group.rest if group else event.order.text


def set_field(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """One field of a card: set P-1 country KE."""
    field, _, value = event.order.text.partition(" ")
    if len(state.people) > 1:
        return refused(event, "one card at a time: set P-1 country KE")
    if not state.people or not value:
        return refused(event, "what? set P-1 country KE")
    person = state.people[0]
    if field == "country":
        code = country_of(value)
        if not code:
            return refused(event, f"{value} is no country we know, or more than one; two letters, like KE")
        words = f"{named(person)}: country {country_name(code)}"
        return done(state, event, words, *change(person, country=code))
    if field in _LISTS:
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        return done(
            state, event, f"{named(person)}: {field} {', '.join(parts)}", *change(person, **{field: parts})
        )
    if field in _TEXT:
        return done(state, event, f"{named(person)}: {field} {value}", *change(person, **{field: value}))
    return refused(event, f"a card has {', '.join(sorted({'country', *_TEXT, *_LISTS}))}; not {field}")
