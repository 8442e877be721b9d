"""What waits: held until a day, and asked about again after two."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ilnmail.decide import decide
from ilnmail.decide.digest import digest_letter
from ilnmail.effects import Change, Keep, Send, Tell
from ilnmail.events import Due, Level, OrderGiven
from ilnmail.model import Ask, Ticket
from ilnmail.understand.orders import read_orders
from tests.coordinators import desk

MORNING = datetime(2027, 3, 24, 6, tzinfo=UTC)


def ticket(hours: int, **values: object) -> Ticket:
    opened = MORNING - timedelta(hours=hours)
    made = replace(desk.TICKET, opened_at=opened, due=opened + timedelta(days=3))
    return replace(made, **values)  # type: ignore[arg-type]


def reminded(*tickets: Ticket) -> list[tuple[int | None, int]]:
    """(reader, how many things) of each reminder of this morning."""
    due = Due(at=MORNING, schedule="tickets", period="2027-03-24")
    effects = decide(replace(desk.STATE, tickets=tickets), due)
    return [(e.person, len(e.values["needs"])) for e in effects if isinstance(e, Send)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("hours", "readers"), [(47, []), (48, [1, 2]), (71, [1, 2]), (72, [])])
def test_words_that_wait_two_days_are_told_once(hours: int, readers: list[int]) -> None:
    assert [reader for reader, _ in reminded(ticket(hours))] == readers


def test_who_has_taken_one_hears_of_it_alone() -> None:
    assert reminded(ticket(50, taken_by=2)) == [(2, 1)]


def test_what_is_held_is_not_told_before_its_day() -> None:
    assert reminded(ticket(50, held_until=MORNING + timedelta(days=2))) == []
    assert len(reminded(ticket(50, held_until=MORNING - timedelta(days=1)))) == 2


def test_what_no_person_wrote_is_not_told() -> None:
    assert reminded(ticket(50, kind="unreachable")) == []


def test_who_is_away_is_left_alone() -> None:
    away = replace(desk.MARIA, away_until=date(2027, 4, 1))
    due = Due(at=MORNING, schedule="tickets", period="2027-03-24")
    known = replace(desk.STATE, tickets=(ticket(50),), coordinators=(away, desk.TOMAS))
    assert [e.person for e in decide(known, due) if isinstance(e, Send)] == [2]


@pytest.mark.parametrize(
    ("digest", "readers"), [("weekly", []), ("daily", []), ("off", [1])], ids=["weekly", "daily", "off"]
)
def test_the_day_before_a_digest_nothing_is_told_twice(digest: str, readers: list[int]) -> None:
    sunday = MORNING + timedelta(days=4)
    due = Due(at=sunday, schedule="tickets", period="2027-03-28")
    opened = sunday - timedelta(hours=50)
    late = replace(desk.TICKET, opened_at=opened, due=opened + timedelta(days=3))
    reader = replace(desk.MARIA, digest=digest)
    effects = decide(replace(desk.STATE, tickets=(late,), coordinators=(reader,)), due)
    assert [e.person for e in effects if isinstance(e, Send)] == readers


def shown(at: datetime, *tickets: Ticket) -> int:
    """How many lines the digest of that moment has."""
    effects = digest_letter(replace(desk.STATE, tickets=tickets), desk.MARIA, at, "x")
    return next(len(e.fact.lines) for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ask))


def test_a_held_line_is_back_in_the_digest_on_its_day_and_not_before() -> None:
    held = ticket(50, held_until=datetime(2027, 3, 26, 6, tzinfo=UTC))
    assert shown(datetime(2027, 3, 25, 8, tzinfo=UTC), held) == 0
    assert shown(datetime(2027, 3, 26, 8, tzinfo=UTC), held) == 1


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1 hold till Friday", date(2027, 3, 26)),
        ("1 hold until 3 May", date(2027, 5, 3)),
        ("1 hold till the 5th", date(2027, 4, 5)),
        ("1 hold", date(2027, 3, 31)),
        ("1 hold, they are on holiday", date(2027, 3, 31)),
        ("hold 1 for two weeks", date(2027, 4, 7)),
    ],
)
def test_hold_says_until_when(text: str, until: date) -> None:
    assert [d for d in held_until(text) if d] == [until]


def test_a_day_gone_by_holds_nothing() -> None:
    assert held_until("1 hold until 2027-03-01") == []


def held_until(text: str) -> list[date]:
    (order,) = read_orders(text, answered="digest")
    event = OrderGiven(
        at=desk.AT, cause="m9", actor="", person=1, level=Level.FRESH, order=order, lines=(("1", "Q-9"),)
    )
    effects = decide(replace(desk.STATE, tickets=(desk.TICKET,)), event)
    assert any(isinstance(e, Tell) for e in effects)
    return [
        e.after.date()
        for e in effects
        if isinstance(e, Change) and e.field == "held_until" and isinstance(e.after, datetime)
    ]


def test_a_colleague_s_name_in_front_is_asked_about() -> None:
    (order,) = read_orders("1 Tomás, can you take this? I am on a train.", answered="digest")
    order = replace(order, verb="reply", text="Tomás, can you take this? I am on a train.", sure=True)
    event = OrderGiven(
        at=desk.AT, cause="m9", actor="", person=1, level=Level.FRESH, order=order, lines=(("1", "Q-9"),)
    )
    known = replace(desk.STATE, tickets=(desk.TICKET,), people=(desk.AMINA,))
    effects = decide(known, event)
    assert [e.words.partition(": ")[0] for e in effects if isinstance(e, Tell)] == ["with YES"]
    assert [e for e in effects if isinstance(e, Send)] == []
