"""SIGKILL at every point between the first FETCH and the last commit: nothing is lost, nothing done twice.

`make crash KILLS=200` is the long form; five a point within `make test`.
"""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from ilnmail import tables
from ilnmail.app import open_app
from ilnmail.database import migrate, open_database, reading, writing
from ilnmail.sandbox import Sandbox
from ilnmail.settings import Settings
from tests.crash.child import die_while_migrating, live
from tests.crash.smtp import Ears, killing, listening

START = datetime(2027, 1, 25, 8, 30, tzinfo=UTC)  # a Monday, when the digest is due
PEOPLE = ("amina", "jonas", "lucia")


@dataclass(frozen=True)
class Point:
    """A point of the list, how the program calls it, or why this program has none."""

    number: int
    name: str
    absent: str = ""


POINTS = (
    Point(1, "before FETCH"),
    Point(2, "fetched"),
    Point(3, "between raw commit and mark", "both are one transaction"),
    Point(4, "before MOVE", "mail is not moved: the mark says what was read"),
    Point(5, "after MOVE", "mail is not moved"),
    Point(6, "attempt counted"),
    Point(7, "inside the parser's child", "killed by the tests of the child itself"),
    Point(8, "understood"),
    Point(9, "written, not committed"),
    Point(10, "decided"),
    Point(11, "leased"),
    Point(12, "rendered bytes stored", "they are stored by the transaction that decides: point 9"),
    Point(13, "mail"),
    Point(14, "rcpt"),
    Point(15, "data"),
    Point(16, "dot"),
    Point(17, "dot taken, no answer"),
    Point(18, "answered"),
    Point(19, "stored"),
    Point(20, "due row kept"),
    Point(21, "due written, not committed"),
    Point(22, "token refreshed, not saved", "there is no OAuth2: passwords and app passwords only"),
    Point(23, "migration between steps", "one transaction; see test_a_migration_is_whole_or_not_there"),
    Point(24, "backup running", "there is no backup of our own; SQLite's and PostgreSQL's own tools make it"),
)
PRESENT = tuple(point.name for point in POINTS if not point.absent)
OUR_OWN = ("dot written", "ahead")
"""Points of this program that the list does not know: the mark at the dot is on the disk; the next letter's is too."""


@dataclass
class Bench:
    """A mailbox with three applications, a server, a database, and the settings that tie them together."""

    values: dict[str, Any]
    engine: Engine
    ears: Ears

    def die(self, point: str, times: int) -> int | None:
        """The exit code of a process that was to die there; None where it never came there."""
        child = FORKS.Process(target=live, args=(self.values, [START], point, times, self.ears.port))
        if point == "dot taken, no answer":
            self.ears.script["dot"] = killing(lambda: int(child.pid or 0), self.ears)
        child.start()
        child.join(300)  # a machine that is busy with other things is slow to start one
        self.ears.script.clear()
        return child.exitcode

    def recover(self) -> None:
        """Start anew: at once, when the lease is over, when a doubt is settled, and after five days."""
        moments = [START + timedelta(minutes=later) for later in (0, 21, 60, 5 * 24 * 60)]
        live(self.values, moments, port=self.ears.port)

    def rows(self) -> list[Any]:
        with reading(self.engine) as db:
            return list(db.execute(select(tables.outbox)))

    def count(self, table: Any) -> int:
        with reading(self.engine) as db:
            return int(db.execute(select(func.count()).select_from(table)).scalar_one())

    def clear(self) -> None:
        """As it was before the first mail; the mailbox stays full."""
        with writing(self.engine) as db:
            for table in reversed(tables.metadata.sorted_tables):
                db.execute(table.delete())
            mark = {
                "folder": "INBOX",
                "uidvalidity": self.validity,
                "uid": 0,
                "uidnext": 1,
                "began_at": START,
            }
            db.execute(tables.marks.insert().values(**mark))
            for table, row in self.beginning:
                db.execute(table.insert().values(**row))
        self.ears.taken.clear()

    beginning: tuple[tuple[Any, dict[str, Any]], ...] = ()
    validity: int = 0


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.child", "tests.crash.warm"])


