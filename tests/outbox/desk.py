"""An outbox on a desk: letters that need not be read, a server that answers as told, a clock turned by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine, select

from ilnmail import outbox, tables
from ilnmail.database import reading, writing
from ilnmail.effects import Send
from ilnmail.letters import LETTERS
from ilnmail.send import STAGES, Reached, SendError
from ilnmail.tokens import Secret

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
SECRET = Secret(1, b"a key of sixteen")
NUMBERS = count(1)


@dataclass(frozen=True)
class Printed:
    """A finished message that need not be read."""

    message_id: str
    token: str
    bounce_token: str
    leave_token: str
    envelope_from: str = "iln+b@example.org"
    ref: str = "k7qf-2m"

    @property
    def content(self) -> bytes:
        return f"Subject: Hello\r\nMessage-ID: {self.message_id}\r\n\r\nText\r\n".encode()


@dataclass
class Server:
    """Answers as told, then accepts."""

    failures: list[SendError] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        failure = self.failures.pop(0) if self.failures else None
        for stage in STAGES[: STAGES.index(failure.stage) + 1] if failure else STAGES:
            reached(stage)
        if failure:
            raise failure
        self.taken.append(address)
        return "250 taken"

    def rest(self) -> None:
        """There is no connection to give up."""


def queue(
    engine: Engine, kind: str = "help", address: str = "amina@example.org", at: datetime = NOW, **order: Any
) -> int:
    """A letter of that kind in the outbox; its number."""
    number = next(NUMBERS)
    sent = Send(kind=kind, cause=f"m{number}", address=address, **{"person": None, **order})
    printed = Printed(f"<{number}@example.org>", f"r{number}", f"b{number}", f"u{number}")
    with writing(engine) as db:
        outbox.queue(db, sent, printed, LETTERS[kind], at)
    with reading(engine) as db:
        return int(db.execute(select(tables.outbox.c.id).where(tables.outbox.c.key == sent.key)).scalar_one())


def deliver(engine: Engine, server: Any, at: datetime = NOW, **options: Any) -> int:
    return outbox.deliver(engine, server, lambda: at, SECRET, **options)


def states(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return list(db.execute(select(tables.outbox.c.state).order_by(tables.outbox.c.id)).scalars())


def refused(words: str, stage: str = "rcpt") -> SendError:
    return SendError(words, stage=stage, code=int(words[:3]))
