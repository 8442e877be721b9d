"""What is due at one moment goes into few transactions, and the fault of one is not the others'."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from ilnmail import app as app_module
from ilnmail import record, tables
from ilnmail.app import App
from ilnmail.app.due import together
from ilnmail.compose import compose
from ilnmail.database import reading
from ilnmail.effects import Send
from ilnmail.events import Due, LetterRefused
from ilnmail.load.facts import urgent
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 6, tzinfo=UTC)


def due(schedule: str, people: int = 0) -> Due:
    return Due(at=AT, schedule=schedule, period="2027-01-20", people=tuple(range(people)))


def test_what_finds_nobody_is_one_transaction() -> None:
    events = (due("pauses"), due("cards"), due("silence", 3))
    assert tuple(together(events)) == (events,)


def test_fifty_people_are_the_most_and_a_match_run_stands_alone() -> None:
    silence, cards, match, places = due("silence", 50), due("cards", 1), due("match"), due("places")
    assert tuple(together((silence, cards, match, places))) == ((silence,), (cards,), (match,), (places,))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), AT)
    yield made
    made.close()


def known(world: World) -> list[Any]:
    with reading(world.engine) as db:
        return list(db.execute(select(tables.faults).order_by(tables.faults.c.schedule)))


def test_the_fault_of_one_is_not_the_others_and_is_told_and_tried_again_every_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[str] = []
    tried: list[datetime] = []
    decide = App._decide

    def faulty(app: App, db: Any, event: Any) -> Any:
        if isinstance(event, Due) and event.schedule == "rescue":
            tried.append(event.at)
            raise RuntimeError("a fault of ours that names Amina")
        done = decide(app, db, event)
        decided.append(event.schedule if isinstance(event, Due) else "")
        return done

    with monkeypatch.context() as broken:
        broken.setattr(App, "_decide", faulty)
        world.app.tick()
        assert "silence" in decided
        assert len(tried) == 2  # with the others, and alone
        decided.clear()
        world.app.tick()
        assert (decided, len(tried)) == ([], 2)
        world.clock.turn_to(AT + timedelta(hours=1))
        world.app.tick()
        assert len(tried) == 3

    [row] = known(world)
    assert (row.schedule, row.times, row.first_at, row.tried_at) == ("rescue", 2, AT, world.clock.now())
    assert row.words.startswith("RuntimeError at app/")
    with reading(world.engine) as db:
        [told] = [line for line in urgent(db, world.clock.now()) if line.startswith("rescue")]
    assert "RuntimeError" in told
    assert "Amina" not in told

    world.clock.turn_to(AT + timedelta(hours=2))
    world.app.tick()
    assert known(world) == []


def test_a_letter_that_cannot_be_written_stops_no_other_and_goes_when_it_can(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("amina", "jonas", "lucia")
    for name in names:
        world.receive(application(name))
    world.turn_to(AT + timedelta(hours=1))

    def broken_for_jonas(order: Send, *given: Any) -> Any:
        if order.address.startswith("jonas"):
            raise KeyError(order.address)
        return compose(order, *given)

    with monkeypatch.context() as broken:
        broken.setattr(record, "compose", broken_for_jonas)
        for _ in range(24 * 8):
            world.clock.turn_to(world.clock.now() + timedelta(hours=1))
            world.app.turn()
            if known(world):
                break
        assert [row.schedule for row in known(world)] == ["cards"]

    assert reminded(world) == ["amina@example.org", "lucia@example.org"]
    with reading(world.engine) as db:
        run = tables.runs.c
        of_that_day = (run.schedule == "cards", run.period == known(world)[0].period)
        assert db.execute(select(run.finished_at).where(*of_that_day)).scalar_one() is not None

    world.clock.turn_to(world.clock.now() + timedelta(hours=1))
    world.app.turn()
    assert known(world) == []
    assert reminded(world) == [f"{name}@example.org" for name in names]


def reminded(world: World) -> list[str]:
    """Who gets a letter besides the first answer."""
    out = tables.outbox.c
    with reading(world.engine) as db:
        rows = db.execute(select(out.address).where(out.kind != "card", out.address != "maria@example.org"))
        return sorted(rows.scalars())


def test_what_the_database_has_is_nobodys_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(app: App, db: Any, event: Any) -> Any:
        raise OperationalError("UPDATE", {}, sqlite_error(13))

    monkeypatch.setattr(App, "_decide", failing)
    with pytest.raises(OperationalError):
        world.app.tick()
    assert known(world) == []


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = code
    return error


def test_a_refused_letter_that_cannot_be_decided_does_not_stop_the_calendar(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[str] = []
    decide, letter = App._decide, refused_letter()

    def faulty(app: App, db: Any, event: Any) -> Any:
        if isinstance(event, LetterRefused):
            raise RuntimeError
        decided.append(event.schedule)
        return decide(app, db, event)

    monkeypatch.setattr(App, "_decide", faulty)
    monkeypatch.setattr(app_module, "refused", lambda db, at: (letter,))
    world.app.tick()

    assert "silence" in decided
    assert [(row.schedule, row.period) for row in known(world)] == [("refused letter", "7")]


def refused_letter() -> LetterRefused:
    return LetterRefused(
        at=AT, row=7, person=None, address="amina@example.org", kind="hard", letter="card:m1"
    )


def application(name: str) -> bytes:
    head = f"From: {name}@example.org\r\nTo: iln@example.org\r\nSubject: Hello\r\nMessage-ID: <{name}@example.org>"
    words = f"I am {name.title()} Berg, a librarian in Oslo, Norway. I write English and Norwegian."
    return f"{head}\r\nDate: Wed, 20 Jan 2027 06:00:00 +0000\r\n\r\n{words}\r\n".encode()
