"""What can be done: orders small enough for one row. `record` carries out a whole list of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ilnmail.model import Fact


class Guard(StrEnum):
    """What must still be true when a letter is leased for sending; else it ends *suppressed*."""

    ALWAYS = "always"
    PERSON_ACTIVE = "person active"
    PAIRING_RUNNING = "pairing running"
    ROUND_RUNNING = "round running"
    QUESTION_OPEN = "question open"


class Outcome(StrEnum):
    """How an inbound message ended: the first that applies."""

    QUARANTINED = "quarantined"
    ACTED = "acted"
    RELAYED = "relayed"
    ASKED = "asked"
    TO_A_PERSON = "to a person"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What goes into a calendar with a letter; one UID for the invitation and for its end."""

    uid: str  # the part before the @: "meeting-M-27.20270309T1000Z"
    starts: datetime
    minutes: int
    method: str  # REQUEST or CANCEL (RFC 5546)


@dataclass(frozen=True, kw_only=True)
class Send:
    """Queue one letter. Its key `kind:cause:recipient` is unique among rows not cancelled.

    It holds every value the letter shows; `compose` looks nothing up.
    """

    kind: str  # the letter: templates/<locale>/<kind>.md
    cause: str  # what began it: "2027A.topic-3", "m812" (inbound message 812), "M-27.2027-02-03"
    person: int | None  # the recipient, where they are known to us
    address: str
    locale: str = "en"
    values: Mapping[str, object] = field(default_factory=dict)
    message: int | None = None  # the inbound message that this answers or passes on
    in_reply_to: str = ""  # Message-ID, as the recipient's mail program knows it
    references: tuple[str, ...] = ()
    pairing: int | None = None
    round: int | None = None
    ask: int | None = None  # the question that this letter asks
    author: str = ""  # relay only: the called-name of whose words these are
    subject: str = ""  # relay only: the author's, scrubbed; every other letter has its own
    files: tuple[str, ...] = ()  # relay only: names of the attachments of `message` to pass on
    attached: tuple[tuple[str, str], ...] = ()  # (name, text) of our own making: CSV, JSON, a page
    meeting: Meeting | None = None
    sample: "Send | None" = None  # another letter, shown in this one as its reader will get it
    guard: Guard = Guard.ALWAYS
    not_before: datetime | None = None
    not_after: datetime | None = None
    zone: str = ""  # IANA; by day on that clock, however long it is kept back; "" goes at any hour
    country: str = ""  # ISO 3166-1 alpha-2; with it only on a working day there

    @property
    def key(self) -> str:
        """The unique name of this letter."""
        recipient = f"P-{self.person}" if self.person is not None else self.address
        return f"{self.kind}:{self.cause}:{recipient}"


@dataclass(frozen=True)
class Keep:
    """Insert a fact. One whose unique key is there already stays as it is."""

    fact: Fact


@dataclass(frozen=True)
class Change:
    """Set one field of one row, provided that it still holds what it held when this was decided."""

    table: str
    key: tuple[object, ...]  # values of the primary key, in its order
    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Discard:
    """Delete one row that was kept by an act which is taken back."""

    table: str
    key: tuple[object, ...]


@dataclass(frozen=True)
class ReleaseHold:
    """What was held back in the outbox may go."""


@dataclass(frozen=True)
class Forget:
    """Delete a person and everything we hold about them: their card, answers, mail, and what was done for them."""

    person: int
    message: int | None = None  # the mail that asked for it, which is theirs too
    barred: bool = False  # keep a mark by which the address is known again, so that no list brings it back


@dataclass(frozen=True)
class Empty:
    """Let go of the bytes of old mail, and of the values of old acts: keys, kinds and times stay."""

    before: datetime


@dataclass(frozen=True)
class Repeat:
    """Send a letter once more as it was: the same bytes under the same Message-ID."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Cancel letters that are still queued: by key, or all to a person, or all of a pairing."""

    keys: tuple[str, ...] = ()
    person: int | None = None
    pairing: int | None = None


@dataclass(frozen=True)
class Hasten:
    """Let a queued letter go at once: the partner has written first."""

    kind: str
    pairing: int
    person: int


@dataclass(frozen=True)
class ReadAgain:
    """Understand a message anew, now that more is known: the address it came from, for one."""

    message: int


@dataclass(frozen=True)
class Advance:
    """Move the cursor of a mailing; a finished one is never looked at again."""

    schedule: str
    period: str
    zone: str
    cursor: int
    finished: bool


@dataclass(frozen=True)
class Conclude:
    """How an inbound message ended, and why. Every message gets exactly one."""

    message: int
    outcome: Outcome
    reason: str
    person: int | None = None


@dataclass(frozen=True)
class Tell:
    """One line of the transcript for the coordinator or operator who gave an order."""

    line: int
    words: str
    done: bool = True
    undoable: bool = False  # something was changed that UNDO takes back
    files: tuple[tuple[str, str], ...] = ()  # (name, CSV) that go with the transcript
    already: tuple[str, datetime, str] | None = None  # who was quicker, when, and what they did


Effect = (
    Send
    | Keep
    | Change
    | Forget
    | Empty
    | Repeat
    | Cancel
    | Hasten
    | ReadAgain
    | Discard
    | ReleaseHold
    | Advance
    | Conclude
    | Tell
)
