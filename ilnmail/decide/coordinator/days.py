"""Until when: a day as coordinators write it, also "Friday", "tomorrow", "until the 5th", "for two weeks"."""

from datetime import date

from ilnmail.understand.ends import read_day


def day_meant(text: str, today: date) -> date | None:
    """The day that a text names or counts to; None where it names none."""
    return read_day(text, today)
