"""Tickets: answered in a coordinator's own words, taken, given, closed. The first answer counts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ilnmail.decide.admission import closed
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.days import day_meant
from ilnmail.decide.coordinator.saying import ASK_FIRST, already, done, refused
from ilnmail.decide.putting_off import SMALL_ROUND, put_off, settled
from ilnmail.decide.sending import plain_letter, question
from ilnmail.decide.shelf import ANOTHER, TOPIC
from ilnmail.decide.state import State
from ilnmail.decide.tickets import LOOKED_FOR, NEW_PARTNER, STRANGER, can_be_answered
from ilnmail.effects import Cancel, Effect, Send, Tell
from ilnmail.events import OrderGiven
from ilnmail.letters.shown import Need
from ilnmail.model import Person, Round, RoundState, Ticket
from ilnmail.understand.orders import FEWEST_SPOKEN


def _those(tickets: tuple[Ticket, ...]) -> str:
    return ", ".join(f"Q-{t.id}" for t in tickets)


def _open(state: State, event: OrderGiven, wanted: str) -> tuple[tuple[Ticket, ...], tuple[Effect, ...]]:
    """The tickets that are still open, and what there is to say where none is."""
    still = tuple(t for t in state.tickets if t.closed_at is None)
    if still:
        return still, ()
    if not state.tickets:
        return (), refused(event, f"which ticket? {wanted}")
    last = state.tickets[0]
    who = next((c.name for c in state.coordinators if c.id == last.taken_by), "the programme")
    return (), already(event, who, last.closed_at or event.at, f"Q-{last.id}: {last.words}")


def reply(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The words go to the person, as from that coordinator, and the ticket is closed."""
    if not event.order.text:
        return refused(event, "what shall we say? reply Q-9 your words")
    still, why = _open(state, event, "reply Q-9 your words")
    if not still:
        return why
    if len(still) > 1:
        return refused(event, f"these are {len(still)} mails; reply Q-{still[0].id} your words answers one")
    ticket = still[0]
    if (colleague := _spoken_to(state, event)) and not event.confirmed:
        words = (
            f"{ASK_FIRST}these words, which begin with {colleague}'s name, go to whoever wrote Q-{ticket.id}"
        )
        return (Tell(event.order.line, words, done=False),)
    person = next((p for p in state.people if p.id == ticket.person), None)
    stranger = ticket.key.removeprefix(STRANGER) if ticket.key.startswith(STRANGER) else ""
    if person is None and not stranger:
        return refused(event, f"Q-{ticket.id} is not about anybody we can write to; close it")
    sent = in_their_name(state, event, person, ticket, event.order.text)
    sent = sent if person else replace(sent, address=stranger)
    minutes = state.schedules.holds.coordinators
    words = (
        f"your words go to {person.name if person else stranger} in {minutes} minutes; closed: Q-{ticket.id}"
    )
    over = change(ticket, closed_at=event.at, taken_by=event.person)
    return done(state, event, words, sent, *over, _answered((ticket,)))


def _answered(tickets: tuple[Ticket, ...]) -> Cancel:
    """Nobody is told any more that their mail is not forgotten."""
    readers = ((t, f"P-{t.person}" if t.person else t.key.removeprefix(STRANGER)) for t in tickets)
    return Cancel(keys=tuple(f"still-waiting:Q-{t.id}:{reader}" for t, reader in readers))


def _spoken_to(state: State, event: OrderGiven) -> str:
    """The coordinator whom the words speak to: "Tomás, can you take this?" is hardly meant for whoever wrote."""
    first = event.order.text.split(maxsplit=1)[0].strip(",:!?.")
    others = (c.name.split()[0] for c in state.coordinators if c.id != event.person and c.name.strip())
    writers = {p.name.split()[0] for p in state.people if p.name.strip()}
    return next((name for name in others if name == first and name not in writers), "")


def in_their_name(state: State, event: OrderGiven, to: Person | None, ticket: Ticket, text: str) -> Send:
    """A person's answer to a person, held for as long as UNDO shall be real."""
    author = next((c.name for c in state.coordinators if c.id == event.person), state.programme.name)
    hidden = tuple(c.address for c in state.coordinators if c.id == event.person)
    cause = f"Q-{ticket.id}.{event.cause}"
    values = {"text": text, "partner": author, "hidden": hidden}
    sent = (
        plain_letter("person-answer", cause, to, **values)
        if to
        else Send(kind="person-answer", cause=cause, person=None, address="", values=values)
    )
    return replace(sent, author=author, message=event.message)


