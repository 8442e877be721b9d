"""One mailing to more people than a day's limit lets go, in virtual time: the most urgent first, no limit broken, none twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ilnmail import outbox
from ilnmail.database import migrate, open_database, reading
from ilnmail.outbox import PRESETS
from ilnmail.send import Reached
from tests.outbox.desk import NOW, Server, deliver, queue, states

GMAIL = PRESETS["gmail"]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass
class Clerk(Server):
    """Notes when each letter was taken."""

    at: datetime = NOW
    when: list[tuple[datetime, str]] = field(default_factory=list)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        self.when.append((self.at, address))
        return super().send(envelope_from, address, content, reached)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(f"sqlite:///{tmp_path / 'ilnmail.db'}")
    migrate(made)
    yield made
    made.dispose()


def most_within(span: timedelta, moments: list[datetime]) -> int:
    """The largest number of moments in any stretch of that length."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - span:
            first += 1
        most = max(most, last - first + 1)
    return most


def test_a_prompt_to_more_people_than_a_day_allows(engine: Engine, request: pytest.FixtureRequest) -> None:
    readers = 10_000 if request.config.getoption("--kills") > 5 else 600
    for number in range(readers):
        queue(engine, "prompt", f"reader{number}@library{number // 12}.example.org")
    clerk = Clerk()
    answered: dict[str, datetime] = {}
    while True:
        deliver(engine, clerk, clerk.at, rates=GMAIL)
        if (day := (clerk.at - NOW).days) == len(answered):  # somebody writes once a day
            queue(engine, "card", f"stranger{day}@example.net", at=clerk.at)
            answered[f"stranger{day}@example.net"] = clerk.at
        with reading(engine) as db:
            following = outbox.next_attempt_at(db, GMAIL, clerk.at)
        if following is None:
            break
        assert following > clerk.at
        clerk.at = following

    moments = [at for at, _ in clerk.when]
    assert set(states(engine)) == {"sent"}
    assert Counter(clerk.taken).most_common(1)[0][1] == 1
    assert len(clerk.taken) == readers + len(answered)
    assert most_within(MINUTE, moments) == GMAIL.minute
    assert most_within(DAY, moments) == GMAIL.day
    for (
        address,
        written,
    ) in answered.items():  # however many prompts wait, an answer goes with the next letters
        behind = [at for at, to in clerk.when if written < at]
        assert dict((to, at) for at, to in clerk.when)[address] == behind[0]
    assert (moments[-1] - NOW).days == (readers + len(answered) - 1) // GMAIL.day
