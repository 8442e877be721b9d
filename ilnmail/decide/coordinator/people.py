"""What a coordinator changes for somebody: pause, resume, remove, set."""

from dataclasses import replace

from ilnmail.decide.cards import country_name, gaps
from ilnmail.decide.changing import change, changed
from ilnmail.decide.coordinator import mails
from ilnmail.decide.coordinator.days import day_meant
from ilnmail.decide.coordinator.groups import country_of, group_of
from ilnmail.decide.coordinator.saying import done, named, refused, those
from ilnmail.decide.joining import filled_in
from ilnmail.decide.state import State
from ilnmail.decide.tickets import MISSING
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
    if field == "country":
        code = country_of(value)
        if not code:
            return refused(event, f"{value} is no country we know, or more than one; two letters, like KE")
        return _set(state, event, field, code, country_name(code))
    if field in _LISTS:
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        return _set(state, event, field, parts, ", ".join(parts))
    if field in _TEXT:
        return _set(state, event, field, value, value)
    return refused(event, f"a card has {', '.join(sorted({'country', *_TEXT, *_LISTS}))}; not {field}")


def _set(state: State, event: OrderGiven, field: str, value: object, shown: str) -> tuple[Effect, ...]:
    """Whoever has not joined yet sees the new card, and says YES to it."""
    person, words = state.people[0], f"{named(state.people[0])}: {field} {shown}"
    now = changed(person, **{field: value})
    asked = filled_in(state, event, now, field) if person.state is PersonState.APPLYING else ()
    words += "; the card goes to them, to say YES to" if asked else ""
    return done(state, event, words, *change(person, **{field: value}), *asked)


def filling_a_gap(state: State, event: OrderGiven) -> OrderGiven:
    """ "3 Georgia": under a line about somebody whose country is missing, the name of one is not meant to be passed on."""
    order = event.order
    about = [t for t in state.tickets if t.closed_at is None and t.kind == MISSING]
    if (
        order.verb != "reply"
        or len(about) != 1
        or len(state.people) != 1
        or "country" not in gaps(state.people[0])
    ):
        return event
    if len(order.text.split()) > _MOST_OF_A_NAME or not country_of(order.text):
        return event
    return replace(event, order=replace(order, verb="set", text=f"country {order.text}", sure=True))


_MOST_OF_A_NAME = 5  # words: the Democratic Republic of Congo