def close(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    still, why = _open(state, event, "close Q-9")
    if not still:
        return why
    closed = tuple(
        part for t in still for part in change(t, closed_at=event.at, taken_by=t.taken_by or event.person)
    )
    return done(state, event, f"closed {_those(still)}", *closed, _answered(still))


def take(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Yours: the others see whose it is. One that somebody else has taken stays theirs until they give it."""
    still, why = _open(state, event, "take Q-9")
    if not still:
        return why
    names = {c.id: c.name for c in state.coordinators}
    others = [t for t in still if t.taken_by in names and t.taken_by != event.person]
    if others:
        return refused(event, f"{names[others[0].taken_by or 0]} has taken Q-{others[0].id} already")
    taken = tuple(part for t in still for part in change(t, taken_by=event.person))
    return done(state, event, f"yours: {_those(still)}", *taken)


def give(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """To another coordinator, by name."""
    still, why = _open(state, event, "give Q-9 to Maria")
    if not still:
        return why
    wanted = event.order.text.casefold().removeprefix("to ").strip(" @")
    to = next(
        (c for c in state.coordinators if wanted and wanted in f"{c.name} {c.address}".casefold()), None
    )
    if to is None:
        names = ", ".join(c.name for c in state.coordinators)
        return refused(event, f"to whom? give Q-{still[0].id} to one of: {names}")
    given = tuple(part for t in still for part in change(t, taken_by=to.id))
    told = plain_letter(
        "reminder",
        f"given.{event.cause}.{event.order.line}",
        to,
        needs=tuple(_need(t) for t in still),
        others=(),
    )
    lines = tuple((str(n), f"Q-{t.id}") for n, t in enumerate(still, 1))
    asked = question(state, event.at, told, _those(still), lines=lines)
    return done(state, event, f"{_those(still)}: {to.name}'s now", *given, *asked)


def _need(ticket: Ticket) -> Need:
    return Need(f"Q-{ticket.id}: {ticket.words}", ticket.default)


def agreed(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """YES to a line of the digest: it is dealt with. A small round begins later at once; whoever is looked for goes on
    being looked for."""
    if words := _words_too(state, event):
        return _sent_as_words(state, event, words)
    if any(t.kind == NEW_PARTNER and t.closed_at is None for t in state.tickets):
        return refused(event, f"{LOOKED_FOR}; match P-1 P-2 pairs by hand, close ends it")
    small = _small_round(state)
    if small is None:
        return close(state, event)
    starts = small.starts + timedelta(days=state.schedules.round.put_off)
    effects, _ = put_off(state, small, starts, f"{event.cause}.{event.order.line}")
    words = f"{small.name} begins on {starts:%A %-d %B %Y}"
    return done(state, event, words, *effects, *settled(state, event.at, event.person))


def _words_too(state: State, event: OrderGiven) -> str:
    """ "1 Yes, you are welcome to join us" under somebody's words: what was written behind the number."""
    asked = [t for t in state.tickets if t.closed_at is None and can_be_answered(t)]
    if len(asked) != 1 or len(event.order.text.split()) < FEWEST_SPOKEN:
        return ""
    return _NUMBER.sub("", event.order.raw)


_NUMBER = re.compile(r"^\W*\d+\W*")


def _sent_as_words(state: State, event: OrderGiven, words: str) -> tuple[Effect, ...]:
    """They go to whoever asked, and are shown first: a yes with a reason may have been meant for us."""
    if event.confirmed:
        return reply(state, replace(event, order=replace(event.order, text=words)))
    ticket = next(t for t in state.tickets if t.closed_at is None)
    return (Tell(event.order.line, f"{ASK_FIRST}these words go to whoever wrote Q-{ticket.id}", done=False),)


def _small_round(state: State) -> Round | None:
    """The round that one of these lines asks about, while it still can be either."""
    asked = any(t.kind == SMALL_ROUND and t.closed_at is None for t in state.tickets)
    return state.round if asked and state.round and state.round.state is RoundState.OPEN else None


def declined(state: State, event: OrderGiven, word: str) -> tuple[Effect, ...]:
    """NO closes it, HOLD leaves it for the next digest. Instead of a topic from the shelf there must be another."""
    if word != "held" and (small := _small_round(state)):
        gone_on = (*closed(state, small), *settled(state, event.at, event.person))
        return done(state, event, f"{small.name} goes on; applications are closed", *gone_on)
    if word != "held" and any(t.kind == TOPIC for t in state.tickets):
        return refused(event, ANOTHER)
    if word != "held":
        words = _words_too(state, event)
        return _sent_as_words(state, event, words) if words else close(state, event)
    still, why = _open(state, event, "hold 3")
    if not still:
        return why
    until = day_meant(event.order.text, event.at.date()) if event.order.text else None
    if until is not None and until <= event.at.date():
        return refused(event, f"{until:%-d %B} is not to come; hold 3 till Friday")
    later = datetime.combine(until, _MORNING, UTC) if until else event.at + timedelta(days=7)
    put_off = tuple(part for t in still for part in change(t, held_until=later))
    when = f"on {until:%A %-d %B}" if until else "next week"
    return done(state, event, f"{_those(still)}: asked again {when}", *put_off)


_MORNING = time(6)  # UTC, before any digest of that day in Europe
