"""One message with all that is known about it: what every question of `interpret` is asked of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ilnmail.understand.context import Context
from ilnmail.understand.reading import Reading


@dataclass(frozen=True)
class Case:
    """One message with all that is known about it."""

    reading: Reading
    context: Context
    at: datetime
    mail: dict[str, Any]  # what every event made from it carries
    today: date


def language(case: Case) -> str:
    """What the mail is written in; where it is too short to say, the language of our letters to its sender."""
    sender = case.context.sender
    return case.reading.locale or (sender.locale if sender else "en")


def not_theirs(case: Case) -> bool:
    owner, sender = case.context.owner, case.context.sender
    return owner is None or sender is None or owner.id != sender.id
