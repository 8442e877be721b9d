"""Whose Sunday is when, whose Friday; and clocks that skip an hour, or have it twice, on both halves of the Earth."""

from datetime import UTC, date, datetime, time

import pytest

from ilnmail.decide.calendar import moment, today, working_time, works


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("KE", date(2027, 2, 27), False),  # Saturday
        ("EG", date(2027, 2, 26), False),  # Friday
        ("EG", date(2027, 2, 28), True),  # Sunday
        ("IL", date(2027, 2, 28), True),
        ("IR", date(2027, 2, 26), False),
        ("NP", date(2027, 2, 27), False),  # Saturday alone is free there
        ("NP", date(2027, 2, 28), False),
        ("NO", date(2027, 5, 17), False),  # constitution day
        ("US", date(2027, 7, 5), False),  # the Fourth is a Sunday
        ("BR", date(2027, 9, 7), False),
        ("GB", date(2027, 12, 27), False),
        ("", date(2027, 12, 25), False),
        ("ZZ", date(2027, 3, 1), True),  # nobody knows it: Monday to Friday
        ("KE", date(2027, 3, 1), True),
    ],
)
def test_working_days(country: str, day: date, expected: bool) -> None:
    assert works(day, country) is expected


def test_a_letter_of_good_friday_waits_until_after_easter() -> None:
    good_friday = datetime(2027, 3, 26, 10, tzinfo=UTC)
    assert working_time(good_friday, "Europe/Oslo", "NO") == datetime(2027, 3, 30, 7, tzinfo=UTC)


def test_two_countries_share_a_day_on_which_both_work() -> None:
    """Friday is free in Egypt, Saturday in both, Sunday in Kenya."""
    thursday_evening = datetime(2027, 2, 25, 20, tzinfo=UTC)
    days = {
        today(working_time(thursday_evening, zone, "EG", "KE"), zone)
        for zone in ("Africa/Cairo", "Africa/Nairobi")
    }
    assert days == {date(2027, 3, 1)}


def test_in_the_hours_of_a_working_day_nothing_waits() -> None:
    noon = datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert working_time(noon, "Africa/Nairobi", "KE") == noon


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        # skipped: it moves forward
        ("Europe/Oslo", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("America/Santiago", date(2027, 9, 5), time(0, 30), datetime(2027, 9, 5, 4, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
        # repeated: the first counts
        ("Europe/Oslo", date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("Pacific/Auckland", date(2027, 4, 4), time(2, 30), datetime(2027, 4, 3, 13, 30, tzinfo=UTC)),
        # nine o'clock stays nine o'clock the day after
        ("Europe/Oslo", date(2027, 3, 29), time(9), datetime(2027, 3, 29, 7, tzinfo=UTC)),
        ("Pacific/Auckland", date(2027, 4, 5), time(9), datetime(2027, 4, 4, 21, tzinfo=UTC)),
    ],
)
def test_daylight_saving(zone: str, day: date, at: time, utc: datetime) -> None:
    assert moment(day, at, zone) == utc
