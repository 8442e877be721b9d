"""A letter for the day that was kept back until its reader sleeps waits for the next morning."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tests.outbox.desk import Server, deliver, queue, refused, states

AUCKLAND = "Pacific/Auckland"
AFTERNOON = datetime(2027, 1, 20, 16, 50, tzinfo=ZoneInfo(AUCKLAND)).astimezone(UTC)
EVENING = AFTERNOON + timedelta(hours=3)
MORNING = datetime(2027, 1, 21, 9, tzinfo=ZoneInfo(AUCKLAND)).astimezone(UTC)


def test_it_goes_while_it_is_day_there(engine: Engine) -> None:
    queue(engine, "prompt", at=AFTERNOON, zone=AUCKLAND)
    assert deliver(engine, Server(), AFTERNOON) == 1


def test_after_a_refusal_for_now_it_goes_in_the_morning_and_not_at_night(engine: Engine) -> None:
    queue(engine, "prompt", at=AFTERNOON, zone=AUCKLAND)
    server = Server([refused("451 greylisted")])
    deliver(engine, server, AFTERNOON)
    assert (deliver(engine, server, EVENING), states(engine)) == (0, ["deferred"])
    assert (deliver(engine, server, MORNING), states(engine)) == (1, ["sent"])


def test_one_that_would_be_too_late_by_then_goes_now(engine: Engine) -> None:
    queue(engine, "prompt", at=EVENING, zone=AUCKLAND, not_after=EVENING + timedelta(hours=2))
    assert deliver(engine, Server(), EVENING) == 1


def test_one_for_any_hour_goes_at_any_hour(engine: Engine) -> None:
    queue(engine, "prompt", at=EVENING)
    assert deliver(engine, Server(), EVENING) == 1
