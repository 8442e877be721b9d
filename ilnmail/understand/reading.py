"""What one message says, before anything the database knows is added. Plain values, JSON all the way down.

`read` fills a `Reading` from the bytes and our own addresses alone; `interpret` turns it into an event
once `load` has looked up what its tokens, ids and sender lead to.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ilnmail.model import Application, Attachment


class MailClass(StrEnum):
    """What kind of thing a message is. Only HUMAN is ever answered."""

    HUMAN = "human"
    OWN = "own"  # we wrote it ourselves
    REPORT = "report"  # a delivery report: see Reading.bounce
    COMPLAINT = "complaint"  # an abuse report (ARF, RFC 5965) about one of our letters
    AWAY = "away"  # out of office; Reading.away_until when it names a day
    AUTOMATIC = "automatic"  # any other machine: RFC 3834
    LIST = "list"
    RECEIPT = "receipt"  # a read receipt (MDN, RFC 8098)
    CALENDAR = "calendar"  # a reply to a meeting request (iTIP, RFC 5546)
    REACTION = "reaction"  # a thumb on a mail
    CHALLENGE = "challenge"  # "prove that you are human"
    REFUSED = "refused"  # no sender, more than one, or one that no parser agrees on
    OVERSIZED = "oversized"  # beyond the limits: only its head was read


@dataclass(frozen=True)
class Us:
    """Who we are, as far as reading a message needs it."""

    address: str  # iln@example.org
    name: str  # International Librarians Network
    relay_domains: tuple[str, ...] = ()  # further domains whose local parts may be tokens (catch-all mode)
    authserv_id: str = ""  # whose Authentication-Results (RFC 8601) we believe; "" believes nobody's


@dataclass(frozen=True)
class Cut:
    """A piece that the writer did not newly write, kept so that a wrong cut can be repaired."""

    rule: str  # which rule cut it, in words: "quote mark", "signature", "attribution (Outlook, de)"
    text: str


@dataclass(frozen=True)
class Failure:
    """One recipient of a delivery report (RFC 3464 2.3)."""

    address: str
    kind: str  # "hard", "soft", "policy" (the operator's problem), "unknown", "delivered", "delayed"
    status: str = ""  # 5.1.1
    diagnostic: str = ""
    reason: str = ""  # "mailbox full", in words


@dataclass(frozen=True)
class Bounce:
    """A delivery report. Only our own token or Message-ID says whose letter it was."""

    failures: tuple[Failure, ...]
    token: str = ""  # of the envelope sender it came back to
    message_id: str = ""  # of the letter that came back


@dataclass(frozen=True)
class Line:
    """A `Field: value` line found in what was written or quoted, label as written."""

    label: str
    value: str
    quoted: bool


@dataclass(frozen=True)
class Reading:
    """Everything the bytes alone say."""

    mail_class: MailClass
    reason: str  # why this class, in words an operator understands
    beyond: str = ""  # OVERSIZED: which limit, "octets", "octets of headers", "parts", "addresses"
    sender: str = ""  # the one address of From, domain in lower case
    sender_name: str = ""
    recipients: tuple[str, ...] = ()  # To and Cc, for explain
    message_id: str = ""
    answers: tuple[str, ...] = ()  # Message-IDs: In-Reply-To, then References from the last
    tokens: tuple[str, ...] = ()  # found in our addresses, in the order of mail.md
    refs: tuple[str, ...] = ()  # reference codes of our footers ("k7qf-2m"); they route, never authorise
    door: str = ""  # the sub-address without a token: "join", "leave", "help", "problem", "topics", "import"
    subject: str = ""
    text: str = ""  # what the person newly wrote
    cut: tuple[Cut, ...] = ()
    lines: tuple[Line, ...] = ()
    in_part: bool = False  # its writer answers a letter of ours; what it says of them was not looked for
    application: Application = field(default_factory=Application)
    intent: str = "unclear"  # of a first mail: join, question, spam, leave, recommendation, other, unclear
    friends: tuple[str, ...] = ()  # a recommendation: addresses named in it, or in its Cc
    locale: str = ""  # language of what was written, limited to those we speak; "" when too short to say
    attachments: tuple[Attachment, ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()  # (file name, CSV) of spreadsheets that are to be imported
    authentication: str = "absent"  # "pass", "fail" or "absent": aligned DMARC or DKIM (mail.md, L2)
    bounce: Bounce | None = None
    away_until: date | None = None
    declined: bool = False  # a calendar says that its owner does not come (RFC 5546 3.2.3)
    sealed: bool = False  # encrypted or signed-only: cannot be relayed
