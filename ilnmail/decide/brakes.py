"""Brakes: so that two machines that answer each other fall silent, whoever is at fault."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.data.mailboxes import anybodys
from ilnmail.decide.sending import answer
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Keep, Outcome, Send
from ilnmail.events import (
    AwayNoted,
    Complained,
    CoordinatorWrote,
    Event,
    LetterBounced,
    Mail,
    MailIgnored,
)
from ilnmail.letters import LETTERS
from ilnmail.letters.catalogue import Priority
from ilnmail.model import Ask, Ticket

REFUSALS = (
    "not-understood",
    "how-to-join",
    "did-you-mean",
    "which-again",
    "cannot-relay",
    "already-with-us",
    "too-large",
    "enough",
)
_ALWAYS = frozenset({"left", "erased", "stopped", "export", "delete-confirm"})
_DAY = timedelta(days=1)
_STRANGER_DAY, _STRANGER_WEEK, _KNOWN_DAY = 5, 10, 30
_DOMAIN_DAY, _SHARED_DAY, _MOST_DAYS = 50, 500, 4
_REFUSALS_DAY, _RELAYS = 100, 6


def answers_to_a_person(event: Mail) -> bool:
    """May this mail be answered at all?"""
    return not isinstance(event, MailIgnored | LetterBounced | Complained | AwayNoted | CoordinatorWrote)


def braked(state: State, event: Event, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The effects, without the answers that would be too many; what is left out is said, once."""
    if not isinstance(event, Mail) or not answers_to_a_person(event):
        return effects
    if state.person is not None and state.person.coordinator:
        return effects
    effects = _slowed(state, event, effects)
    if waits := _days_to_wait(state, event, effects):
        return _spread(state, event, effects, waits)
    reason = _too_many(state, event, effects)
    if not reason:
        return effects
    last = state.so_far.day == _limit(state, effects) - 1 and not state.so_far.told
    notice = (answer(event, "enough", state.person, until=event.at + _DAY),) if last else ()
    return (*_silenced(event, effects, reason), *notice, *_told(state, event, reason, effects))


def _limit(state: State, effects: tuple[Effect, ...]) -> int:
    """A day's answers: more for who is with us, and for what was understood and done."""
    understood: tuple[Outcome, ...] = (Outcome.ACTED, Outcome.RELAYED)
    if state.person is not None and state.person.confirmed_at is not None:
        understood = (*understood, Outcome.TO_A_PERSON)
    done = any(isinstance(one, Conclude) and one.outcome in understood for one in effects)
    return _KNOWN_DAY if done else _STRANGER_DAY


def _too_many(state: State, event: Mail, effects: tuple[Effect, ...]) -> str:
    so_far, limit = state.so_far, _limit(state, effects)
    if not any(_is_answer(event, one) for one in effects):
        return ""
    if so_far.day >= limit - 1 or (limit == _STRANGER_DAY and so_far.week >= _STRANGER_WEEK):
        return f"{so_far.day} answers today, {so_far.week} this week"
    if _is_unknown(state) and so_far.domain >= _a_day(event):
        return f"{so_far.domain} answers to {event.sender.rpartition('@')[2]} today"
    refused = any(isinstance(one, Send) and one.kind in REFUSALS for one in effects)
    return f"{so_far.refusals} refusals today" if refused and so_far.refusals >= _REFUSALS_DAY else ""


def _is_unknown(state: State) -> bool:
    return state.person is None or state.person.confirmed_at is None


def _a_day(event: Mail) -> int:
    """Answers a day to strangers of one domain: thousands share a provider of mailboxes, few an institution."""
    return _SHARED_DAY if anybodys(event.sender) else _DOMAIN_DAY


def _days_to_wait(state: State, event: Mail, effects: tuple[Effect, ...]) -> int:
    """Whoever applies when many of the domain have done so today is answered on one of the next days, not never."""
    applies = any(isinstance(one, Send) and one.kind == "card" for one in effects)
    days = state.so_far.domain // _a_day(event)
    fresh = state.so_far.day < _STRANGER_DAY - 1 and state.so_far.week < _STRANGER_WEEK
    return days if applies and fresh and _is_unknown(state) and days <= _MOST_DAYS else 0


def _spread(state: State, event: Mail, effects: tuple[Effect, ...], days: int) -> tuple[Effect, ...]:
    """The answer waits; a person is told, once a day and domain."""
    spread = tuple(
        replace(one, not_before=event.at + _DAY * days)
        if isinstance(one, Send) and _is_answer(event, one)
        else one
        for one in effects
    )
    host = event.sender.rpartition("@")[2]
    words = f"{state.so_far.domain} strangers at {host} wrote in a day; perhaps a class, perhaps a machine"
    noted = _ticket(state, event, f"brake:{host}:{event.at.date()}", words, effects)
    return (*spread, Keep(replace(noted, person=None, default=f"{_a_day(event)} of them are answered a day")))


def _is_answer(event: Mail, one: Effect) -> bool:
    if not isinstance(one, Send) or one.kind in _ALWAYS or one.message != event.message:
        return False
    to_sender = one.address == event.sender or (event.person is not None and one.person == event.person)
    return to_sender and LETTERS[one.kind].priority is Priority.CONFIRMATION


def _silenced(event: Mail, effects: tuple[Effect, ...], reason: str) -> tuple[Effect, ...]:
    """Without the answer and the question it would have asked; the outcome says why."""
    unsent = {one.key for one in effects if isinstance(one, Send) and _is_answer(event, one)}
    kept: tuple[Effect, ...] = ()
    for one in effects:
        asks = isinstance(one, Keep) and isinstance(one.fact, Ask) and one.fact.key in unsent
        if asks or (isinstance(one, Send) and one.key in unsent):
            continue
        if isinstance(one, Conclude):
            one = replace(one, reason=f"{one.reason}; not answered: {reason}")  # noqa: PLW2901
        kept += (one,)
    return kept


def _slowed(state: State, event: Mail, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """More than six relays in ten minutes in one pairing wait a day, and a person is asked to look."""
    if state.so_far.relays < _RELAYS:
        return effects
    late = event.at + _DAY
    slow = tuple(
        replace(one, not_before=late) if isinstance(one, Send) and one.kind == "relay" else one
        for one in effects
    )
    return (*slow, *_told(state, event, "more than six mails between partners in ten minutes", effects))


def _told(state: State, event: Mail, reason: str, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """A line of the next digest: one a day and sender."""
    words = f"{event.sender} writes and is answered too often ({reason}); perhaps a machine"
    return (Keep(_ticket(state, event, f"brake:{event.sender}:{event.at.date()}", words, effects)),)


def _ticket(state: State, event: Mail, key: str, words: str, effects: tuple[Effect, ...]) -> Ticket:
    used = sum(isinstance(one, Keep) and isinstance(one.fact, Ticket) for one in effects)
    return Ticket(
        id=state.ids.ticket + used,
        key=key,
        kind="brake",
        person=event.person,
        message=event.message,
        words=words,
        default="no more automatic answers until tomorrow",
        opened_at=event.at,
    )