@pytest.fixture
def bench(database_url: str) -> Iterator[Bench]:
    us = "iln@example.org"
    with Sandbox(now=lambda: START) as post, listening() as ears:
        here = {"host": "127.0.0.1", "tls": "none"}
        values = {
            "mode": "live",
            "programme": {"name": "International Librarians Network", "short": "ILN", "address": us},
            "coordinators": [{"address": "maria@example.org", "name": "Maria", "timezone": "UTC"}],
            "imap": {**here, "port": post.imap_port, "username": us, "password": "pw"},
            "smtp": {**here, "port": 25},
            "database": {"url": database_url},
            "secret": {"key": "00" * 32},
        }
        engine = open_database(database_url)
        migrate(engine)
        for name in PEOPLE:
            post.deliver(us, application(name), sender=f"{name}@example.org")
        made = Bench(values, engine, ears)
        with open_app(Settings.model_validate(values), lambda: START - timedelta(hours=12)) as app:
            made.validity = app.mailbox.open()[1]
            app.prepare()
        with reading(engine) as db:
            made.beginning = tuple(
                (table, dict(row._mapping))
                for table in (tables.people, tables.addresses)
                for row in db.execute(select(table))
            )
        yield made
        engine.dispose()


def application(name: str) -> bytes:
    head = (
        f"From: {name}@example.org",
        "To: iln@example.org",
        "Subject: Hello",
        f"Message-ID: <{name}@example.org>",
    )
    words = f"I am {name.title()} Berg, a librarian in Oslo, Norway. I write English and Norwegian."
    return "\r\n".join((*head, "Date: Mon, 25 Jan 2027 08:00:00 +0000", "", words, "")).encode()


def assert_nothing_lost_nothing_twice(bench: Bench) -> None:
    rows = bench.rows()
    final = {"sent", "uncertain", "expired", "suppressed", "failed", "cancelled"}
    cards = [row for row in rows if row.kind == "card"]
    assert bench.count(tables.messages) == len(PEOPLE)
    assert bench.count(tables.people) == len(PEOPLE) + 1
    assert sorted(row.address for row in cards) == sorted(f"{name}@example.org" for name in PEOPLE)
    assert {row.state for row in rows} <= final
    assert [row.state for row in cards] == ["sent"] * len(PEOPLE)
    taken = {row.message_id: bench.ears.taken.count(row.message_id) for row in rows}
    assert all(taken[row.message_id] <= 1 + row.doubts for row in rows)
    assert all(taken[row.message_id] >= 1 for row in rows if row.state == "sent")
    with reading(bench.engine) as db:
        assert set(db.execute(select(tables.messages.c.outcome)).scalars()) == {"asked"}
        assert db.execute(select(tables.marks.c.uid)).scalar_one() == len(PEOPLE)


@pytest.mark.parametrize("point", (*PRESENT, *OUR_OWN))
def test_a_kill_loses_nothing_and_repeats_nothing(
    bench: Bench, point: str, request: pytest.FixtureRequest
) -> None:
    for number in range(request.config.getoption("--kills")):
        bench.clear()
        died = bench.die(point, 1 + number % _OFTEN.get(point, 3))
        assert died == -9, f"{point} was not reached"
        bench.recover()
        assert_nothing_lost_nothing_twice(bench)


_TOGETHER = ("before FETCH", "fetched", "attempt counted", "decided", "leased", "due row kept")
_OFTEN = dict.fromkeys(_TOGETHER, 1)
"""How often a point is passed in one life, where that is not three times."""


def test_each_of_the_24_points_is_killed_at_or_has_a_reason() -> None:
    assert [point.number for point in POINTS] == list(range(1, 25))
    assert len(PRESENT) == 16


def test_a_migration_is_whole_or_not_there(database_url: str, tmp_path: Path) -> None:
    engine = open_database(database_url)
    child = FORKS.Process(target=die_while_migrating, args=(database_url,))
    child.start()
    child.join(60)
    assert child.exitcode == -9
    migrate(engine)
    with reading(engine) as db:
        assert db.execute(text("SELECT count(*) FROM people")).scalar_one() == 0
    engine.dispose()
