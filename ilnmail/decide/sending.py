"""Orders to send, in the few forms they have: an answer, a letter nobody asked for now, a question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ilnmail.decide.calendar import today
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Guard, Keep, Outcome, Send
from ilnmail.events import Mail
from ilnmail.letters import LETTERS
from ilnmail.model import Ask, Person


def answer(event: Mail, kind: str, to: Person | None, **values: object) -> Send:
    """A letter that answers what somebody has just written; it goes at once, whoever they are by then."""
    day = today(event.at, to.zone if to else "UTC")
    return Send(
        kind=kind,
        cause=f"m{event.message}",
        person=to.id if to else None,
        address=to.address if to else event.sender,
        locale=to.locale if to else (event.locale or "en"),
        values={"name": to.name if to else "", "wrote": day, **values},
        message=event.message,
        in_reply_to=event.message_id,
    )


def letter(
    kind: str, cause: str, to: Person, guard: Guard = Guard.PERSON_ACTIVE, /, **values: object
) -> Send:
    """A letter to a participant that they have not asked for at this moment."""
    joined = to.confirmed_at or to.applied_at
    return plain_letter(kind, cause, to, guard, joined=today(joined, to.zone) if joined else None, **values)


def plain_letter(kind: str, cause: str, to: Person, guard: Guard = Guard.ALWAYS, /, **values: object) -> Send:
    """A letter whose footer does not say when its reader joined: to coordinators, to applicants."""
    return Send(
        kind=kind,
        cause=cause,
        person=to.id,
        address=to.address,
        locale=to.locale,
        values={"name": to.name, **values},
        guard=guard,
    )


def question(
    state: State,
    at: datetime,
    sent: Send,
    subject: str = "",
    *,
    kind: str = "",
    number: int = 0,
    lines: tuple[tuple[str, str], ...] = (),
    times: int = 1,
) -> tuple[Send, Keep]:
    """A letter that asks something, and the question it opens. `number` counts within one decision.

    Where the letter numbers its answers, its lines say what 1, 2, 3 stand for.
    """
    assert sent.person is not None
    lines = lines or tuple((str(n), meaning) for n, meaning in enumerate(LETTERS[sent.kind].answers, 1))
    id = state.ids.ask + number
    asked = Ask(
        id=id,
        person=sent.person,
        kind=kind or sent.kind,
        subject=subject,
        key=sent.key,
        lines=lines,
        times=times,
        asked_at=at,
    )
    return replace(sent, ask=id), Keep(asked)


def asked_of_all(
    state: State,
    at: datetime,
    told: Callable[[Person], Send],
    subject: str,
    lines: tuple[tuple[str, str], ...],
    asked: int = 0,
) -> tuple[Effect, ...]:
    """The same question to every coordinator, `asked` of others before; the numbers of each letter mean its own lines."""
    return tuple(
        part
        for number, one in enumerate(state.coordinators, asked)
        for part in question(state, at, told(one), subject, number=number, lines=lines)
    )


def others(state: State, reader: Person) -> tuple[str, ...]:
    """The names of the coordinators who have the same letter."""
    return tuple(c.name for c in state.coordinators if c.id != reader.id)


def conclude(event: Mail, outcome: Outcome, reason: str) -> Conclude:
    """How this message ended."""
    return Conclude(event.message, outcome, reason, event.person)


def acted(event: Mail, reason: str, *effects: Effect) -> tuple[Effect, ...]:
    """The effects of a message that changed something."""
    return (*effects, conclude(event, Outcome.ACTED, reason))


def promised(state: State, event: Mail) -> date:
    """The day by which a person answers what only a person can."""
    return event.at.date() + timedelta(days=state.schedules.holds.answer_days)
