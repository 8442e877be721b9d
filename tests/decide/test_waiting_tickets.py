"""Whoever wrote to us has been promised an answer by a day; the day before, coordinators hear of it once more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ilnmail.decide.tickets import ticket
from ilnmail.decide.waiting import tickets_due
from ilnmail.effects import Send
from ilnmail.events import Due, Level, TextReceived
from ilnmail.model import Ticket
from tests.coordinators import desk

AT = desk.AT  # a Wednesday
STATE = desk.STATE


def reminded(found: Ticket, at: datetime) -> list[str]:
    """Who hears of it on that morning."""
    due = Due(at=at, schedule="tickets", period=f"{at.date()}", zone="UTC")
    effects = tickets_due(replace(STATE, tickets=(found,)), due)
    return sorted(one.address for one in effects if isinstance(one, Send))


def words(**values: object) -> Ticket:
    event = TextReceived(
        at=AT,
        message=5,
        message_id="<5@x>",
        sender="amina@example.org",
        person=3,
        level=Level.AUTHENTIC,
        text="Hm",
    )
    return replace(ticket(STATE, event, "m5", "please read", "Amina wrote."), **values)  # type: ignore[arg-type]


def test_it_is_due_when_the_answer_was_promised_for() -> None:
    assert words().due == AT + timedelta(days=STATE.schedules.holds.answer_days)


@pytest.mark.parametrize(("days", "heard"), [(0, 0), (1, 0), (2, 2), (3, 0), (4, 0)])
def test_the_reminder_comes_once_on_the_day_before(days: int, heard: int) -> None:
    assert len(reminded(words(), AT + timedelta(days=days, hours=1))) == heard


def test_one_that_was_held_is_asked_again_when_its_day_has_come() -> None:
    held = words(held_until=AT + timedelta(days=6))
    assert reminded(held, AT + timedelta(days=2, hours=1)) == []
    assert len(reminded(held, AT + timedelta(days=6, hours=1))) == 2


def test_who_has_taken_it_hears_alone() -> None:
    assert reminded(words(taken_by=2), AT + timedelta(days=2, hours=1)) == [desk.TOMAS.address]
