"""People from a spreadsheet: each is asked by a letter of their own, and nobody is enrolled by somebody else's list."""

from dataclasses import replace
from datetime import datetime, timedelta

from ilnmail.decide.calendar import SUNDAY, daytime, today
from ilnmail.decide.cards import card_lines
from ilnmail.decide.joining import closes_on, taking_applications
from ilnmail.decide.sending import plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.model import Address, Person, PersonState


def invited(state: State, person: Person, at: datetime) -> tuple[Effect, ...]:
    """Kept as an application until YES, or until it is deleted; asked once, by day, and never reminded."""
    person = replace(person, state=PersonState.APPLYING, applied_at=at)
    lines, taking = card_lines(person, person.locale), taking_applications(state)
    sent = plain_letter(
        "invited",
        "list",
        person,
        card=lines,
        starts=taking and taking.starts,
        closes=taking and closes_on(state, taking),
        delete_on=today(at, person.zone) + timedelta(days=state.schedules.joining.delete),
    )
    by_day = replace(sent, not_before=daytime(at, person.zone, last_day=SUNDAY), zone=person.zone)
    asked = question(state, at, by_day, kind="card", lines=lines)
    return (Keep(person), Keep(Address(address=person.address, person=person.id)), *asked)
