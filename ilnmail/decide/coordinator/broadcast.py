"""One letter to many: shown first with the number of its readers, and over five hundred by two people.

broadcast to all: The archive week
Dear friends of the network, ...
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from ilnmail.decide.calendar import working_time
from ilnmail.decide.coordinator.groups import Group, group_of
from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.sending import answer, letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Guard, Send, Tell
from ilnmail.events import Mail, OrderGiven
from ilnmail.letters.shown import Done
from ilnmail.model import Mailings, Person

BY_ONE = 500
"""More readers than that want the YES of a second coordinator."""


@dataclass(frozen=True)
class Wanted:
    """What the first line says: who gets it, and under which subject."""

    group: Group
    subject: str
    text: str


def wanted(text: str) -> Wanted | None:
    """The reading of an order's words; None where they do not say to whom."""
    group = group_of(text.strip())
    if group is None:
        return None
    subject, _, rest = group.rest.partition("\n")
    return Wanted(group, subject.strip(), rest.strip())


def broadcast(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Queued for each reader's daytime, half an hour from now at the earliest; until then UNDO stops all of it."""
    asked = wanted(event.order.text)
    if asked is None or not asked.subject or not asked.text:
        return refused(event, "broadcast to all: Subject -- and the letter itself on the lines below")
    readers = tuple(p for p in state.people if p.mailings in (Mailings.ALL, Mailings.LESS))
    if not readers:
        return refused(event, f"nobody is in {asked.group}")
    words = f'"{asked.subject}" to {len(readers)} people ({asked.group}): {asked.text[:200]}'
    second = len(readers) > BY_ONE and len(state.coordinators) > 1
    if event.confirmed == 1 and second and event.message is not None:
        return _seconded(state, event, event.message, words)
    if second and not event.confirmed:
        words += f" More than {BY_ONE}: a second coordinator says YES too."
    return done(state, event, words, *(_one(state, event, asked, reader) for reader in readers))


def _one(state: State, event: OrderGiven, asked: Wanted, reader: Person) -> Send:
    author = next((c.name for c in state.coordinators if c.id == event.person), state.programme.name)
    sent = letter(
        "broadcast",
        event.cause,
        reader,
        Guard.PERSON_ACTIVE,
        title=asked.subject,
        text=asked.text,
        author=author,
    )
    earliest = event.at + timedelta(minutes=state.schedules.holds.coordinators)
    return replace(
        sent,
        not_before=working_time(earliest, reader.zone, reader.country),
        not_after=earliest + timedelta(days=4),
    )


def _seconded(state: State, event: OrderGiven, message: int, words: str) -> tuple[Effect, ...]:
    """The preview goes to the others; the first YES among them sends it."""
    others = tuple(c for c in state.coordinators if c.id != event.person)
    asked: tuple[Effect, ...] = ()
    for number, other in enumerate(others):
        mail = Mail(at=event.at, message=message, message_id="", sender=other.address, person=other.id)
        result = Done(event.order.raw, f"with YES: {words}", False, event.order.line)
        sent = replace(
            answer(mail, "preview", other, results=(result,)), in_reply_to="", cause=f"m{message}.second"
        )
        lines = (("message", str(message)), (str(event.order.line), event.order.raw))
        asked += question(state, event.at, sent, f"m{message}", number=number, lines=lines)
    names = " or ".join(c.name for c in others)
    return (*asked, Tell(event.order.line, f"{names} is asked now; with that YES it goes: {words}"))
