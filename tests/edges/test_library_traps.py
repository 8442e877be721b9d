"""Traps of the libraries that we stand on, each pinned by a test, so that a newer version cannot spring one unseen."""

import smtplib
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine, select

from ilnmail import tables
from ilnmail.database import writing
from ilnmail.loop import Loop, Turn
from ilnmail.sandbox import Sandbox
from ilnmail.send import SendError, SmtpTransport
from ilnmail.understand.read import read
from ilnmail.understand.reading import MailClass, Us
from tests.edges.test_loop import QUICK
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
US = Us(address="iln@example.org", name="ILN")
PINS = {
    "a server that is mute under TLS is given up in time": "test_imap_faults",
    "an IDLE that ends in silence is noticed": "test_imap_faults",
    "80 characters of In-Reply-To stay as they are": "compose/test_headers",
    "From with two identities is refused": "here",
    "STARTTLS verifies the certificate": "here",
    "the metronome survives a turn that fails": "here",
    "a renamed function loses no schedule": "here: the metronome keeps nothing",
    "what is late by an hour is judged by us": "outbox/test_loops, after a month away",
    "the weekday of a crontab": "here: there is no crontab",
    "five that add at the same time make five": "here",
    "a local part of 65 octets is refused": "test_tokens",
    "an address that only SMTPUTF8 can write to": "here",
}


def test_each_trap_of_the_list_has_its_pin() -> None:
    assert len(PINS) == 12


@pytest.mark.parametrize(
    ("package", "least"), [("imapclient", (4, 1)), ("apscheduler", (3, 11, 2)), ("aiosmtpd", (1, 4, 6))]
)
def test_versions_with_a_known_fault_are_not_in_use(package: str, least: tuple[int, ...]) -> None:
    assert tuple(int(part) for part in version(package).split(".")[: len(least)]) >= least


@pytest.mark.parametrize(
    "sender",
    [
        "boss@good.example.org <x@evil.example.net>",
        "<boss@good.example.org> <x@evil.example.net>",
        "boss@good.example.org, x@evil.example.net",
        "boss@good.example.org\r\nFrom: x@evil.example.net",
        "friends: boss@good.example.org;",
        "анна@example.org",
    ],
)
def test_a_sender_that_is_not_one_mailbox_of_ours_to_write_to_is_refused(sender: str) -> None:
    found = read(f"From: {sender}\r\nTo: iln@example.org\r\n\r\nLEAVE\r\n".encode(), US)
    assert found.mail_class is MailClass.REFUSED


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("=?utf-8?q?M=C3=BCller=2C_Anna?= <anna@example.org>", "Müller, Anna"),
        ("=?utf-8?q?Library=3A_Oslo?= <anna@example.org>", "Library: Oslo"),
        ("=?utf-8?b?0JDQvdC90LAgPGE+?= <anna@example.org>", "Анна <a>"),
        ("Müller, Anna <anna@example.org>", "Müller, Anna"),
        ("anna@example.org <anna@example.org>", ""),
        ('"Müller, Anna" <anna@example.org>', "Müller, Anna"),
    ],
)
def test_what_a_name_holds_makes_no_second_sender(sender: str, name: str) -> None:
    found = read(f"From: {sender}\r\n\r\nI would like to join.\r\n".encode(), US)
    assert (found.mail_class, found.sender, found.sender_name) == (MailClass.HUMAN, "anna@example.org", name)


def test_a_domain_in_another_script_is_written_to_as_the_dns_knows_it() -> None:
    found = read("From: Anna <anna@bücher.example>\r\n\r\nI would like to join.\r\n".encode(), US)
    assert (found.mail_class, found.sender) == (MailClass.HUMAN, "anna@xn--bcher-kva.example")


def test_starttls_without_a_certificate_that_holds_sends_no_password(tmp_path: Path) -> None:
    """smtplib's own default verifies nothing."""
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    where = ("-keyout", str(key), "-out", str(made), "-subj", "/CN=localhost")
    subprocess.run(("openssl", "req", *kind, *where), check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    stages: list[str] = []
    with Sandbox(now=lambda: AT, password="pw", tls=context) as sandbox:
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port) as trusting:
            trusting.starttls()  # as smtplib is by itself: it minds nothing
        careful = SmtpTransport("127.0.0.1", sandbox.smtp_port, "starttls", "iln@example.org", "pw")
        with pytest.raises(SendError, match="certificate"):
            careful.send("iln@example.org", "amina@example.org", b"Subject: x\r\n\r\nx\r\n", stages.append)
    assert "mail" not in stages


def test_five_that_add_at_the_same_time_make_five(engine: Engine) -> None:
    """With the driver's own transactions five readers who write later make one, without an error."""
    switches = tables.switches
    with writing(engine) as db:
        db.execute(switches.insert().values(name="count", value="0", at=AT))

    def add(_: int) -> None:
        with writing(engine) as db:
            if db.dialect.name == "postgresql":
                row = db.execute(select(switches.c.value).with_for_update()).scalar_one()
            else:
                row = db.execute(select(switches.c.value)).scalar_one()
            time.sleep(0.02)
            db.execute(switches.update().values(value=str(int(row) + 1)))

    with ThreadPoolExecutor(5) as five:
        list(five.map(add, range(5)))
    with writing(engine) as db:
        assert db.execute(select(switches.c.value)).scalar_one() == "5"


class Impatient(Loop):
    """Tries again at once."""

    def _pause(self, name: str, failures: int) -> float:
        return 0.01


def test_a_turn_that_fails_ends_neither_the_metronome_nor_its_role(database_url: str) -> None:
    """APScheduler's thread dies of an exception in its store, and says that it runs: it has none that can fail."""
    world = World(settings(["maria"], database_url), AT)
    tried: list[float] = []

    def fail() -> int:
        tried.append(time.monotonic())
        raise RuntimeError("a fault")

    world.app.fetch = fail  # type: ignore[method-assign]
    told: list[str] = []
    loop = Impatient(world.app, "one", ("reader",), told.append, turns=QUICK)
    threading.Timer(1.5, loop.stop.set).start()
    assert loop.run() == 0
    world.close()
    assert len(tried) > 3
    assert told[0] == "reader: RuntimeError: a fault"


def test_the_metronome_keeps_nothing_and_knows_no_dates(database_url: str) -> None:
    world = World(settings(["maria"], database_url), AT)
    loop = Loop(world.app, "one", turns={name: Turn(60, 60) for name in QUICK})
    metronome = loop._metronome([loop._role(name) for name in QUICK])
    jobs = metronome.get_jobs()
    metronome.shutdown(wait=False)
    world.close()
    assert {type(job.trigger) for job in jobs} == {IntervalTrigger}
    assert {type(store) for store in metronome._jobstores.values()} <= {MemoryJobStore}
    assert all(job.coalesce and job.max_instances == 1 and job.misfire_grace_time is None for job in jobs)
