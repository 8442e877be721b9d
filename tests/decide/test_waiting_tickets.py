"""Whoever wrote to us has been promised an answer by a day; the day before, coordinators hear of it once more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ilnmail.decide.tickets import NEW_PARTNER, ticket
from ilnmail.decide.waiting import tickets_due
from ilnmail.effects import Change, Send
from ilnmail.events import Due, Level, TextReceived
from ilnmail.model import Person, Ticket
from tests.coordinators import desk

AT = desk.AT  # a Wednesday
STATE = desk.STATE


def reminded(found: Ticket, at: datetime) -> list[str]:
    """Who hears of it on that morning."""
    due = Due(at=at, schedule="tickets", period=f"{at.date()}", zone="UTC")
    effects = tickets_due(replace(STATE, tickets=(found,), people=()), due)
    return sorted(one.address for one in effects if isinstance(one, Send))


def written(found: Ticket, at: datetime, *people: Person) -> list[tuple[str, str, object]]:
    """What its writer hears on that morning."""
    due = Due(at=at, schedule="tickets", period=f"{at.date()}", zone="UTC")
    effects = tickets_due(replace(STATE, tickets=(found,), people=people, coordinators=()), due)
    return [(e.kind, e.address, e.values["next"]) for e in effects if isinstance(e, Send)]


def test_whoever_has_heard_it_does_not_hear_it_of_the_next_mail() -> None:
    first, second = words(id=7), words(id=8, key="m6", due=AT + timedelta(days=4))
    people = replace(STATE, tickets=(second, first), people=(desk.AMINA,), coordinators=())

    def heard(days: int) -> list[str]:
        at = AT + timedelta(days=days)
        due = Due(at=at, schedule="tickets", period=f"{at.date()}", zone="UTC")
        return [e.cause for e in tickets_due(people, due) if isinstance(e, Send)]

    assert heard(3) == ["Q-7"]
    assert heard(4) == []


def test_the_afternoon_is_the_writers_own() -> None:
    auckland = replace(desk.AMINA, zone="Pacific/Auckland")
    eve = AT + timedelta(days=2) - timedelta(hours=3)
    due = Due(at=eve, schedule="tickets", period=f"{eve.date()}", zone="UTC")
    effects = tickets_due(replace(STATE, tickets=(words(),), people=(auckland,), coordinators=()), due)
    (sent,) = (e for e in effects if isinstance(e, Send))
    assert sent.not_before == datetime(2027, 3, 27, 2, tzinfo=UTC)  # 15:00 there


def test_on_the_promised_day_its_writer_hears_that_it_is_not_forgotten() -> None:
    on_the_day = AT + timedelta(days=STATE.schedules.holds.answer_days)
    monday = date(2027, 3, 29)
    assert written(words(), on_the_day, desk.AMINA) == [("still-waiting", desk.AMINA.address, monday)]
    assert written(words(), on_the_day + timedelta(days=1), desk.AMINA) == []
    assert written(words(), on_the_day) == []  # who has left waits for nothing
    stranger = words(key="stranger:greta@example.net", person=None)
    assert written(stranger, on_the_day) == [("still-waiting", "greta@example.net", monday)]


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


def test_for_whoever_has_left_nobody_is_looked_any_more() -> None:
    wanted = words(kind=NEW_PARTNER, due=None)
    due = Due(at=AT, schedule="tickets", period=f"{AT.date()}", zone="UTC")
    gone = tickets_due(replace(STATE, tickets=(wanted,), people=()), due)
    assert Change("tickets", (wanted.id,), "closed_at", None, AT) in gone
    here = tickets_due(replace(STATE, tickets=(wanted,), people=(desk.AMINA,)), due)
    assert not any(isinstance(e, Change) for e in here)
