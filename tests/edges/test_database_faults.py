"""Every way a database can fail while a mail is read, decided and answered: it is answered once, and nothing is lost."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, select, text

from ilnmail import roles, tables
from ilnmail.database import is_of_the_database, reading, writing
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
FILLER = "\n ".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(250))
"""Nothing that can be compressed: a mail that needs room on the disk."""


@dataclass
class Installation:
    """A programme somebody wants to join, over a database that is about to fail."""

    world: World
    url: str
    people: Iterator[int]

    def apply(self) -> str:
        """One more application in the mailbox; its writer."""
        number = next(self.people)
        sender = f"amina{number}@example.org"
        head = (
            f"From: {sender}\nTo: iln@example.org\nMessage-ID: <{number}@example.org>\nX-Filler: {FILLER}\n"
        )
        words = "I am Amina Yusuf, a librarian in Mombasa, Kenya. I write English."
        self.world.receive(f"{head}\n{words}\n".encode())
        return sender

    def turn(self) -> list[Exception]:
        """As the loop does it: what goes wrong in one role is tried again at its next turn."""
        app, wrong = self.world.app, []
        for act in (app.fetch, app.work, app.tick, app.deliver):
            try:
                act()
            except Exception as error:
                wrong.append(error)
        return wrong

    def mend(self) -> None:
        """The fault is over: what was left of it is done within an hour."""
        for minutes in (0, 25, 60):
            self.world.clock.turn_to(self.world.clock.now() + timedelta(minutes=minutes))
            assert self.turn() == []

    def assert_answered_once(self, sender: str, most: int = 1) -> None:
        """`most` is two where the answer may have gone in the moment that was lost (uncertain)."""
        letters = [one for one in self.world.postman.letters if one.to == sender]
        assert 1 <= len(letters) <= most
        assert len({one.message["Message-ID"] for one in letters}) == 1
        with reading(self.world.engine) as db:
            sent = select(tables.outbox.c.state).where(tables.outbox.c.address == sender)
            assert db.execute(sent).scalars().all() == ["sent"]
            messages = db.execute(select(tables.messages)).all()
        assert {row.outcome for row in messages} == {"asked"}
        assert len(messages) == len(self.world.folder.messages)


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    world = World(settings(["maria"], database_url), AT)
    yield Installation(world, database_url, count(1))
    world.close()


Harm = Callable[[Installation], AbstractContextManager[Any]]


@contextmanager
def breaking(
    engine: Engine, verb: str, at: int, act: Callable[..., None], before: bool
) -> Iterator[list[int]]:
    """The nth `do_commit` or `do_execute` of the driver goes wrong, before it is done or after; n when it has."""
    plain, counted = getattr(engine.dialect, verb), count(1)
    reached: list[int] = []

    def now(*given: Any) -> None:
        hit = next(counted) == at
        reached.extend([at] if hit else [])
        if hit and before:
            act(*given)
        plain(*given)
        if hit and not before:
            act(*given)

    setattr(engine.dialect, verb, now)
    yield reached
    setattr(engine.dialect, verb, plain)


def cut(connection: Any, *_: Any) -> None:
    """The line to the database is cut."""
    line = connection.driver_connection
    if isinstance(line, sqlite3.Connection):
        line.rollback()
        failure = sqlite3.OperationalError("disk I/O error")
        failure.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise failure
    line.close()
    raise psycopg.OperationalError("server closed the connection unexpectedly")


def conflict(error: type[psycopg.Error]) -> Callable[..., None]:
    def act(cursor: Any, *_: Any) -> None:
        raise error("another transaction was quicker")

    return act


def harm_at_a_statement(error: type[psycopg.Error]) -> Harm:
    return lambda here: breaking(here.world.engine, "do_execute", 20, conflict(error), before=True)


@contextmanager
def pragma(here: Installation, words: str) -> Iterator[None]:
    """For every connection from now on."""
    engine = here.world.engine

    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute(f"PRAGMA {words}")

    engine.dispose()
    event.listen(engine, "connect", prepare)
    yield
    event.remove(engine, "connect", prepare)
    engine.dispose()


@contextmanager
def full(here: Installation) -> Iterator[None]:
    """No page more, on SQLite; on PostgreSQL as its server says it."""
    if here.world.engine.dialect.name == "sqlite":
        with reading(here.world.engine) as db:
            pages = db.execute(text("PRAGMA page_count")).scalar_one()
        with pragma(here, f"max_page_count = {pages}"):
            yield
        return
    with breaking(here.world.engine, "do_execute", 12, conflict(psycopg.errors.DiskFull), before=True):
        yield


@contextmanager
def read_only(here: Installation) -> Iterator[None]:
    if here.world.engine.dialect.name == "sqlite":
        with pragma(here, "query_only = ON"):
            yield
        return
    engine = here.world.engine

    def prepare(connection: psycopg.Connection[Any], _: Any) -> None:
        connection.execute("SET SESSION default_transaction_read_only = on")
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", prepare)
    yield
    event.remove(engine, "connect", prepare)
    engine.dispose()


@contextmanager
def locked(here: Installation, seconds: float) -> Iterator[None]:
    """Somebody else writes, for so long."""
    if here.world.engine.dialect.name == "sqlite":
        other: Any = sqlite3.connect(here.url.removeprefix("sqlite:///"), check_same_thread=False)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(here.url.replace("+psycopg", ""))
        other.execute("LOCK TABLE messages, outbox IN EXCLUSIVE MODE")
    end = threading.Timer(seconds, lambda: other.execute("COMMIT"))
    end.start()
    yield
    end.join()
    other.close()


@contextmanager
def locked_for_longer_than_we_wait(here: Installation) -> Iterator[None]:
    waiting = pragma(here, "busy_timeout = 100")
    with waiting, locked(here, 1.5):
        yield


@contextmanager
def exhausted(here: Installation) -> Iterator[None]:
    """All connections are in use."""
    pool: Any = here.world.engine.pool
    pool._timeout, before = 0.1, pool._timeout
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(here.world.engine.connect())
        yield
    pool._timeout = before


@contextmanager
def failover(here: Installation) -> Iterator[None]:
    """The server ends every connection; the next one is there already."""
    with psycopg.connect(here.url.replace("+psycopg", ""), autocommit=True) as other:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        other.execute(f"{ended} AND backend_type = 'client backend'")
    yield


@dataclass(frozen=True)
class Fault:
    """What goes wrong; on which databases; whether the turn notices."""

    name: str
    harm: Harm | None = None
    on: tuple[str, ...] = ("sqlite", "postgresql")
    noticed: bool = True
    left_out: str = ""


BY_NAME = "below, by name"
FAULTS = (
    Fault("locked for a second", lambda here: locked(here, 1), noticed=False),
    Fault("locked for longer than we wait", locked_for_longer_than_we_wait, ("sqlite",)),
    Fault("disk full", full),
    Fault("read-only", read_only),
    Fault("connection lost at commit", left_out=BY_NAME),
    Fault("nobody knows whether it was committed", left_out=BY_NAME),
    Fault("serialization error", harm_at_a_statement(psycopg.errors.SerializationFailure), ("postgresql",)),
    Fault("deadlock", harm_at_a_statement(psycopg.errors.DeadlockDetected), ("postgresql",)),
    Fault("no connection left", exhausted),
    Fault("PgBouncer between", left_out="not here; nothing of ours outlives a transaction: leases are rows"),
    Fault("failover", failover, ("postgresql",), noticed=False),
    Fault("clocks five minutes apart", left_out=BY_NAME),
    Fault("the lease is stolen", left_out=BY_NAME),
)
TRIED = tuple(fault for fault in FAULTS if fault.harm is not None)


@pytest.mark.parametrize("fault", TRIED, ids=lambda fault: fault.name)
def test_a_database_that_fails_loses_nothing_and_doubles_nothing(here: Installation, fault: Fault) -> None:
    if here.world.engine.dialect.name not in fault.on:
        return
    sender = here.apply()
    assert fault.harm is not None
    with fault.harm(here):
        wrong = here.turn()
    assert bool(wrong) is fault.noticed
    assert all(is_of_the_database(error) for error in wrong), wrong

    here.mend()
    here.assert_answered_once(sender)
    with reading(here.world.engine) as db:
        assert db.execute(select(tables.messages.c.attempts)).scalar_one() == 1


def test_every_fault_of_the_list_is_a_row() -> None:
    assert len(FAULTS) == 13  # the 12; a lock has two lengths
    assert len(TRIED) == 8


@pytest.mark.parametrize("before", [True, False], ids=["not committed", "committed and not said"])
def test_a_line_that_is_cut_at_any_commit(here: Installation, before: bool) -> None:
    senders: list[str] = []
    for at in count(1):
        senders.append(here.apply())
        with breaking(here.world.engine, "do_commit", at, cut, before) as reached:
            wrong = here.turn()
        assert [is_of_the_database(error) for error in wrong] == [True] * len(reached)
        here.mend()
        # In the commit that keeps the server's answer the letter has gone, and nobody knows.
        here.assert_answered_once(senders[-1], most=2)
        if not reached:
            break
    assert len(senders) > 10
    doubled = len(here.world.postman.letters) - len(senders)
    with reading(here.world.engine) as db:
        assert doubled <= sum(db.execute(select(tables.outbox.c.doubts)).scalars())


def test_a_mail_is_not_set_aside_for_what_the_database_does(here: Installation) -> None:
    sender = here.apply()
    for _ in range(5):
        with read_only(here):
            here.turn()
        with breaking(here.world.engine, "do_commit", 4, cut, before=True):
            here.turn()
    here.mend()
    here.assert_answered_once(sender)


def test_a_stolen_lease_costs_the_mail_no_attempt(here: Installation) -> None:
    sender = here.apply()
    here.world.app.lease = roles.Lease("decider", "one", 1)
    for _ in range(4):
        assert {type(error) for error in here.turn()} == {roles.LostError}
    here.world.app.lease = None
    here.mend()
    here.assert_answered_once(sender)


def test_clocks_five_minutes_apart_do_not_make_two_holders(here: Installation) -> None:
    """The database's own clock says when a lease is over; a SQLite file has one machine, and one clock."""
    engine = here.world.engine
    if engine.dialect.name == "sqlite":
        return
    for later in (timedelta(minutes=5), timedelta(minutes=-5)):
        with writing(engine) as db:
            assert roles.take(db, f"role{later}", "one", AT) is not None
            assert roles.take(db, f"role{later}", "other", AT + later) is None
