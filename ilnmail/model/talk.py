"""What was asked, answered, and left to people; what was changed and can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    REPLACED = "replaced"  # a newer question of the same kind and subject was asked
    LAPSED = "lapsed"  # its default happened


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question that is open with a person: which letter asked it, and the lines it showed."""

    id: int
    person: int
    kind: str
    subject: str = ""  # what it is about: M-27, 2027A
    key: str = ""  # of the letter that asked (outbox.key)
    lines: tuple[tuple[str, str], ...] = ()  # (number or label, what it stands for)
    state: AskState = AskState.OPEN
    times: int = 1  # how often this has been asked
    answered_by: int | None = None  # message
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person wrote about a topic."""

    round: int
    topic: str
    person: int
    text: str
    cut: str = ""
    shared: bool = False
    links: tuple[str, ...] = ()
    message: int | None = None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Rating:
    """One answer to a numbered question."""

    ask: int
    question: str
    value: int
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Something only a person can settle, waiting in the digest."""

    id: int
    key: str  # unique while open
    kind: str
    person: int | None = None
    message: int | None = None
    words: str = ""  # what to tell the coordinators, in one or two sentences
    default: str = ""  # what happens if nobody answers
    due: datetime | None = None
    pairing: int | None = None  # proposed, and settles it
    held_until: datetime | None = None  # left out of the digest until then, at a coordinator's wish
    taken_by: int | None = None
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """What was changed, by whom, on whose word; undoing it restores the values before."""

    id: int
    cause: str  # message, command or tick that began it
    line: int = 0
    actor: str  # address, "operator", or "time"
    level: int = 0
    rule: str = ""
    words: str = ""  # for the receipt: "Paused until Monday 1 March"
    changes: tuple[tuple[str, tuple[object, ...], str, object, object], ...] = ()  # as effects.Change
    letters: tuple[str, ...] = ()  # keys of the letters it queued
    undoes: int | None = None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A setting that mail or time may turn."""

    name: str
    value: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter we sent or queued: enough to know what an answer to it means."""

    key: str
    kind: str
    person: int | None
    address: str
    message_id: str
    state: str
    created_at: datetime
    done_at: datetime | None = None
    pairing: int | None = None
    round: int | None = None
    ask: int | None = None
    message: int | None = None  # the inbound message it answered or passed on
    carried_id: str = ""  # Message-ID of that inbound message, as its writer's program knows it
