"""What coordinators keep about people, and the two strongest words: note, tag, rematch, block."""

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.people import words_of
from ilnmail.decide.coordinator.saying import done, named, refused, those
from ilnmail.decide.couples import part
from ilnmail.decide.state import State
from ilnmail.decide.tickets import NEW_PARTNER
from ilnmail.effects import Cancel, Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import PairingState, Person, PersonState, Ticket


def note(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Words about a person for the coordinators alone; `show` has them."""
    text = words_of(event)
    if not state.people or not text:
        return refused(event, "about whom, and what? note P-1 prefers short mails")
    words = f"{event.at:%-d %b %Y}: {text}"
    noted = tuple(part for one in state.people for part in change(one, note=f"{one.note}\n{words}".strip()))
    return done(state, event, f"noted about {those(state.people)}", *noted)


def tag(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """One word that finds a group again; written once more with a minus it is gone."""
    words = words_of(event).split()
    if not state.people or not words:
        return refused(event, "whom, with which word? tag P-1 rural, or tag P-1 -rural")
    tagged = tuple(part for one in state.people for part in change(one, tags=_tags(one, words)))
    left = ", ".join(_tags(state.people[0], words)) if len(state.people) == 1 else ", ".join(words)
    return done(state, event, f"{those(state.people)}: {left or 'no tags'}", *tagged)


def _tags(person: Person, words: list[str]) -> tuple[str, ...]:
    gone = {word[1:] for word in words if word.startswith("-")}
    kept = [word for word in dict.fromkeys((*person.tags, *words)) if not word.startswith("-")]
    return tuple(word for word in kept if word not in gone)


def rematch(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Asks for a new partner in somebody's stead; the pairing they are in stands until `unmatch`."""
    if len(state.people) != 1:
        return refused(event, "for whom? one at a time: rematch P-1")
    person = state.people[0]
    wanted = Ticket(
        id=state.ids.ticket,
        key=f"rematch:P-{person.id}",
        kind=NEW_PARTNER,
        person=person.id,
        words=f"{person.name} (P-{person.id}) needs a new partner. {event.order.text}".strip(),
        default="asked again in the next digest",
        opened_at=event.at,
    )
    return done(
        state,
        event,
        f"{named(person)} is looked after",
        Keep(wanted),
        *change(person, favour=person.favour + 1),
    )


def block(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """At once: no mail from or to them, their pairing ends, and what they write later has no effect."""
    if len(state.people) != 1:
        return refused(event, "whom? one at a time: block P-1")
    person = state.people[0]
    effects: tuple[Effect, ...] = (Cancel(person=person.id),)
    for couple in state.couples:
        if couple.pairing.state in (PairingState.RUNNING, PairingState.APPROVED):
            partners = couple.partners_of(person.id)
            cause = f"M-{couple.pairing.id}"
            effects += part(state, couple, partners, event.at, cause, because="blocked")
    gone = change(person, state=PersonState.BLOCKED)
    return done(state, event, f"blocked {named(person)}", *effects, *gone)
