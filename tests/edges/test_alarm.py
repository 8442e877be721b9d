"""An alarm through a second account: after an hour, once a day, whatever is broken; and quiet when all is well."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ilnmail import roles
from ilnmail.app.alarm import Alarm
from ilnmail.database import writing
from ilnmail.loop import Loop
from ilnmail.settings import Settings
from tests.edges.test_loop import QUICK
from tests.stories.test_stories import settings
from tests.world import Postman, World

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), AT)
    yield made
    made.close()


def alarm(world: World, folder: Path) -> tuple[Alarm, Postman]:
    post = Postman(world.clock.now)
    return Alarm(post, "other@example.net", "olga@example.org", "ILN", folder / "alarm"), post


def looks(world: World, made: Alarm, minutes: range) -> list[int]:
    """At which minutes it was told."""
    return [n for n in minutes if made.look(world.engine, AT + timedelta(minutes=n))]


def test_a_mailbox_that_nobody_reads_is_told_after_an_hour_and_again_after_a_day(
    world: World, tmp_path: Path
) -> None:
    made, post = alarm(world, tmp_path)
    assert looks(world, made, range(0, 60 * 30, 10)) == [
        80,
        80 + 24 * 60,
    ]  # read at nine, late from a quarter past
    letter = post.letters[0]
    assert (letter.to, letter.subject) == ("olga@example.org", "ILN: the programme's mail needs you")
    assert "the mailbox was last read at 09:00 UTC on 20 January" in letter.text

    with writing(world.engine) as db:
        roles.beat(db, "reader", AT + timedelta(hours=30))
    assert not made.look(world.engine, AT + timedelta(hours=30))
    assert not (tmp_path / "alarm").exists()


def test_a_loop_that_is_started_anew_remembers_since_when(world: World, tmp_path: Path) -> None:
    told = []
    for minutes in range(20, 100, 10):
        made, _ = alarm(world, tmp_path)
        told += looks(world, made, range(minutes, minutes + 1))
    assert told == [80]


def test_a_database_that_cannot_be_read_is_told_too(world: World, tmp_path: Path) -> None:
    made, post = alarm(world, tmp_path)
    with writing(world.engine) as db:
        db.execute(text("ALTER TABLE roles RENAME TO gone"))
    assert looks(world, made, range(0, 90, 10)) == [60]
    assert "the database cannot be read" in post.letters[0].text


def test_the_loop_looks_though_no_role_moves(world: World) -> None:
    looked = threading.Event()
    loop = Loop(world.app, "one", (), turns=QUICK, checkup=looked.set, checkup_every=0.05)
    threading.Timer(1.5, loop.stop.set).start()
    began = time.monotonic()
    assert loop.run() == 0
    assert looked.is_set()
    assert time.monotonic() - began < 10


def test_the_settings_name_the_account() -> None:
    plain = settings(["maria"], "sqlite://").model_dump()
    account = {"host": "127.0.0.1", "tls": "none", "sender": "other@example.net"}
    found = Settings.model_validate({**plain, "alarm": account}).alarm
    assert found is not None
    assert (found.port, found.to) == (465, "")
    assert Settings.model_validate(plain).alarm is None
