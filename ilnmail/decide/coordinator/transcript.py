"""The answer to a coordinator's mail: what became of every line, and what else was in it."""

from dataclasses import replace

from ilnmail.decide.changing import act, change
from ilnmail.decide.coordinator.tickets import in_their_name
from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Outcome
from ilnmail.events import CoordinatorWrote, Level, Mail, Order, OrderGiven, OrdersFinished
from ilnmail.letters.shown import Done

ASK_FIRST = "not yet: answer this letter with YES, and it is done"
"""What a fresh order gets: anybody can write From, but only the address on file gets this letter."""


def transcript(state: State, event: OrdersFinished) -> tuple[Effect, ...]:
    """One letter for the whole mail. Orders that want a YES first are its question."""
    person = state.person
    assert person is not None
    mail = Mail(
        at=event.at,
        message=event.message,
        message_id=event.message_id,
        sender=person.address,
        subject=event.subject,
        person=person.id,
    )
    results = tuple(Done(line, words, done) for line, words, done in event.results)
    sent = answer(
        mail,
        "transcript",
        person,
        results=results,
        minutes=state.schedules.holds.coordinators,
    )
    held = tuple((str(n), line) for n, (line, words, _) in enumerate(event.results, 1) if words == ASK_FIRST)
    asked: tuple[Effect, ...] = (sent,)
    if held:
        asked = question(state, event.at, sent, sent.key, kind="preview", lines=held)
    outcome = Outcome.ASKED if held else Outcome.ACTED
    return (*asked, Conclude(event.message, outcome, _summary(event), person.id))


def _summary(event: OrdersFinished) -> str:
    lines = tuple(dict.fromkeys(line for line, _, _ in event.results))
    return "; ".join(lines)[:60] if lines else "nothing"


def received(state: State, event: CoordinatorWrote) -> tuple[Effect, ...]:
    """A coordinator's mail without an order: the answer to a ticket goes to its person; else we say so."""
    person, tickets = state.person, state.tickets
    assert person is not None
    if len(tickets) == 1 and tickets[0].person is not None and state.people:
        given = OrderGiven(
            at=event.at,
            cause=f"m{event.message}",
            actor=event.sender,
            person=person.id,
            level=Level.FRESH,
            order=Order(line=0, verb="reply", text=event.text),
        )
        sent = in_their_name(state, given, state.people[0], tickets[0], event.text)
        words = f"answered {state.people[0].name}"
        done = act(state, event, words, (replace(sent), *change(tickets[0], closed_at=event.at)))
        return (*done, conclude(event, Outcome.ACTED, words))
    result = Done(
        event.text.strip().splitlines()[0][:60] if event.text.strip() else "",
        "no order in it; send HELP",
        False,
    )
    return (
        answer(event, "transcript", person, results=(result,), minutes=0),
        conclude(event, Outcome.ASKED, "no order in it"),
    )
