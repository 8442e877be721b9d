"""What is known at the moment of a decision. `load` reads only what one event needs; the rest stays empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ilnmail.letters import Topic
from ilnmail.model import (
    Act,
    Address,
    Answer,
    Ask,
    Letter,
    MailedTopic,
    Member,
    Pairing,
    Person,
    Place,
    Round,
    Ticket,
)
from ilnmail.schedules import Schedules


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What the settings say about the programme, as far as a decision or a letter needs it."""

    name: str  # International Librarians Network
    short: str  # ILN
    address: str  # iln@example.org
    site: str = ""  # https://iln.example.org
    zone: str = "UTC"
    coordinators: tuple[str, ...] = ()  # their names, for "Maria and Tomás"
    rules_version: str = "1"


_DAYS = {"": 0, "weekly": 7, "fortnightly": 14, "monthly": 30}


@dataclass(frozen=True, kw_only=True)
class Couple:
    """A pairing with its people: two, or three."""

    pairing: Pairing
    members: tuple[Member, ...]
    people: tuple[Person, ...]
    introductions: tuple[Letter, ...] = ()
    contacts: tuple[tuple[int, datetime], ...] = ()  # (person, when), oldest first

    def partners_of(self, person: int) -> tuple[Person, ...]:
        """Everybody in it but one."""
        return tuple(p for p in self.people if p.id != person)

    @property
    def heard(self) -> frozenset[int]:
        """Who has given a sign."""
        return frozenset(person for person, _ in self.contacts)

    @property
    def begun(self) -> bool:
        """Everybody in it has."""
        return all(p.id in self.heard for p in self.people)

    @property
    def rhythm_days(self) -> int:
        """How often they have agreed to write, each in their own words; 0 where they have not."""
        said = {m.rhythm for m in self.members}
        return _DAYS[said.pop()] if len(said) == 1 else 0

    def member(self, person: int) -> Member:
        """That person's seat."""
        return next(m for m in self.members if m.person == person)


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A message that could not be understood, through a fault of ours."""

    id: int
    reason: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Undelivered:
    """A letter that nobody will try again by themselves: given up, or nobody knows whether it arrived."""

    id: int
    kind: str
    reader: str
    last_reply: str
    state: str
    verdict: str
    done_at: datetime
    due_at: datetime
    not_before: datetime
    not_after: datetime | None = None

    @property
    def called(self) -> str:
        """What it is, in a sentence: the welcome, the no answer letter."""
        return f"the {self.kind.replace('-', ' ')}" + ("" if self.kind in _NAMES_THEMSELVES else " letter")


_NAMES_THEMSELVES = frozenset(
    {"card", "welcome", "introduction", "relay", "receipt", "prompt", "broadcast", "certificate", "rules"}
)


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """How much has been said already; counted from the outbox, so that a restart forgets nothing."""

    day: int = 0  # automatic answers to this sender in 24 hours
    week: int = 0
    domain: int = 0  # answers to people unknown at the sender's domain in 24 hours
    refusals: int = 0  # of the whole system in 24 hours
    relays: int = 0  # in this pairing in ten minutes
    told: int = 0  # letters of this day that said "that is all for today"


@dataclass(frozen=True, kw_only=True)
class Ids:
    """The next free ids. Deciding is one role, so nobody else takes them meanwhile."""

    person: int = 1
    round: int = 1
    pairing: int = 1
    ask: int = 1
    ticket: int = 1
    act: int = 1


@dataclass(frozen=True, kw_only=True)
class State:
    """The settings, schedules, ids and rows that one event needs."""

    programme: Programme
    schedules: Schedules
    topics: tuple[Topic, ...] = ()
    mailed: tuple[MailedTopic, ...] = ()  # topics that coordinators have mailed
    ids: Ids = field(default_factory=Ids)
    so_far: SoFar = field(default_factory=SoFar)
    person: Person | None = None  # the sender, or whom it is about
    addresses: tuple[Address, ...] = ()  # of that person
    letter: Letter | None = None  # the letter answered
    ask: Ask | None = None  # the question answered
    couple: Couple | None = None  # the pairing it is about
    couples: tuple[Couple, ...] = ()  # of a batch, of the lines of a proposal, or of the ids in an order
    parting: tuple[Couple, ...] = ()  # that end once somebody in them has the new partner they asked for
    people: tuple[Person, ...] = ()  # of a batch, or of the ids in an order
    round: Round | None = None  # the one it is about, else the one that takes applications
    rounds: tuple[Round, ...] = ()  # those not ended
    place: Place | None = None  # the person's place in that round
    places: tuple[Place, ...] = ()
    rejected: tuple[
        tuple[int, int], ...
    ] = ()  # two people of the round whom a coordinator did not want together
    asks: tuple[Ask, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    acts: tuple[Act, ...] = ()
    answers: tuple[Answer, ...] = ()
    coordinators: tuple[Person, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    recent: tuple[tuple[date, str], ...] = ()  # the last letters to the sender: when, and which kind
    last: Letter | None = None  # the newest letter to the sender that was no answer
    held: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)  # all about the sender
    numbers: Mapping[str, object] = field(default_factory=dict)  # counts for a digest or a report
