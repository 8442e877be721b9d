"""Nobody is woken: what a machine's mail leads to waits for the reader's morning, what they asked for does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ilnmail.decide import decide
from ilnmail.decide.daytime import in_daytime
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.events import CommandGiven, Due, LetterBounced, LetterRefused, Level
from ilnmail.model import Address
from tests.coordinators.desk import AMINA, STATE

NAIROBI = "Africa/Nairobi"
NIGHT = datetime(2027, 3, 24, 22, tzinfo=UTC)  # one in the morning there
MORNING = datetime(2027, 3, 25, 9, tzinfo=ZoneInfo(NAIROBI))
READER = replace(AMINA, zone=NAIROBI)
MAIL = {"at": NIGHT, "message": 7, "message_id": "<7@example.org>", "person": READER.id}


def known(**of_address: object) -> State:
    address = Address(address=READER.address, person=READER.id, **of_address)  # type: ignore[arg-type]
    return replace(STATE, person=READER, people=(READER,), addresses=(address,))


def moments(effects: tuple[Effect, ...], kind: str) -> list[datetime | None]:
    return [e.not_before for e in effects if isinstance(e, Send) and e.kind == kind]


def test_the_probe_after_a_report_at_night_waits_for_the_morning() -> None:
    report = LetterBounced(sender="x@example.org", address=READER.address, kind="hard", **MAIL)  # type: ignore[arg-type]
    effects = decide(replace(known(bounce_score=2.0), people=()), report)
    assert moments(effects, "address-check") == [MORNING]


def test_so_does_the_probe_after_a_refusal() -> None:
    refusal = LetterRefused(
        at=NIGHT, row=1, person=READER.id, address=READER.address, kind="hard", letter="prompt:1"
    )
    assert moments(decide(known(bounce_score=2.0), refusal), "address-check") == [MORNING]


def test_so_does_the_next_try_a_week_after_a_suspension() -> None:
    week_ago = datetime(2027, 3, 17, 21, tzinfo=UTC)
    tick = Due(at=NIGHT, schedule="addresses", period="2027-03-24", people=(READER.id,))
    effects = decide(known(bounce_score=4.0, bounced_at=week_ago, suspended_at=week_ago), tick)
    assert moments(effects, "address-check") == [MORNING]


def test_the_answer_to_what_somebody_has_just_written_goes_at_once() -> None:
    asked = CommandGiven(sender=READER.address, level=Level.AUTHENTIC, command="STATUS", **MAIL)  # type: ignore[arg-type]
    at_once = [e.not_before for e in decide(known(), asked) if isinstance(e, Send)]
    assert at_once == [None]


def test_a_moment_gone_by_is_no_reason_to_write_at_night() -> None:
    noon = datetime(2027, 3, 24, 12, tzinfo=ZoneInfo(NAIROBI))
    sent = Send(kind="no-answer", cause="M-7", person=READER.id, address=READER.address, not_before=noon)
    (kept,) = in_daytime(known(), Due(at=NIGHT, schedule="silence", period="2027-03-24"), (sent,))
    assert isinstance(kept, Send)
    assert (kept.not_before, kept.zone) == (MORNING, NAIROBI)


def test_the_month_s_question_waits_for_the_end_of_long_holidays_and_is_not_too_late_by_then() -> None:
    bishkek = replace(READER, zone="Asia/Bishkek", country="KG")  # closed from 1 to 9 May 2027
    labour_day = datetime(2027, 5, 1, 9, tzinfo=ZoneInfo(bishkek.zone))
    sent = Send(
        kind="prompt",
        cause="2027A.maps",
        person=bishkek.id,
        address=bishkek.address,
        not_before=labour_day,
        not_after=labour_day + timedelta(days=7),
    )
    due = Due(at=labour_day, schedule="prompt", period="2027A.2027-05-01")
    (kept,) = in_daytime(replace(known(), person=None, people=(bishkek,)), due, (sent,))
    assert isinstance(kept, Send)
    assert kept.not_before == labour_day + timedelta(days=9)
    assert kept.not_after is not None and kept.not_after > kept.not_before
