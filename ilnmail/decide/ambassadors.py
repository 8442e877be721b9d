"""Ambassadors: once a month their country in numbers, without names, and a text to forward to colleagues."""

from collections.abc import Mapping
from datetime import date

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import daytime, today
from ilnmail.decide.joining import closes_on, taking_applications
from ilnmail.decide.sending import plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.events import Due
from ilnmail.model import Mailings, Person, PersonState

SMALL = 5
"""Fewer than that are not told: in a small country a number is a person."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def ambassadors_due(state: State, event: Due) -> tuple[Effect, ...]:
    """A batch of them; who wants no mail, or has left, gets none."""
    told = tuple(
        _note(state, event, one)
        for one in state.people
        if one.ambassador and one.state is PersonState.ACTIVE and one.mailings is not Mailings.NONE
    )
    return (*told, advance(event))


def _note(state: State, event: Due, reader: Person) -> Send:
    day, taking = today(event.at, reader.zone), taking_applications(state)
    found = state.numbers.get(reader.ambassador)
    sent = plain_letter(
        "country-note",
        f"{reader.ambassador}.{day:%Y-%m}",
        reader,
        country=reader.ambassador,
        month=f"{_MONTHS[day.month - 1]} {day.year}",
        figures=shown(found if isinstance(found, Mapping) else {}),
        countries=state.numbers.get("countries") or 0,
        starts=taking and taking.starts,
        closes=taking and closes_on(state, taking),
    )
    return Send(**{**sent.__dict__, "not_before": daytime(event.at, reader.zone), "zone": reader.zone})


def shown(figures: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Each number as it may be told."""
    return tuple((label, _told(count)) for label, count in figures.items())


def _told(count: int) -> str:
    return "nobody" if count == 0 else f"fewer than {SMALL}" if count < SMALL else str(count)


def first_monday(day: date) -> bool:
    """The day of the month on which the notes are written."""
    return day.weekday() == 0 and day.day <= 7
