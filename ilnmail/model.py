"""The facts: people, rounds, pairings and what passed between them. Each is one row of one table.

Field names are the column names (`ilnmail.tables`), so that a row becomes a fact without translation.
Times are aware and UTC; dates are calendar days where the person is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PersonState(StrEnum):
    APPLYING = "applying"  # the card is not confirmed yet
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Mailings(StrEnum):
    """How much of what is not asked for a participant wants."""

    ALL = "all"
    LESS = "less"  # no monthly prompts
    TOPICS = "topics"  # the monthly prompts and nothing else
    NONE = "none"  # STOP: nothing but answers to what they write


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


class AskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    REPLACED = "replaced"  # a newer question of the same kind and subject was asked
    LAPSED = "lapsed"  # its default happened


@dataclass(frozen=True)
class Evidence:
    """Why a field of an application reads as it does."""

    field: str
    value: str
    words: str  # the words of the mail it was taken from
    signal: str  # "form line", "country name near a cue", "domain .ke", "phone +254"


@dataclass(frozen=True)
class Application:
    """What a person told us about themselves. Empty means: not said."""

    name: str = ""
    country: str = ""  # ISO 3166-1 alpha-2 of where the person works now
    place: str = ""  # the country as the person wrote it
    city: str = ""
    zone: str = ""  # IANA time zone
    work: str = ""  # place and kind of work, in the person's words
    languages: tuple[str, ...] = ()  # ISO 639-1 where there is one, else 639-3
    interests: tuple[str, ...] = ()
    wish: str = ""  # what kind of partner, in the person's words
    trio: bool = False
    avoid: tuple[str, ...] = ()  # people or institutions never to be paired with
    second_address: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The fields that nobody can be enrolled without and that are still open."""
        needed = (("name", self.name), ("country", self.country), ("languages", self.languages))
        return tuple(name for name, value in needed if not value)


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message; its bytes stay in the message."""

    name: str
    content_type: str
    size: int  # octets


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who takes part, applies, or coordinates."""

    id: int
    address: str  # where we write to; all known addresses are in `addresses`
    name: str  # as the person wrote it; never split, never reordered
    country: str = ""  # ISO 3166-1 alpha-2 of where they work now
    place: str = ""  # the country as they wrote it
    city: str = ""
    zone: str = "UTC"  # IANA time zone
    work: str = ""
    languages: tuple[str, ...] = ()  # ISO 639
    interests: tuple[str, ...] = ()
    wish: str = ""
    trio: bool = False
    evidence: tuple[tuple[str, str, str], ...] = ()  # (field, words of the mail, signal)
    locale: str = "en"  # language of our letters to them
    state: PersonState = PersonState.APPLYING
    mailings: Mailings = Mailings.ALL
    paused_until: date | None = None
    away_until: date | None = None  # from an out-of-office answer
    favour: int = 0  # owed: deserted, unmatched, waited
    coordinator: bool = False
    applied_at: datetime | None = None
    agreed_at: datetime | None = None  # said YES to the card, gaps or not
    confirmed_at: datetime | None = None  # enrolled: YES, and nothing missing
    changed_at: datetime | None = None  # when the card was last confirmed or changed by its owner
    again: str = ""  # answer to "again?": yes, later, no


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address a person is known by. Lower case, punycode; dots and +tags stay."""

    address: str
    person: int
    verified_at: datetime | None = None
    bounce_score: float = 0.0
    suspended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Who agreed to which text, when, by which message."""

    person: int
    version: str
    locale: str
    message: int | None
    at: datetime


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


@dataclass(frozen=True, kw_only=True)
class Avoid:
    """Never pair these two."""

    person: int
    other: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """That someone wrote to their partner; never what."""

    pairing: int
    person: int
    cause: str
    how: str  # relay, answer, said so
    at: datetime


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


Fact = (
    Person
    | Address
    | Consent
    | Round
    | Place
    | Pairing
    | Member
    | Avoid
    | Contact
    | Ask
    | Answer
    | Rating
    | Ticket
    | Act
    | Switch
)
