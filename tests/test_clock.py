"""Time comes from one place, is aware and in UTC, and a simulation turns it forward only."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ilnmail.clock import VirtualClock, machine_clock

NOON = datetime(2027, 2, 3, 12, 0, tzinfo=UTC)


def test_the_clock_of_the_machine_tells_utc() -> None:
    assert machine_clock().now().tzinfo is UTC


def test_the_clock_of_the_machine_goes_on() -> None:
    clock = machine_clock()
    first = clock.now()
    assert clock.now() >= first


def test_a_virtual_clock_stands_still() -> None:
    clock = VirtualClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)


def test_a_virtual_clock_can_be_turned_by_an_amount() -> None:
    clock = VirtualClock(NOON)
    assert clock.turn(timedelta(hours=36)) == clock.now() == datetime(2027, 2, 5, 0, 0, tzinfo=UTC)


def test_a_virtual_clock_can_be_turned_to_a_moment_of_any_zone_and_tells_utc() -> None:
    clock = VirtualClock(NOON)
    clock.turn_to(datetime(2027, 2, 3, 23, 0, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert clock.now().isoformat() == "2027-02-03T14:00:00+00:00"


def test_a_virtual_clock_starts_in_utc_whatever_zone_it_was_given() -> None:
    assert VirtualClock(datetime(2027, 2, 3, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))).now().tzinfo is UTC


def test_a_virtual_clock_does_not_run_backwards() -> None:
    clock = VirtualClock(NOON)
    with pytest.raises(ValueError, match="time runs forward"):
        clock.turn(timedelta(seconds=-1))
    assert clock.now() == NOON


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        VirtualClock(datetime(2027, 2, 3, 12, 0))  # noqa: DTZ001 - the mistake itself
