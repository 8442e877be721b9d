"""The whole program on a desk: a real database, composed bytes, a mailbox and a postman one can read.

Only the clock is turned by hand.
"""

import email.policy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage

from sqlalchemy import Engine, event, select

from ilnmail import tables
from ilnmail.app import App
from ilnmail.app.inside import furnish
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate, open_database, reading
from ilnmail.inbox import Message
from ilnmail.send import STAGES, Reached, SendError
from ilnmail.settings import Settings
from ilnmail.understand.read import read
from ilnmail.understand.reading import Reading, Us


@dataclass
class Folder:
    """A mailbox that lies in memory."""

    messages: list[bytes] = field(default_factory=list)

    def open(self) -> tuple[str, int, int]:
        return "INBOX", 1, len(self.messages) + 1

    def after(self, uid: int) -> Sequence[int]:
        return range(uid + 1, len(self.messages) + 1)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        return [Message(uid, self.messages[uid - 1]) for uid in uids]


@dataclass(frozen=True)
class Letter:
    """One message as it reached somebody."""

    at: datetime
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        made = message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        return made

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""


@dataclass
class Postman:
    """A transport that keeps what it is given."""

    now: Callable[[], datetime]
    letters: list[Letter] = field(default_factory=list)
    trouble: dict[str, str] = field(
        default_factory=dict
    )  # by address: a refusal, or "silence" at the final dot

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        words = self.trouble.get(address, "")
        last = "rcpt" if words and words != "silence" else "dot"
        for stage in STAGES[: STAGES.index(last) + 1]:
            reached(stage)
        if words:
            raise SendError(words, stage=last, code=0 if words == "silence" else int(words[:3]))
        self.letters.append(Letter(self.now(), address, content))
        return "250 kept"

    def rest(self) -> None:
        """There is no connection to give up."""


@dataclass
class Reader:
    """Reads mails as the program does, but for those of whom it is told to fail: a fault of ours."""

    us: Us
    fails_at: set[str] = field(default_factory=set)

    def begin(self, raws: Iterable[bytes]) -> None:
        """Nothing is read before it is asked for."""

    def read(self, raw: bytes, whole: bool = True) -> Reading:
        found = read(raw, self.us, whole)
        if found.sender in self.fails_at:
            raise RuntimeError("a fault of ours")
        return found


class World:
    """An installation in virtual time."""

    def __init__(self, settings: Settings, start: datetime) -> None:
        self.clock = VirtualClock(start)
        self.folder, self.postman = Folder(), Postman(self.clock.now)
        self.engine: Engine = open_database(settings.database_url)
        if self.engine.dialect.name == "sqlite":
            # A test that is cut short is played again: it need not wait for the disk.
            event.listen(self.engine, "connect", lambda db, _: db.execute("PRAGMA synchronous = OFF"))
        migrate(self.engine)
        self.app = App(settings, self.engine, self.clock.now, furnish(settings), self.folder, self.postman)
        self.reader = Reader(self.app.inside.us)
        self.app.cage = self.reader  # type: ignore[assignment]
        self.app.prepare()
        self.app.fetch()

    def receive(self, raw: bytes) -> None:
        """A message comes into our mailbox."""
        self.folder.messages.append(raw)

    def turn_to(self, moment: datetime) -> None:
        """Let the program run until then, from one thing that is due to the next."""
        while self.clock.now() < moment:
            self.clock.turn_to(min(self.app.next_moment(), moment))
            self.app.turn()
            self.assert_no_fault()

    def assert_no_fault(self) -> None:
        """The program passes over what it cannot decide; a test does not."""
        with reading(self.engine) as db:
            found = db.execute(
                select(tables.faults).where(tables.faults.c.first_at <= self.clock.now())
            ).first()
        assert found is None, found

    def close(self) -> None:
        self.engine.dispose()
