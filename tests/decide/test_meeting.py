"""Times for a first call: inside everybody's working day where there is such an hour, and never at night."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from ilnmail.decide.meeting_times import in_office_hours, meeting_times
from ilnmail.model import Person

MONDAY = datetime(2027, 3, 22, 10, tzinfo=UTC)


def person(zone: str, country: str, **values: object) -> Person:
    known = {"id": 1, "address": "a@example.org", "name": "A", "zone": zone, "country": country}
    return Person(**{**known, **values})  # type: ignore[arg-type]


def on_the_clock(at: datetime, one: Person) -> datetime:
    return at.astimezone(ZoneInfo(one.zone))


def test_neighbours_on_the_clock_meet_in_office_hours_on_three_days() -> None:
    two = (person("Africa/Nairobi", "KE"), person("Europe/Oslo", "NO"))
    found = meeting_times(two, MONDAY)
    assert all(in_office_hours(at, two) for at in found)
    assert len({at.date() for at in found}) == 3
    # Good Friday and Easter Monday are no working days in either country, and Maundy Thursday in Norway.
    assert [at.date() for at in found] == [date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Pacific/Auckland", "NZ"), person("America/Sao_Paulo", "BR")),
        (person("Pacific/Auckland", "NZ"), person("Europe/London", "GB")),
        (person("America/Los_Angeles", "US"), person("Asia/Kolkata", "IN")),
        (person("Pacific/Kiritimati", "KI"), person("Pacific/Honolulu", "US")),
    ],
)
def test_even_across_the_earth_nobody_is_called_at_night(one: Person, other: Person) -> None:
    found = meeting_times((one, other), MONDAY)
    assert len(found) == 3
    for at in found:
        for who in (one, other):
            assert time(7) <= on_the_clock(at, who).time() <= time(20, 30)


def test_a_working_week_is_that_of_the_country() -> None:
    """In Egypt Friday is free and Sunday is not; in Germany it is the other way round."""
    two = (person("Africa/Cairo", "EG"), person("Europe/Berlin", "DE"))
    days = {at.weekday() for at in meeting_times(two, datetime(2027, 2, 1, tzinfo=UTC))}
    assert days <= {0, 1, 2, 3}


def test_daylight_saving_between_now_and_then_is_reckoned_with() -> None:
    """Oslo goes forward on 28 March 2027: the same office hour is an hour earlier in UTC."""
    two = (person("Europe/Oslo", "NO"), person("Africa/Nairobi", "KE"))
    before = meeting_times(two, datetime(2027, 3, 1, tzinfo=UTC))
    after = meeting_times(two, datetime(2027, 4, 1, tzinfo=UTC))
    assert on_the_clock(before[0], two[0]).time() == time(9)
    assert on_the_clock(after[0], two[0]).time() == time(9)
    assert before[0].hour - after[0].hour == 1


def test_nobody_is_called_while_away() -> None:
    away = person("Europe/Oslo", "NO", away_until=date(2027, 4, 12))
    found = meeting_times((away, person("Africa/Nairobi", "KE")), MONDAY)
    assert min(at.date() for at in found) >= date(2027, 4, 12)
