"""Tickets: what only a person can settle, with what happens if nobody does."""

from datetime import datetime, timedelta

from ilnmail.decide.state import State
from ilnmail.events import Mail
from ilnmail.model import Ticket

_DAYS = 7


def ticket(
    state: State,
    event: Mail,
    key: str,
    kind: str,
    words: str,
    default: str = "it stays in the digest",
    due: datetime | None = None,
) -> Ticket:
    """One line of the next digest. While a ticket of that key is open, no second one is opened."""
    return Ticket(
        id=state.ids.ticket,
        key=key,
        kind=kind,
        person=event.person,
        message=event.message,
        words=words,
        default=default,
        due=due or event.at + timedelta(days=_DAYS),
        opened_at=event.at,
    )
