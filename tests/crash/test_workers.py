"""Two, three and four workers on one PostgreSQL, with two connections each, killed at odd moments: every letter is sent once, or said to be uncertain."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from ilnmail import tables
from ilnmail.database import migrate, open_database, reading
from tests.crash.smtp import Ears, listening
from tests.crash.workers_child import NOW, work
from tests.outbox.desk import Server, deliver, queue
from tests.servers.postgres import Postgres

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.workers_child"])


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    yield postgres.create("workers")
    postgres.drop("workers")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_database(url)
    migrate(made)
    yield made
    made.dispose()


def worker(url: str, ears: Ears, number: int) -> Any:
    child = FORKS.Process(target=work, args=(url, ears.port, f"worker {number}"))
    child.start()
    return child


def kill_at_odd_moments(url: str, ears: Ears, workers: int, kills: int) -> None:
    """Somebody dies every so often, and another one takes the place."""
    alive = [worker(url, ears, number) for number in range(workers)]
    for number in range(kills):
        time.sleep(0.05 + number * 37 % 11 / 30)
        victim = number * 7 % 5 % workers
        alive[victim].kill()
        alive[victim].join()
        alive[victim] = worker(url, ears, workers + number)
    for child in alive:
        child.join(120)


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_every_letter_is_sent_once_or_uncertain(
    url: str, engine: Engine, workers: int, request: pytest.FixtureRequest
) -> None:
    letters, kills = (10_000, 20) if request.config.getoption("--kills") > 5 else (300, 4)
    for number in range(letters):
        queue(engine, "prompt", f"reader{number}@example.org", at=NOW)
    with listening() as ears:
        kill_at_odd_moments(url, ears, workers, kills)
    late = Server()
    deliver(engine, late, NOW + timedelta(minutes=21), most=letters)

    with reading(engine) as db:
        rows = list(db.execute(select(tables.outbox)))
    times = Counter(ears.taken)
    again = {row.address for row in rows} & set(late.taken)
    assert len(rows) == letters
    assert {row.state for row in rows} <= {"sent", "uncertain"}
    assert max(times.values()) == 1
    assert not [row for row in rows if row.address in again and times[row.message_id]]
    assert not [
        row for row in rows if row.state == "sent" and not times[row.message_id] and row.address not in again
    ]
