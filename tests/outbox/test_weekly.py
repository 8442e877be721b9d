"""The budget of attention: one programme letter a week, by what is more urgent; the others wait, or are dropped."""

from datetime import timedelta

from sqlalchemy import Engine

from tests.outbox.desk import NOW, Server, deliver, queue, states

WEEK = timedelta(days=7)


def test_a_second_one_waits_until_the_week_is_over(engine: Engine) -> None:
    queue(engine, "check-in", person=3)
    deliver(engine, Server(), NOW)
    later = NOW + timedelta(days=2)
    queue(engine, "prompt", person=3, at=later, not_after=later + WEEK)
    assert (deliver(engine, Server(), later), states(engine)) == (0, ["sent", "queued"])
    assert deliver(engine, Server(), NOW + timedelta(days=6)) == 0
    assert (deliver(engine, Server(), NOW + WEEK), states(engine)) == (1, ["sent", "sent"])


def test_one_that_would_be_too_late_by_then_is_dropped(engine: Engine) -> None:
    queue(engine, "check-in", person=3)
    deliver(engine, Server(), NOW)
    later = NOW + timedelta(days=2)
    queue(engine, "prompt", person=3, at=later, not_after=later + timedelta(days=3))
    deliver(engine, Server(), later)
    deliver(engine, Server(), NOW + WEEK)
    assert states(engine) == ["sent", "expired"]


def test_of_two_on_one_morning_one_goes(engine: Engine) -> None:
    queue(engine, "check-in", person=3)
    queue(engine, "prompt", person=3)
    assert (deliver(engine, Server(), NOW), states(engine)) == (1, ["sent", "queued"])


def test_one_with_a_day_in_it_goes_on_that_day_and_the_others_wait_for_it(engine: Engine) -> None:
    queue(engine, "prompt", person=3)
    deliver(engine, Server(), NOW)
    queue(engine, "term-reminder", person=3, at=NOW + timedelta(days=3))
    assert deliver(engine, Server(), NOW + timedelta(days=3)) == 1
    queue(engine, "in-touch", person=3, at=NOW + timedelta(days=8))
    assert deliver(engine, Server(), NOW + timedelta(days=8)) == 0
    assert deliver(engine, Server(), NOW + timedelta(days=10)) == 1


def test_what_somebody_asked_for_and_other_people_are_no_part_of_it(engine: Engine) -> None:
    queue(engine, "prompt", person=3)
    queue(engine, "relay", person=3)
    queue(engine, "prompt", person=4)
    assert deliver(engine, Server(), NOW) == 3
