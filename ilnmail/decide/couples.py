"""What happens to a pairing when something happens to one of its people."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ilnmail.decide.changing import change
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Cancel, Effect, Send
from ilnmail.events import Mail
from ilnmail.model import PairingState, Person


def names(people: Iterable[Person]) -> tuple[str, ...]:
    """Full names; letters shorten them."""
    return tuple(p.name for p in people)


def partner_names(state: State) -> tuple[str, ...]:
    """What the sender's partners are called."""
    couple, person = state.couple, state.person
    return names(couple.partners_of(person.id)) if couple and person else ()


def not_passed(state: State) -> tuple[str, ...]:
    """The partners to whom this answer to their letter was not passed on, being a word for us."""
    theirs = state.letter is not None and state.letter.kind in ("introduction", "relay", "partner-answer")
    return partner_names(state) if theirs else ()


def tell_partners(state: State, event: Mail, kind: str, **values: object) -> tuple[Send, ...]:
    """The same letter to everybody else in the sender's pairing, once for what caused it."""
    couple, person = state.couple, state.person
    if couple is None or person is None or couple.pairing.state is not PairingState.RUNNING:
        return ()
    name = person.name
    return tuple(
        letter(kind, f"m{event.message}", other, partner=name, **values)
        for other in couple.partners_of(person.id)
    )


def end_pairing(state: State, event: Mail, because: str) -> tuple[Effect, ...]:
    """Who stays is told kindly the same day, with their choices. Two who stay of a trio go on together; else the pairing
    is over."""
    couple, person = state.couple, state.person
    if couple is None or person is None:
        return ()
    stay = couple.partners_of(person.id)
    name = person.name
    asked: tuple[Effect, ...] = ()
    if couple.pairing.state is PairingState.RUNNING:
        for number, one in enumerate(stay):
            told = letter(
                "partner-left",
                f"m{event.message}",
                one,
                partner=name,
                others=names(p for p in stay if p.id != one.id),
                by=asked_until(state, event.at),
            )
            asked += question(state, event.at, told, f"M-{couple.pairing.id}", number=number)
        if len(stay) > 1:
            return (*change(couple.member(person.id), current=False), *asked)
    return (Cancel(pairing=couple.pairing.id), *ended(couple, because), *asked)


def asked_until(state: State, at: datetime) -> date:
    """From this day on somebody is looked for, for whoever has not said what they would like."""
    return at.date() + timedelta(days=state.schedules.silence.ask)


def part(
    state: State,
    couple: Couple,
    stay: Iterable[Person],
    at: datetime,
    cause: str,
    *,
    because: str = "rematch",
    number: int = 0,
) -> tuple[Effect, ...]:
    """A pairing that worked, or may have, ends before its time: those who did not ask for it choose what next."""
    asked: tuple[Effect, ...] = ()
    for place, one in enumerate(stay):
        partners, by = names(couple.partners_of(one.id)), asked_until(state, at)
        told = letter("parted", cause, one, partners=partners, by=by)
        asked += question(state, at, told, f"M-{couple.pairing.id}", number=number + place)
    return (Cancel(pairing=couple.pairing.id), *ended(couple, because), *asked)


def ended(couple: Couple, because: str) -> tuple[Effect, ...]:
    """The rows of a pairing that is over; its seats are free again."""
    return (
        *change(couple.pairing, state=PairingState.ENDED, ended_because=because),
        *(part for member in couple.members for part in change(member, current=False)),
    )


def told_it_ended(couple: Couple, people: Iterable[Person]) -> tuple[Send, ...]:
    """To these people of it: the pairing has ended, and how to return. Never why."""
    cause = f"M-{couple.pairing.id}"
    return tuple(
        letter("pairing-ended", cause, one, next_round=None, partners=names(couple.partners_of(one.id)))
        for one in people
    )
