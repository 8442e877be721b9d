"""Nobody is woken: what a machine's mail leads to waits for the reader's morning, what they asked for does not."""

from dataclasses import replace
from datetime import UTC, datetime
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
