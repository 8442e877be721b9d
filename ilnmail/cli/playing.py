"""An installation for playing: built-in mail server, virtual clock, a database that is gone afterwards."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ilnmail.app import open_app
from ilnmail.app.inside import Inside
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate
from ilnmail.sandbox import Sandbox
from ilnmail.settings import Coordinator, Database, Imap, Programme, Secret, Settings, Smtp
from ilnmail.simulate.people import Persona, coordinators
from ilnmail.simulate.world import World, open_world

INTRODUCTIONS = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""Day 0 of every round that is played."""

_ADDRESS, _HOST = "iln@example.org", "127.0.0.1"


@contextmanager
def playing(people: tuple[Persona, ...], seed: str, begins: int = -43) -> Iterator[World]:
    """The bot and these people, `begins` days from the introductions, with nothing said yet."""
    clock = VirtualClock(INTRODUCTIONS + timedelta(days=begins))
    with (
        tempfile.TemporaryDirectory(prefix="ilnmail-") as folder,
        Sandbox(domains=None, now=clock.now) as sandbox,
        open_app(_settings(sandbox, folder, seed), clock.now) as app,
    ):
        migrate(app.engine)
        app.inside = _keeping_all_mail(app.inside)
        app.prepare()
        app.fetch()
        with open_world(app, clock, sandbox, people, seed) as world:
            yield world


def _keeping_all_mail(inside: Inside) -> Inside:
    """Whoever watches reads every mail afterwards; in earnest they go after some weeks."""
    times = inside.fixed.schedules
    kept = replace(times, holds=replace(times.holds, mail_days=10_000))
    return replace(inside, fixed=replace(inside.fixed, schedules=kept))


def _settings(sandbox: Sandbox, folder: str, seed: str) -> Settings:
    server = sandbox.name
    return Settings(
        mode="live",
        programme=Programme(
            name="International Librarians Network",
            short="ILN",
            address=_ADDRESS,
            timezone="Europe/Lisbon",
            site="https://iln.example.org",
        ),
        coordinators=tuple(
            Coordinator(address=one.address, name=one.name, timezone=one.zone) for one in coordinators()
        ),
        imap=Imap(
            host=_HOST,
            port=sandbox.imap_port,
            tls="none",
            username=_ADDRESS,
            password="any",  # noqa: S106 - the built-in server takes every password
            authserv_id=server,
        ),
        smtp=Smtp(host=_HOST, port=sandbox.smtp_port, tls="none"),
        database=Database(url=f"sqlite:///{folder}/ilnmail.db"),
        secret=Secret(version=1, key=hashlib.sha256(seed.encode()).hexdigest()),
    )
