"""A small round is simulated and keeps its promises; and each promise is seen where it is broken."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from ilnmail import tables
from ilnmail.cli.simulated import simulate
from ilnmail.database import reading, writing
from ilnmail.model import Person, PersonState, Ticket
from ilnmail.sandbox.delivery import Accepted
from ilnmail.simulate.crowd import crowd
from ilnmail.simulate.promises import Promises, at_the_end
from ilnmail.simulate.run import Report
from tests.outbox.desk import queue

PEOPLE = {one.address: one for one in crowd(3, "seed")}
AMINA = next(iter(PEOPLE))  # in Mombasa, three hours ahead of UTC


def letter(
    subject: str, hour: int, day: int = 8, to: str = AMINA, month: int = 3, words: str = "Hello"
) -> Accepted:
    head = f"From: iln@example.org\r\nTo: {to}\r\nSubject: {subject}\r\nAuto-Submitted: auto-generated\r\n"
    raw = f"{head}\r\n{words}\r\n"
    return Accepted(datetime(2027, month, day, hour, tzinfo=UTC), "iln@example.org", to, raw.encode())


def broken(*letters: Accepted) -> list[str]:
    promises = Promises(PEOPLE)
    for one in letters:
        promises.see(one)
    return [one.promise for one in promises.broken]


def test_letters_by_day_and_once_break_nothing() -> None:
    assert broken(letter("Amina, meet Jonas in Norway", 7), letter("[ILN] Books that travel", 8)) == []


def test_a_letter_at_night_is_seen() -> None:
    assert broken(letter("[ILN] Books that travel", 20)) == ["no letter outside local hours"]


def test_an_introduction_at_night_is_seen() -> None:
    woken = (letter("Amina, meet Jonas in Norway", 2), letter("[ILN] Books that travel", 8))
    assert broken(*woken) == ["no letter outside local hours"]


def test_an_introduction_goes_at_night_when_the_partner_has_written_first() -> None:
    words = letter("Hello", 2)._replace(
        raw=b"From: Jonas via ILN <x@example.org>\r\nSubject: Hello\r\n\r\nHello\r\n"
    )
    assert broken(letter("Amina, meet Jonas in Norway", 2), words) == []


def test_the_same_rung_of_the_ladder_twice_is_seen() -> None:
    twice = (letter("Amina, have you and Jonas said hello?", 8, day) for day in (8, 10))
    assert broken(*twice) == ["ladder never doubled"]


@pytest.mark.parametrize(("other", "seen"), [("Jonas", ["ladder never doubled"]), ("Lucia", [])])
def test_nor_is_the_choice_given_twice_about_one_partner(other: str, seen: list[str]) -> None:
    lines = "  1  Nothing: {} and I are in touch\r\n  3  I would like a new partner"
    both = (
        letter("Amina, what would you like us to do?", 7, day, words=lines.format(name))
        for name, day in (("Jonas", 8), (other, 24))
    )
    assert broken(*both) == seen


def test_a_letter_of_the_calendar_on_a_day_off_is_seen() -> None:
    saturday, madaraka_day = (
        letter("[ILN] Books that travel", 8, day=13),
        letter("[ILN] Books that travel", 8, 1, month=6),
    )
    for one in (saturday, madaraka_day):
        assert broken(one) == ["what the calendar brings comes on a working day"]
    assert broken(letter("Amina, a change: Jonas has left", 8, day=13)) == []


def test_a_second_programme_letter_in_a_week_is_seen() -> None:
    check_in, question = (
        letter("Amina, how is it going with Jonas?", 7, 8),
        letter("[ILN] Books that travel", 7, 11),
    )
    assert broken(check_in, question) == ["one programme letter a week"]
    assert broken(check_in, letter("[ILN] Books that travel", 7, 15)) == []
    assert (
        broken(check_in, letter("Amina, have you and Jonas said hello?", 7, 11)) == []
    )  # its day is its point


def test_a_letter_after_leaving_is_seen() -> None:
    gone = letter("Amina, you have left", 8)
    promises = Promises(PEOPLE)
    promises.left[AMINA] = gone.received
    promises.see(letter("[ILN] Books that travel", 9))
    assert [one.promise for one in promises.broken] == ["nothing to anyone who left"]


@pytest.fixture(scope="module")
def played() -> Report:
    return simulate(14, 1, "seed", chaos=True)


def test_a_small_round_with_chaos_keeps_its_promises(played: Report) -> None:
    assert [str(one) for one in played.broken] == []
    assert played.figures["pairings"] >= 4
    assert played.mails > 60
    assert played.figures["set_aside"] == played.figures["faults"] == 0
    assert played.figures["decisions_a_week_most"] > 0
    term = [figures for _, figures in played.weeks]
    assert max(figures["in touch"] for figures in term) >= 3
    assert all(figures["in touch"] + figures["no word yet"] <= figures["running"] for figures in term)


def test_a_crowd_is_the_same_each_time_and_everybody_has_an_address_of_their_own() -> None:
    people = crowd(500, "seed", chaos=True)
    assert people == crowd(500, "seed", chaos=True)
    assert len({one.address for one in people}) == 500
    assert len({one.country for one in people}) > 60


@pytest.mark.parametrize(
    ("closed", "told", "kept"),
    [
        (None, None, False),
        (8, None, True),
        (12, None, False),
        (None, 8, True),
        (None, 12, False),
    ],
)
def test_an_answer_that_was_promised_and_does_not_come_is_seen(
    engine: Engine, closed: int | None, told: int | None, kept: bool
) -> None:
    may = {day: datetime(2027, 5, day, 15, tzinfo=UTC) for day in (3, 8, 12, 20)}
    amina = Person(id=1, address=AMINA, name="Amina", state=PersonState.ACTIVE)
    asked = Ticket(
        id=1,
        key="m1",
        kind="please read",
        person=1,
        opened_at=may[3],
        due=may[8],
        closed_at=may[closed] if closed else None,
    )
    with writing(engine) as db:
        for fact in (amina, asked):
            db.execute(tables.TABLE_OF[type(fact)].insert().values(**fact.__dict__))
    if told:
        queue(engine, "still-waiting", AMINA, person=1, at=may[told])
        with writing(engine) as db:
            db.execute(tables.outbox.update().values(state="sent", done_at=may[told]))
    with reading(engine) as db:
        found = [one.promise for one in at_the_end(db, may[20])]
    assert found == ([] if kept else ["who is promised an answer by a day hears by then"])


def test_a_fault_of_ours_is_seen(engine: Engine) -> None:
    at = datetime(2027, 4, 5, 6, tzinfo=UTC)
    fault = {"schedule": "rescue", "period": "2027-04-05", "zone": "", "about": 0, "round": None}
    with writing(engine) as db:
        db.execute(
            tables.faults.insert().values(**fault, words="StaleError", times=22, first_at=at, tried_at=at)
        )
    with reading(engine) as db:
        assert [one.promise for one in at_the_end(db, at)] == ["no fault of ours"]
