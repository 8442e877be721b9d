"""Three days of mail over real protocols while connections break all the time: nothing is lost, and nothing grows."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ilnmail import tables
from ilnmail.app import App, open_app
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate, reading
from ilnmail.inbox import ImapMailbox, InboxError, Mailbox, Message
from ilnmail.sandbox import Sandbox
from ilnmail.send import Reached, Transport
from ilnmail.settings import Settings

START = datetime(2027, 1, 20, 10, tzinfo=UTC)
US = "iln@example.org"
HOURS = 72
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Fate:
    """Breaks a connection at every so manieth step."""

    every: int
    steps: int = 0
    broken: int = 0

    def step(self, cut: Callable[[], object]) -> None:
        self.steps += 1
        if self.steps % self.every == 0:
            self.broken += 1
            cut()


@dataclass
class BrittleMailbox:
    """The program's own mailbox, over a connection that breaks."""

    real: ImapMailbox
    fate: Fate

    def open(self) -> tuple[str, int, int]:
        self.fate.step(self.real.cut)
        return self.real.open()

    def after(self, uid: int) -> Sequence[int]:
        self.fate.step(self.real.cut)
        return self.real.after(uid)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        self.fate.step(self.real.cut)
        return self.real.read(uids)


@dataclass
class BrittleTransport:
    """The program's own way to the mail server, cut before a verb, the final dot's among them."""

    real: Transport
    fate: Fate
    cut: Callable[[], object]

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        def further(stage: str) -> None:
            reached(stage)
            self.fate.step(self.cut)

        return self.real.send(envelope_from, address, content, further)

    def rest(self) -> None:
        self.real.rest()


@contextmanager
def installation(folder: Path, clock: VirtualClock, fate: Fate) -> Iterator[tuple[Sandbox, App]]:
    with Sandbox(now=clock.now, domains=None) as sandbox:
        here = {"host": "127.0.0.1", "tls": "none"}
        settings = Settings.model_validate(
            {
                "mode": "live",
                "programme": {"name": "International Librarians Network", "short": "ILN", "address": US},
                "coordinators": [{"address": "maria@example.org", "name": "Maria", "timezone": "UTC"}],
                "imap": {**here, "port": sandbox.imap_port, "username": US, "password": "any"},
                "smtp": {**here, "port": sandbox.smtp_port},
                "database": {"url": f"sqlite:///{folder / 'ilnmail.db'}"},
                "secret": {"key": "00" * 32},
            }
        )
        with open_app(settings, clock.now) as app:
            migrate(app.engine)
            app.prepare()
            app.fetch()
            assert isinstance(app.mailbox, ImapMailbox)
            app.transport = BrittleTransport(app.transport, fate, app.cuts["sender"])
            mailbox: Mailbox = BrittleMailbox(app.mailbox, fate)
            app.mailbox, app.junk, app.look_up = mailbox, None, None
            yield sandbox, app


def turn(app: App) -> None:
    """As the loop does: a role that fails is tried again at its next turn."""
    for act in (app.fetch, app.work, app.tick, app.deliver):
        with suppress(InboxError):
            act()


def sign_up(sandbox: Sandbox, number: int, at: datetime) -> str:
    sender = f"amina{number}@library{number}.example.net"
    head = f"From: Amina <{sender}>\r\nTo: {US}\r\nSubject: Joining {number}\r\nMessage-ID: <{number}@example.net>\r\n"
    words = "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English and Swahili. I love old maps."
    sandbox.deliver(
        US, f"{head}Date: {at:%a, %d %b %Y %H:%M:%S} +0000\r\n\r\n{words}\r\n".encode(), sender=sender
    )
    return sender


def octets() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def sockets() -> int:
    """Open ones of this process, the server's ends among them."""
    count = 0
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            count += str(one.readlink()).startswith("socket:")
    return count


def test_three_days_of_broken_connections_lose_nothing_and_leave_nothing_open(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    long = request.config.getoption("--kills") > 5
    grain, fate = timedelta(minutes=2 if long else 30), Fate(97 if long else 31)
    clock, wrote, before = VirtualClock(START), list[str](), (0, 0)
    with installation(tmp_path, clock, fate) as (sandbox, app):
        for number in range(HOURS):
            wrote.append(sign_up(sandbox, number, clock.now()))
            for _ in range(int(timedelta(hours=1) / grain)):
                turn(app)
                clock.turn_to(clock.now() + grain)
            if number == HOURS // 3:
                before = octets(), sockets()
        for _ in range(50):  # what was put off
            clock.turn_to(clock.now() + timedelta(hours=1))
            turn(app)
        now = octets(), sockets()
        with reading(app.engine) as db:
            out = tables.outbox.c
            rows = list(db.execute(select(out.address, out.kind, out.state)))

    assert fate.broken >= 20
    assert {one.address for one in rows if one.kind == "card" and one.state in ("sent", "uncertain")} == set(
        wrote
    )
    assert {one.state for one in rows} <= {"sent", "uncertain", "queued"}  # what is for another day waits
    assert now[0] < 1.05 * before[0]
    assert now[1] <= before[1] + 2  # a connection that is idle, and the server's end of it
