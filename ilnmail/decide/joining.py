"""Joining: a first mail, the card, YES, welcome. Nobody is enrolled on a guess."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ilnmail.decide.calendar import today
from ilnmail.decide.cards import LABELS, card_lines, from_application, gaps, shown
from ilnmail.decide.changing import act, change, changed, close
from ilnmail.decide.correcting import corrected
from ilnmail.decide.other_address import asked_about
from ilnmail.decide.recommending import MOST_FRIENDS, recommended
from ilnmail.decide.round_days import day_of
from ilnmail.decide.sending import answer, conclude, plain_letter, promised, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import MISSING, ticket
from ilnmail.decide.translated import label
from ilnmail.effects import Change, Effect, Keep, Outcome, Send
from ilnmail.events import Applied, CardAnswered, OrderGiven
from ilnmail.model import (
    Address,
    Consent,
    Person,
    PersonState,
    Place,
    PlaceState,
    Round,
    RoundState,
)

JOINED = "joined"
"""The act that LEAVE takes back, not UNDO."""

_SAYS_NOTHING = frozenset({"spam", "auto"})
_FOR_A_PERSON = frozenset({"question", "recommendation", "other"})


def applied(state: State, event: Applied) -> tuple[Effect, ...]:
    """Somebody who is not with us wrote to us."""
    known, taking = state.person, taking_applications(state)
    if event.intent == "recommendation" and 0 < len(event.friends) <= MOST_FRIENDS:
        closes = closes_on(state, taking) if taking else None
        return recommended(state, event, taking.starts if taking else None, closes)
    if known is not None and known.state in (PersonState.ACTIVE, PersonState.PAUSED):
        return _already_in(state, event, known)
    if event.intent in _SAYS_NOTHING:
        return (conclude(event, Outcome.SUPPRESSED, f"reads as {event.intent}"),)
    if event.intent in _FOR_A_PERSON:
        return _to_a_person(state, event)
    if event.intent == "leave":
        return (
            answer(event, "stopped", known, partners=()),
            conclude(event, Outcome.ACTED, "wants no more mail"),
        )
    told = from_application(event.application)
    if event.intent == "unclear" and not set(told) & {"country", "languages", "work", "interests"}:
        form = answer(
            event,
            "how-to-join",
            known,
            starts=taking and taking.starts,
            closes=taking and closes_on(state, taking),
        )
        return (form, conclude(event, Outcome.ASKED, "nothing to go by"))
    return _card(state, event, told)


def _already_in(state: State, event: Applied, known: Person) -> tuple[Effect, ...]:
    """A second sign-up enrols nobody twice: the card they have, and how to change it."""
    lines = card_lines(known, known.locale)
    starts = state.round.starts if state.round and state.place else None
    sent = answer(event, "already-with-us", known, card=lines, starts=starts)
    return (
        *question(state, event.at, sent, kind="card", lines=lines),
        conclude(event, Outcome.ASKED, "is in already"),
    )


def _to_a_person(state: State, event: Applied) -> tuple[Effect, ...]:
    words = f"{event.sender} wrote: {event.text[:300]}"
    return (
        Keep(ticket(state, event, f"stranger:{event.sender}", "please read", words)),
        answer(
            event,
            "person-will-look",
            state.person,
            by=promised(state, event),
        ),
        conclude(event, Outcome.TO_A_PERSON, f"reads as {event.intent}, not as an application"),
    )


def _card(state: State, event: Applied, told: dict[str, object]) -> tuple[Effect, ...]:
    """Shown back at once; kept as an application until YES, or until it is deleted."""
    known = state.person
    if known is None:
        person = Person(id=state.ids.person, address=event.sender, name="", applied_at=event.at)
        person = replace(person, **told, locale=event.locale or "en")  # type: ignore[arg-type]
        facts: tuple[Effect, ...] = (Keep(person), Keep(Address(address=event.sender, person=person.id)))
    else:
        values = {**told, "state": PersonState.APPLYING, "applied_at": known.applied_at or event.at}
        person, facts = changed(known, **values), change(known, **values)
    event = replace(event, person=person.id)
    return (*facts, *show_card(state, event, person), conclude(event, Outcome.ASKED, "card sent"))


def show_card(
    state: State, event: Applied | CardAnswered, person: Person, marked: tuple[str, ...] = (), times: int = 1
) -> tuple[Effect, ...]:
    """The card, and the question that it is. `marked` are the fields that were just corrected."""
    sent = answer(event, "card", person, **_card_values(state, event.at, person, marked, times))
    lines = card_lines(person, person.locale)
    return question(state, event.at, sent, kind="card", lines=lines, times=times)


def filled_in(state: State, event: OrderGiven, person: Person, field: str) -> tuple[Effect, ...]:
    """The card of somebody who has not joined yet, after a coordinator filled in a field; what was missing is settled."""
    told = _card_values(state, event.at, person, (field,), times=2)
    first = person.applied_at or event.at
    sent = plain_letter(
        "card", f"{event.cause}.{event.order.line}", person, **told, wrote=today(first, person.zone)
    )
    asked = question(state, event.at, sent, kind="card", lines=card_lines(person, person.locale))
    missed = (t for t in state.tickets if t.kind == MISSING and t.person == person.id and not gaps(person))
    closed = (part for t in missed for part in change(t, closed_at=event.at, taken_by=event.person))
    return (*closed, *asked)


def _card_values(
    state: State, at: datetime, person: Person, marked: tuple[str, ...], times: int
) -> dict[str, Any]:
    joining, taking = state.schedules.joining, taking_applications(state)
    corrected_lines = {label(LABELS[field], person.locale) for field in marked if field in LABELS}
    day = today(at, person.zone)
    return {
        "card": tuple(
            (label, value, label in corrected_lines) for label, value in card_lines(person, person.locale)
        ),
        "missing": gaps(person),
        "agreed": person.agreed_at is not None,
        "starts": taking and taking.starts,
        "closes": taking and closes_on(state, taking),
        "place_by": taking and told_on(state, taking),
        "remind_on": _remind_on(state, day, taking) if times == 1 else None,
        "delete_on": day + timedelta(days=joining.delete),
    }


def _remind_on(state: State, day: date, taking: Round | None) -> date:
    """After a week, or two days before applications close if that is sooner."""
    usual = day + timedelta(days=state.schedules.joining.remind)
    if taking is None or closes_on(state, taking) - timedelta(days=2) <= day:
        return usual
    return min(usual, closes_on(state, taking) - timedelta(days=2))


def taking_applications(state: State) -> Round | None:
    """The round that one can still get into."""
    return next((r for r in state.rounds if r.state is RoundState.OPEN), None)


def card_answered(state: State, event: CardAnswered) -> tuple[Effect, ...]:
    """YES, a correction, or both in one breath."""
    known = state.person
    assert known is not None
    values = _at_first(dict(event.changes))
    if event.yes and known.agreed_at is None:
        values["agreed_at"] = event.at
    person = changed(known, **values)
    if known.state is not PersonState.APPLYING:
        return corrected(state, event, known, dict(event.changes))
    done = (*change(known, **values), *close(state.ask, event.message))
    if person.agreed_at is None or gaps(person):
        return (*done, *_asked_again(state, event, person))
    return _welcomed(state, event, known, person, done)


def _at_first(values: dict[str, object]) -> dict[str, object]:
    """Until YES we know one address: any other is a second one, and is asked when they are in."""
    other = values.pop("address", None)
    return {**values, "second_address": other} if other else values


def _asked_again(state: State, event: CardAnswered, person: Person) -> tuple[Effect, ...]:
    """The card once more, with what changed marked; a third time a person looks."""
    times = (state.ask.times if state.ask else 0) + 1
    marked = tuple(field for field, _ in event.changes)
    if gaps(person) and times > state.schedules.joining.ask_at_most:
        words = f"{person.name or person.address}: we asked twice, and still miss {', '.join(gaps(person))}."
        return (
            Keep(ticket(state, event, f"gaps:P-{person.id}", MISSING, words)),
            answer(
                event,
                "person-will-look",
                person,
                by=promised(state, event),
            ),
            conclude(event, Outcome.TO_A_PERSON, "asked twice, still something missing"),
        )
    shown_again = show_card(state, event, person, marked, times)
    return (*shown_again, conclude(event, Outcome.ASKED, "card sent again"))


def _welcomed(
    state: State, event: CardAnswered, known: Person, person: Person, done: tuple[Effect, ...]
) -> tuple[Effect, ...]:
    """In. The YES confirms facts, address and consent; the place dates from the first mail."""
    confirmed: dict[str, object] = {
        "state": PersonState.ACTIVE,
        "confirmed_at": event.at,
        "changed_at": event.at,
    }
    taking = taking_applications(state)
    if taking is None:
        confirmed["again"] = "yes"  # a place in the next round, as soon as it opens
    effects: tuple[Effect, ...] = (
        *done,
        *change(known, **confirmed),
        *_verified(state, event),
        Keep(
            Consent(
                person=known.id,
                version=state.programme.rules_version,
                locale=known.locale,
                message=event.message,
                at=event.at,
            )
        ),
        *_place(state, event, known, taking),
        _welcome(state, event, person, taking),
        *asked_about(state, event, person, {"second_address": person.second_address})[0],
    )
    return (
        *act(state, event, f"{person.name} joined", effects, rule=JOINED),
        conclude(event, Outcome.ACTED, "card confirmed"),
    )


def _verified(state: State, event: CardAnswered) -> tuple[Change, ...]:
    mine = (a for a in state.addresses if a.address == event.sender and a.verified_at is None)
    return tuple(part for address in mine for part in change(address, verified_at=event.at))


def _place(state: State, event: CardAnswered, person: Person, taking: Round | None) -> tuple[Effect, ...]:
    if taking is None:
        return ()
    if state.place is not None and state.place.round == taking.id:
        return change(state.place, state=PlaceState.APPLIED)
    first = person.applied_at or event.at
    kept = event.at - first <= timedelta(days=state.schedules.joining.keeps_place)
    return (Keep(Place(round=taking.id, person=person.id, since=first if kept else event.at)),)


def _welcome(state: State, event: CardAnswered, person: Person, taking: Round | None) -> Send:
    first = not state.numbers.get("people_from_country", 0)
    return answer(
        event,
        "welcome",
        person,
        changes=tuple(
            (label(LABELS[field], person.locale), shown(person, field, person.locale))
            for field, _ in event.changes
            if field in LABELS
        ),
        country=person.country or person.place,
        first_from_country=first,
        countries=int(str(state.numbers.get("countries", 0))) + first,
        starts=taking and taking.starts,
        place_by=taking and told_on(state, taking),
        may_step_in=taking is None and any(r.state is RoundState.RUNNING for r in state.rounds),
    )


def closes_on(state: State, taking: Round) -> date:
    """The day at whose end, anywhere on Earth, applications close."""
    return day_of(state, taking, "closes")


def told_on(state: State, taking: Round) -> date:
    """The day after, on which everybody who applied hears whether there is a place."""
    return closes_on(state, taking) + timedelta(days=1)
