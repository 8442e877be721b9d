"""Days in orders: the first one named, whatever else is said."""

from datetime import date

import pytest

from ilnmail.understand.ends import read_day

TODAY = date(2027, 1, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027A 2027-03-15", date(2027, 3, 15)),
        ("P-12 until Friday", date(2027, 1, 22)),
        ("until the 5th", date(2027, 2, 5)),
        ("for two weeks", date(2027, 2, 3)),
        ("Monday 1 March 2027", date(2027, 3, 1)),
        ("the second of May, please", date(2027, 5, 2)),
        ("close 2020-01-01", date(2020, 1, 1)),
        ("until 3/4", None),  # of March or of April
        ("find Berg", None),
    ],
)
def test_the_first_day_that_an_order_names(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day
