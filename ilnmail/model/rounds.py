"""Rounds, places in them, pairings, and that people write to each other."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RoundState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PROPOSED = "proposed"
    RUNNING = "running"
    ENDED = "ended"


class PlaceState(StrEnum):
    APPLIED = "applied"
    ADMITTED = "admitted"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    MATCHED = "matched"


class PairingState(StrEnum):
    PROPOSED = "proposed"
    HELD = "held"
    REJECTED = "rejected"
    APPROVED = "approved"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Round:
    """One run of the programme."""

    id: int
    name: str
    state: RoundState = RoundState.DRAFT
    starts: date  # day 0: introductions
    ends: date
    defaults: bool = True  # may undecided pairs above the floor go out by themselves?
    floor: int = 0  # the score below which only a person approves
    matched_digest: str = ""  # SHA-256 of the proposed pairs
    proof: str = ""
    moved: tuple[tuple[str, str], ...] = ()  # (step, ISO date): days that a coordinator has set otherwise


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something worked out outside any transaction, from what was read before."""

    key: str
    kind: str
    read_hash: str  # SHA-256 of what was read
    state: str  # done, or refused: its result was not used
    result: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MailedTopic:
    """A topic that a coordinator has mailed for one question of a round, in one language."""

    round: int
    number: int  # which of the round's questions: 1 is the first
    locale: str
    slug: str  # the same in all its languages
    title: str
    question: str
    body: str  # Markdown


@dataclass(frozen=True, kw_only=True)
class Place:
    """A person's place in a round; `since` is their first mail."""

    round: int
    person: int
    since: datetime
    state: PlaceState = PlaceState.APPLIED
    number: int = 0  # place in the waiting list, 1 is next
    priority: int = 0  # rounds waited; goes first among equals
    reason: str = ""  # why unmatched


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Two or three participants for one term."""

    id: int
    round: int
    state: PairingState = PairingState.PROPOSED
    starts: date
    ends: date
    language: str = "en"  # the language they share
    score: int = 0
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()  # shared ones
    frozen: bool = False
    direct: bool = False  # they said they write directly: no nudging
    ended_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person's seat in a pairing."""

    pairing: int
    person: int
    seat: int  # which of the person's simultaneous pairings this is; 1 for nearly everybody
    current: bool = True
    last_sign_at: datetime | None = None
    shares_address: bool = False
    rhythm: str = ""  # how often they would write, as they told their partner in the first weeks: weekly, fortnightly, monthly
    meets_at: datetime | None = (
        None  # the time they chose for a call; agreed when all of the pairing have the same
    )


@dataclass(frozen=True, kw_only=True)
class Contact:
    """That someone wrote to their partner; never what."""

    pairing: int
    person: int
    cause: str
    how: str  # relay, answer, said so
    at: datetime
