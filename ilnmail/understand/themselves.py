"""What somebody who is with us says of themselves outside an open card: beside an answer, or in a mail of its own."""

import re

from ilnmail.events import CardAnswered, Event
from ilnmail.model import PersonState
from ilnmail.understand.application.changes import read_changes
from ilnmail.understand.application.details import new_address
from ilnmail.understand.case import Case


def of_themselves(case: Case) -> Event | None:
    """ "CHANGE", and what is to be changed below it or behind it."""
    told = "\n".join(re.split(r"[\n:：]", case.reading.text.strip(), maxsplit=1)[1:])
    changes = read_changes(told, (), (), (), case.reading.sender).values if told else {}
    return _card_changed(case, changes) if changes else None


def another_address(case: Case) -> Event | None:
    """ "My new address is ...", whatever it answers."""
    sender, address = case.context.sender, new_address(case.reading.text, case.reading.sender)
    if sender is None or sender.state not in (PersonState.ACTIVE, PersonState.PAUSED) or not address:
        return None
    return _card_changed(case, {"address": address})


def _card_changed(case: Case, changes: dict[str, object]) -> Event:
    """Nothing that is open is answered by it."""
    mail = {**case.mail, "letter": ""}
    return CardAnswered(**mail, ask=0, yes=False, changes=tuple(changes.items()), text=case.reading.text)


def told_beside(text: str, case: Case) -> tuple[tuple[str, object], ...]:
    """Changes of the card in the words behind an answer. An address is changed by a mail of its own."""
    assert case.context.ask is not None
    found = read_changes(text, case.reading.lines, case.context.ask.lines, (), case.reading.sender).values
    return tuple((field, value) for field, value in found.items() if field != "address")
