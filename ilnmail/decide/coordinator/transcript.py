"""The answer to a coordinator's mail: what became of every line, and what else was in it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from ilnmail.decide.coordinator.saying import ASK_FIRST
from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Outcome
from ilnmail.events import CoordinatorWrote, Mail, OrdersFinished
from ilnmail.letters.shown import Done
from ilnmail.model import Person


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
        return _preview(state, event, mail, person, results, held)
    ended = Conclude(event.message, Outcome.ACTED, _summary(event), person.id)
    if len(event.already) == len(results):
        who, at, what = event.already[0]
        here = at.astimezone(ZoneInfo(person.zone))
        return (answer(mail, "already-done", person, who=who, done_at=here, what=what), ended)
    minutes = state.schedules.holds.coordinators if event.undoable else 0
    sent = answer(mail, "transcript", person, results=results, minutes=minutes)
    # What a second coordinator's YES set going is told once more, in a letter of its own.
    cause = f"{sent.cause}.second" if event.confirmed > 1 else sent.cause
    sent = replace(sent, attached=event.files, cause=cause)
    if event.lines:
        return (*question(state, event.at, sent, f"m{event.message}", lines=event.lines), ended)
    return (sent, ended)


def _preview(
    state: State,
    event: OrdersFinished,
    mail: Mail,
    person: Person,
    results: tuple[Done, ...],
    held: tuple[tuple[str, str], ...],
) -> tuple[Effect, ...]:
    """What would be done; a YES to it has the mail read again."""
    sent = replace(answer(mail, "preview", person, results=results), attached=event.files)
    lines = (("message", str(event.message)), ("level", str(int(event.level))), *dict(held).items())
    asked = question(state, event.at, sent, f"m{event.message}", lines=lines)
    return (*asked, Conclude(event.message, Outcome.ASKED, _summary(event), person.id))


def _summary(event: OrdersFinished) -> str:
    lines = tuple(dict.fromkeys(line for _, line, _, _ in event.results))
    return "; ".join(lines)[:60] if lines else "nothing"


def received(state: State, event: CoordinatorWrote) -> tuple[Effect, ...]:
    """A coordinator's mail without an order: we say so."""
    person = state.person
    assert person is not None
    written = event.text.strip().splitlines()
    result = Done(written[0][:60] if written else "", "no order in it; send HELP", False)
    return (
        answer(event, "transcript", person, results=(result,), minutes=0),
        conclude(event, Outcome.ASKED, "no order in it"),
    )
