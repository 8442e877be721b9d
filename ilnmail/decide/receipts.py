"""The one receipt: what was changed, from when, and how to take it back."""

from datetime import date, timedelta

from babel.dates import format_date

from ilnmail.decide.calendar import today
from ilnmail.decide.sending import answer
from ilnmail.decide.state import State
from ilnmail.effects import Send
from ilnmail.events import Mail
from ilnmail.model import Person


def receipt(
    state: State,
    event: Mail,
    to: Person,
    change: str,
    *,
    until: date | None = None,
    lines: tuple[tuple[str, str], ...] = (),
    partners: tuple[str, ...] = (),
    not_passed: tuple[str, ...] = (),
    undo: bool = True,
) -> Send:
    """`change` is one of the words the letter knows; `undo` is False where there is nothing to take back."""
    day = today(event.at, to.zone)
    return answer(
        event,
        "receipt",
        to,
        change=change,
        since=day,
        until=until,
        lines=lines,
        partners=partners,
        not_passed=not_passed,
        undo=day + timedelta(days=state.schedules.holds.undo_days) if undo else None,
        language=to.locale,
    )


def on(day: date, reader: Person) -> str:
    """A day spelled out: Monday 1 March 2027."""
    pattern = "EEEE d MMMM y" if reader.locale == "en" else "full"
    return format_date(day, pattern, locale=reader.locale)
