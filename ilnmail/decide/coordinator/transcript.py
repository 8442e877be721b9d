"""The answer to a coordinator's mail: what became of every line, and what else was in it."""

from dataclasses import replace

from ilnmail.decide.changing import act, change
from ilnmail.decide.coordinator.tickets import in_their_name
from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Outcome
from ilnmail.events import CoordinatorWrote, Level, Mail, Order, OrderGiven, OrdersFinished
from ilnmail.letters.shown import Done

ASK_FIRST = "with YES: "
"""How the line of an order begins that waits for a YES: anybody can write From, but only the address on file
gets the letter that shows what the order would do."""


def transcript(state: State, event: OrdersFinished) -> tuple[Effect, ...]:
    """One letter for the whole mail. Where orders want a YES first, it is a preview, and they are its question."""
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
    results = tuple(Done(line, words, done, number) for number, line, words, done in event.results)
    held = tuple((str(one.number), one.line) for one in results if one.words.startswith(ASK_FIRST))
    if held:
        sent = answer(mail, "preview", person, results=results)
        lines = (("message", str(event.message)), *dict(held).items())
        asked = question(state, event.at, sent, f"m{event.message}", lines=lines)
        return (*asked, Conclude(event.message, Outcome.ASKED, _summary(event), person.id))
    minutes = state.schedules.holds.coordinators
    sent = answer(mail, "transcript", person, results=results, minutes=minutes)
    return (sent, Conclude(event.message, Outcome.ACTED, _summary(event), person.id))


def _summary(event: OrdersFinished) -> str:
    lines = tuple(dict.fromkeys(line for _, line, _, _ in event.results))
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
