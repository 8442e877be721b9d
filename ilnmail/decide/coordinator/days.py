"""Until when: a day as coordinators write it, also "Friday", "tomorrow", "the 5th"."""

from datetime import date

from ilnmail.understand.dates import read_until
from ilnmail.understand.ends import read_when


def day_meant(text: str, today: date) -> date | None:
    """The day that a text names or counts to; None where it names none."""
    if found := read_until(text, today, "en"):
        return found
    said = read_when(text, today, "en") if text.strip() else ""
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None  # a number of weeks, or nothing
