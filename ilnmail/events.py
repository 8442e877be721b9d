"""What can happen: a message arrives, time passes, a person at the keyboard asks. Past tense; `at` is when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from ilnmail.model import Application, Attachment, Match


class Level(IntEnum):
    """How sure we are who wrote it (mail.md)."""

    NOTHING = 0
    TOKEN = 1  # a valid token, and From is one of that person's addresses
    AUTHENTIC = 2  # and an aligned DMARC or DKIM pass
    FRESH = 3  # and in answer to a letter at most 7 days old that asked for just this


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What every event made from a message knows about it."""

    at: datetime
    message: int
    message_id: str
    sender: str
    subject: str = ""
    person: int | None = None
    level: Level = Level.NOTHING
    letter: str = ""  # key of the letter answered
    locale: str = ""  # language it is written in, where it can be told
    confirmed: int = 0  # how many people have said YES to it: its sender, at the address on file, and others


@dataclass(frozen=True, kw_only=True)
class MailIgnored(Mail):
    """A machine, a list, a report about nothing of ours: kept, never answered."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterBounced(Mail):
    """One of our letters could not be delivered."""

    address: str
    kind: str  # hard, soft, policy, unknown
    diagnostic: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterRefused:
    """The mail server has refused a letter for good while we gave it: no report will come."""

    at: datetime
    row: int  # of the outbox
    person: int | None
    address: str
    kind: str  # hard, soft
    letter: str
    diagnostic: str = ""


@dataclass(frozen=True, kw_only=True)
class Complained(Mail):
    """A provider told us that a letter was marked as junk: a leave."""


@dataclass(frozen=True, kw_only=True)
class AwayNoted(Mail):
    """An out-of-office answer."""

    until: date | None


MACHINES = (MailIgnored, LetterBounced, Complained, AwayNoted)
"""Mail that no person has just written: whoever it is about may be asleep."""


@dataclass(frozen=True, kw_only=True)
class Applied(Mail):
    """Somebody who is not with us wrote in their own words, or sent the form."""

    application: Application
    intent: str
    text: str
    door: str = ""
    friends: tuple[str, ...] = ()  # addresses of those who are recommended


@dataclass(frozen=True, kw_only=True)
class MailTooLarge(Mail):
    """A person's mail of which only the head was read, because it goes beyond a limit."""

    reason: str  # which one, in words
    octets: bool  # it is the files that are too large


@dataclass(frozen=True, kw_only=True)
class CardAnswered(Mail):
    """The card was confirmed, corrected or completed."""

    ask: int
    yes: bool
    changes: tuple[tuple[str, object], ...]  # (field of Person, new value)
    text: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Mail):
    """Any other question was answered with one of its answers."""

    ask: int
    value: str  # "YES", "NO", "1" to "5", an ISO date, "3W", "TEXT"
    comment: str = ""
    changes: tuple[tuple[str, object], ...] = ()  # of the card, said in the same breath: (field, new value)


@dataclass(frozen=True, kw_only=True)
class CommandGiven(Mail):
    """A participant's command, alone on the first line."""

    command: str  # canonical: PAUSE
    argument: str = ""
    until: date | None = None  # PAUSE: the day or the weeks, read as a day
    text: str = ""
    asked: bool = False  # the YES to "did you mean ...?"


@dataclass(frozen=True, kw_only=True)
class CommandMentioned(Mail):
    """A command word inside a sentence: never acted on, asked about."""

    command: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PartnerWritten(Mail):
    """Words for the partner."""

    pairing: int
    text: str
    attachments: tuple[Attachment, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, kw_only=True)
class TopicAnswered(Mail):
    """What somebody wrote about the month's topic."""

    round: int
    topic: str
    text: str
    cut: str = ""
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class StrangerAnswered(Mail):
    """Our token, but another sender than the one we wrote to."""

    text: str
    owner: int  # whose letter it was


