"""People, their addresses and what they agreed to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PersonState(StrEnum):
    APPLYING = "applying"  # the card is not confirmed yet
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    BLOCKED = "blocked"  # by a coordinator: what they write is kept, and nothing comes of it


class Mailings(StrEnum):
    """How much of what is not asked for a participant wants."""

    ALL = "all"
    LESS = "less"  # no monthly prompts
    TOPICS = "topics"  # the monthly prompts and nothing else
    NONE = "none"  # STOP: nothing but answers to what they write


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
    stage: str = ""  # how long they have been at it, in their words
    rhythm: str = ""  # how often they would write, in their words
    never: tuple[str, ...] = ()  # people and institutions never to be paired with, as they wrote them
    second_address: str = ""  # where they can be reached too; in `addresses` once it has said YES
    evidence: tuple[tuple[str, str, str], ...] = ()  # (field, words of the mail, signal)
    locale: str = "en"  # language of our letters to them
    state: PersonState = PersonState.APPLYING
    mailings: Mailings = Mailings.ALL
    paused_until: date | None = None
    away_until: date | None = None  # from an out-of-office answer
    favour: int = 0  # owed: deserted, unmatched, waited
    coordinator: bool = False
    ambassador: str = ""  # ISO 3166-1 code of the country whose numbers they are sent
    digest: str = "weekly"  # a coordinator's letter: daily, weekly, off
    note: str = ""  # the coordinators' own words about them; never shown to others
    tags: tuple[str, ...] = ()
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
    bounced_at: datetime | None = None  # the last time it counted
    probed_at: datetime | None = None  # a letter went out to see whether it works
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
class Avoid:
    """Never pair these two."""

    person: int
    other: int
    words: str = ""
