"""What a played round leaves behind, as the page shows it: people, pairings, and every mail."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class ShownMail:
    """One mail, from either side."""

    number: int  # counts from 1; mails/0001.eml
    at: datetime
    inbound: bool  # written to us, or by us
    sender: str  # the name one sees
    reader: str
    address: str  # of the person's side
    subject: str
    kind: str  # of our letter: "card"; what theirs was understood as: "CardAnswered"
    text: str  # as the mail program shows it
    raw: bytes
    written: str = ""  # theirs: what was newly written, the quote and the signature taken away
    why: str = ""  # ours: what the letter is for; theirs: the kind of mail
    notes: tuple[str, ...] = ()  # the reading in the margin
    outcome: str = ""
    reason: str = ""
    person: int | None = None  # whose mail it is, ours or theirs
    pairing: int | None = None
    cause: int | None = None  # number of the mail it answers or passes on
    led_to: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownPerson:
    """Somebody who took part."""

    id: int
    name: str
    country: str  # its name in English
    city: str
    work: str
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    state: str
    habits: str = ""  # what they are like with mail
    coordinator: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownPairing:
    """Two or three people and what became of it."""

    id: int
    people: tuple[int, ...]
    state: str
    reasons: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    language: str = ""
    letters: int = 0  # passed on between them
    ended_because: str = ""


@dataclass(frozen=True)
class Door:
    """A way in: a title, a sentence, and the mails to read in their order."""

    title: str
    words: str
    mails: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """A played round."""

    programme: str
    address: str
    round: str
    began: date  # first day with mail
    starts: date  # introductions
    ends: date
    people: tuple[ShownPerson, ...]
    pairings: tuple[ShownPairing, ...]
    mails: tuple[ShownMail, ...]
    five: tuple[int, ...] = ()  # numbers of the mails on the first screen
    doors: tuple[Door, ...] = ()
    decisions: int = 0  # lines that coordinators decided
    phases: tuple[tuple[str, date], ...] = field(default=())  # name and first day, in order

    @property
    def countries(self) -> int:
        return len({person.country for person in self.people if person.country and not person.coordinator})
