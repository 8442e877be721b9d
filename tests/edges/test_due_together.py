"""What is due at one moment goes into few transactions, and the fault of one is not the others'."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ilnmail.app import App
from ilnmail.app.due import together
from ilnmail.events import Due
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


def test_the_fault_of_one_is_not_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), AT)
    decided: list[str] = []
    decide = App._decide

    def faulty(app: App, db: Any, event: Any) -> Any:
        if isinstance(event, Due) and event.schedule == "rescue":
            raise RuntimeError("a fault of ours")
        done = decide(app, db, event)
        decided.append(event.schedule if isinstance(event, Due) else "")
        return done

    monkeypatch.setattr(App, "_decide", faulty)
    with pytest.raises(RuntimeError):
        world.app.tick()
    decided.clear()
    with pytest.raises(RuntimeError):
        world.app.tick()
    world.close()
    # It was kept the first time, though it stood in one transaction with the fault.
    assert "silence" not in decided