@dataclass(frozen=True, kw_only=True)
class TextReceived(Mail):
    """A human being wrote something that has no reading: for a person."""

    text: str
    greets_partner: bool = False  # it begins "Dear Jonas": perhaps for the partner


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order of a coordinator's mail, or of the command line."""

    line: int  # its place among the orders of that mail
    verb: str  # canonical: approve
    numbers: tuple[int, ...] = ()  # lines of the letter answered
    ids: tuple[str, ...] = ()  # P-1043, M-27, Q-9
    text: str = ""  # the rest: a reason, the words to pass on, a date
    raw: str = ""
    sure: bool = True  # else it may be meant otherwise: shown first, done on YES


@dataclass(frozen=True, kw_only=True)
class CoordinatorWrote(Mail):
    """A coordinator's mail, one order a line; each is decided by itself, as an OrderGiven."""

    orders: tuple[Order, ...]
    lines: tuple[tuple[str, str], ...] = ()  # what the numbers of the letter answered stand for
    text: str = ""
    sheets: tuple[tuple[str, str], ...] = ()  # (file name, CSV) that came with it; "" where it cannot be read


@dataclass(frozen=True, kw_only=True)
class OrderGiven:
    """A coordinator or the operator asked for something."""

    at: datetime
    cause: str  # "m812" or "cli-2027-01-05T09:00:03"
    actor: str  # address, or "operator"
    person: int | None
    level: Level
    order: Order
    message: int | None = None
    lines: tuple[tuple[str, str], ...] = ()  # what the numbers of the letter answered stand for
    confirmed: int = 0  # how many people have said YES to its preview
    sheets: tuple[tuple[str, str], ...] = ()  # (file name, CSV) that came with the mail


@dataclass(frozen=True, kw_only=True)
class OrdersFinished:
    """All lines of a coordinator's mail are through: time for the transcript."""

    at: datetime
    message: int
    message_id: str
    person: int
    subject: str
    results: tuple[tuple[int, str, str, bool], ...]  # (order, the line as written, what became of it, done)
    lines: tuple[tuple[str, str], ...] = ()  # of the letter answered, where its numbers go on to count
    files: tuple[tuple[str, str], ...] = ()  # (name, CSV) that were asked for
    already: tuple[tuple[str, datetime, str], ...] = ()  # who was quicker, when, what they did
    undoable: bool = False  # whether anything was changed
    level: Level = Level.NOTHING  # how sure we are who wrote the mail
    confirmed: int = 0  # how many people have said YES


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something the calendar has been waiting for."""

    at: datetime
    schedule: str  # which row of decide's calendar: "closing", "prompt", "day-7"
    period: str  # which occurrence: "2027A.topic-3"
    zone: str = ""
    people: tuple[int, ...] = field(default=())  # this batch
    round: int | None = None
    last: bool = True  # no further batch of this occurrence


@dataclass(frozen=True, kw_only=True)
class OutboundHeld:
    """Letters are held back, and the coordinators do not know yet."""

    at: datetime
    reach: str  # all, scheduled
    words: str  # why


@dataclass(frozen=True, kw_only=True)
class MatchComputed:
    """The match run has come back."""

    at: datetime
    round: int
    matches: tuple[Match, ...]
    unmatched: tuple[tuple[int, str], ...]  # (person, why, in words)
    proof: str
    digest: str  # SHA-256 of the pairs
    read: str = ""  # SHA-256 of all that was read for it
    seen: tuple[tuple[int, str], ...] = ()  # (person, `mark` of what was read about them)
    wrong: str = ""  # what was found wrong with the proof, when it was read once more


Event = (
    MailIgnored
    | MailTooLarge
    | LetterBounced
    | LetterRefused
    | Complained
    | AwayNoted
    | Applied
    | CardAnswered
    | QuestionAnswered
    | CommandGiven
    | CommandMentioned
    | PartnerWritten
    | TopicAnswered
    | StrangerAnswered
    | TextReceived
    | CoordinatorWrote
    | OrderGiven
    | OrdersFinished
    | Due
    | MatchComputed
    | OutboundHeld
)
