"""What one mail costs the database, counted in statements and in steps: no more with more people in the programme."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from benchmarks.intake import NOW, fill, mail
from ilnmail import database
from tests.servers.postgres import Postgres
from tests.stories.test_stories import settings
from tests.world import World

MOST_STATEMENTS = 40
MOST_TRIPS = 16  # of a mail that comes alone: half are taking it up, and the turn to decide
STEPS = 10  # of SQLite's machine, between two looks


@dataclass
class Cost:
    """Of the last of three letters to a partner, from its arrival in the folder to the words queued for the partner."""

    statements: int = 0
    steps: int = 0


def cost(pairs: int, folder: Path) -> Cost:
    world = World(settings(["maria"], f"sqlite:///{folder / f'{pairs}.db'}"), NOW)
    fill(world.engine, pairs)
    counted = Cost()

    def step() -> int:
        counted.steps += STEPS
        return 0

    def listen(statement: str) -> None:
        counted.statements += 1

    def count(connection: object, _: object) -> None:
        connection.set_trace_callback(listen)  # type: ignore[attr-defined]
        connection.set_progress_handler(step, STEPS)  # type: ignore[attr-defined]

    world.engine.dispose()
    event.listen(world.engine, "connect", count)
    for number in range(3):
        world.receive(mail(number))
        world.app.fetch()
        counted.statements = counted.steps = 0
        assert world.app.work() == 1
    world.close()
    return counted


def test_and_it_goes_to_a_server_a_few_times_only(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not wait for an answer goes with what does."""
    trips = 0

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any) -> Any:
            nonlocal trips
            trips += 1
            return act(*given)

        return counting

    world = World(settings(["maria"], postgres.create("cost_of_a_mail")), NOW)
    fill(world.engine, 5)
    world.receive(mail(0))
    world.app.fetch()
    event.listen(world.engine, "before_cursor_execute", counted(lambda *_: None))
    monkeypatch.setattr(database, "_carried", counted(database._carried))
    monkeypatch.setattr(psycopg.Connection, "pipeline", counted(psycopg.Connection.pipeline))
    assert world.app.work() == 1
    world.close()
    postgres.drop("cost_of_a_mail")
    assert 8 <= trips <= MOST_TRIPS


def test_a_mail_costs_the_database_no_more_with_more_people(tmp_path: Path) -> None:
    few, many = cost(5, tmp_path), cost(500, tmp_path)

    assert few.statements <= MOST_STATEMENTS
    assert many.statements == few.statements
    assert many.steps == pytest.approx(few.steps, rel=0.2)
