"""The digest of a large round: short enough to be read in two minutes, whatever waits."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from ilnmail.compose import compose
from ilnmail.decide.digest import digest_letter
from ilnmail.decide.state import SetAside, State, Undelivered
from ilnmail.effects import Keep, Send
from ilnmail.letters import read_letters
from ilnmail.model import Answer, Ask, PairingState, Ticket
from tests.compose.samples import HOUSE, TEMPLATES
from tests.coordinators import desk

LETTERS = read_letters(
    {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.md")
    }
)
WORDS = "Priya Nair (P-1043) wrote: I am so sorry that I have been away for these weeks, my father is in " * 3


def ticket(id: int, kind: str = "please read", **values: object) -> Ticket:
    made = Ticket(
        id=id,
        key=f"m{id}",
        kind=kind,
        person=3,
        words=WORDS,
        default="it stays in the digest until one of you has answered it or closed it",
        opened_at=desk.AT - timedelta(days=id),
    )
    return replace(made, **values)  # type: ignore[arg-type]


def large(tickets: int) -> State:
    """860 people, half of whom have found each other."""
    couples = tuple(desk.couple(n, PairingState.RUNNING, desk.AMINA, desk.JONAS) for n in range(20))
    return replace(
        desk.STATE,
        tickets=tuple(ticket(n) for n in range(1, tickets + 1)),
        couples=couples,
        people=(desk.AMINA,),
        answers=tuple(Answer(round=1, topic="maps", person=3, text=WORDS, at=desk.AT) for _ in range(9)),
        set_aside=tuple(SetAside(id=n, reason="a fault", received_at=desk.AT) for n in range(3)),
        numbers={
            "people": (857, None),
            "pairings": (428, None),
            "have begun to write": (391, 377),
            "wrote in the last 14 days": (262, 280),
            "no word yet": (37, 52),
            "waiting": (31, None),
            "figures before": {"people": 859, "pairings": 429, "waiting": 22},
            "relayed": 418,
            "answered": 52,
            "absences": 37,
            "pauses": 3,
            "unreachable": 1,
            "stuck": 2,
            "uncertain": 1,
            "failed": 4,
            "quiet": 37,
            "proposed": 3,
            "proposed default": "those that fit well go out by themselves on 24 March",
            "next": tuple((desk.AT.date() + timedelta(days=n), "topic to 839 people") for n in range(3)),
        },
    )


def text(state: State) -> str:
    order = next(e for e in digest_letter(state, desk.MARIA, desk.AT, "2027-03-22") if isinstance(e, Send))
    message = message_from_bytes(compose(order, LETTERS, HOUSE, desk.AT).content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("tickets", [0, 3, 6, 10, 50])
def test_a_digest_is_under_sixty_lines_and_forty_kilobytes(tickets: int) -> None:
    written = text(large(tickets))
    assert len(written.splitlines()) < 60, written
    assert len(written.encode()) < 40_000


def test_what_does_not_fit_waits_behind_one_word() -> None:
    written = text(large(50))
    assert "44 more: reply MORE." in written
    assert "34 more: reply QUIET" in written


def test_the_numbers_of_the_letter_mean_its_lines_also_those_behind_the_word() -> None:
    asked = next(
        e.fact
        for e in digest_letter(large(50), desk.MARIA, desk.AT, "2027-03-22")
        if isinstance(e, Keep) and isinstance(e.fact, Ask)
    )
    assert asked.lines[0] == ("1", "proposal:")
    assert asked.lines[-1] == ("54", "mail:2")


def test_the_week_before_stands_beside_each_number() -> None:
    written = " ".join(text(large(0)).split())
    assert "people 857 859" in written
    assert "waiting 31 22" in written


def test_a_problem_never_stands_in_the_general_letter() -> None:
    state = replace(desk.STATE, tickets=(ticket(1, "problem"),))
    assert "Nothing. Have a good week." in text(state)


def test_what_somebody_wrote_stands_before_what_a_machine_reported() -> None:
    state = replace(
        desk.STATE,
        tickets=(ticket(1, "unreachable", words="Gone."), ticket(2, words="Amina wrote.", opened_at=AFTER)),
    )
    written = text(state)
    assert written.index("Amina wrote.") < written.index("Gone.")


AFTER: datetime = desk.AT + timedelta(hours=1)


def test_whose_it_is_and_who_is_away_is_said() -> None:
    away = replace(desk.TOMAS, away_until=desk.AT.date() + timedelta(days=9))
    state = replace(
        desk.STATE, tickets=(ticket(1, words="Amina wrote.", taken_by=2),), coordinators=(desk.MARIA, away)
    )
    written = text(state)
    assert "(Tomás Novák has it.)" in written
    assert "Tomás is away until Friday 2 April." in written


def test_a_day_on_which_not_everything_could_go_is_said() -> None:
    spent = replace(desk.STATE, numbers={"day_spent": 450})
    assert "some went a day late, for 450 a day are allowed" in " ".join(text(spent).split())


def test_mail_that_nobody_is_sure_of_is_counted() -> None:
    assert "1 in doubt" in text(large(0))


def test_a_quiet_pair_of_whom_somebody_wrote_names_its_line() -> None:
    pair = desk.couple(7, PairingState.RUNNING, desk.AMINA, desk.JONAS)
    known = replace(desk.STATE, tickets=(ticket(1, person=6), ticket(2)), couples=(pair,))
    sent = digest_letter(known, desk.MARIA, desk.AT, "x")[0]
    assert isinstance(sent, Send)
    assert [one.note for one in sent.values["quiet"]] == ["see 1"]  # type: ignore[attr-defined]


def test_the_example_fits_the_lines_of_the_letter() -> None:
    known = replace(
        desk.STATE,
        tickets=(ticket(1), ticket(2, kind="unreachable"), ticket(3)),
        set_aside=(SetAside(id=4, reason="a fault", received_at=desk.AT),),
        numbers={"proposed": 3},
    )
    sent = digest_letter(known, desk.MARIA, desk.AT, "x")[0]
    assert isinstance(sent, Send)
    assert sent.values["example"] == "1 yes, 2 (your words), 4 close"


def test_the_example_goes_down_the_lines() -> None:
    tickets = (ticket(4, kind="new partner"), ticket(3), ticket(2), ticket(1, kind="new partner"))
    sent = digest_letter(replace(desk.STATE, tickets=tickets), desk.MARIA, desk.AT, "x")[0]
    assert isinstance(sent, Send)
    assert sent.values["example"] == "1 close, 2 (your words), 3 hold"


def test_words_go_to_a_stranger_too() -> None:
    known = replace(desk.STATE, tickets=(ticket(1, person=None, key="stranger:reader@example.com"),))
    sent = digest_letter(known, desk.MARIA, desk.AT, "x")[0]
    assert isinstance(sent, Send)
    assert sent.values["example"] == "1 (your words)"


def test_two_who_are_proposed_to_each_other_are_one_line() -> None:
    asked = [ticket(n, kind="new partner", person=n, pairing=7) for n in (3, 4)]
    sent, opened = digest_letter(replace(desk.STATE, tickets=tuple(asked)), desk.MARIA, desk.AT, "x")[:2]
    assert isinstance(sent, Send)
    assert len(sent.values["needs"]) == 1  # type: ignore[arg-type]
    assert isinstance(opened, Keep)
    assert isinstance(opened.fact, Ask)
    assert opened.fact.lines == (("1", "M-7"),)


def undelivered(id: int, kind: str, reader: str, *, in_doubt: bool = False) -> Undelivered:
    state = "uncertain" if in_doubt else "failed"
    at = {"done_at": desk.AT, "due_at": desk.AT, "not_before": desk.AT}
    return Undelivered(
        id=id, kind=kind, reader=reader, last_reply="554 no", state=state, verdict="refused", **at
    )


def test_letters_of_a_kind_that_ended_alike_are_one_line() -> None:
    lost = (
        undelivered(12, "welcome", "Amina Yusuf"),
        undelivered(13, "introduction", "Jonas Berg", in_doubt=True),
        *(undelivered(n, "welcome", f"Reader {n}") for n in (14, 15, 16)),
    )
    sent = digest_letter(replace(desk.STATE, undelivered=lost), desk.MARIA, desk.AT, "x")
    letter, ask = sent[0], sent[1]
    assert isinstance(letter, Send)
    assert isinstance(ask, Keep)
    assert isinstance(ask.fact, Ask)
    assert [need.words for need in letter.values["needs"]] == [  # type: ignore[attr-defined]
        "The introduction to Jonas Berg may not have arrived: release, or drop?",
        "4 letters (welcome) to Amina Yusuf, Reader 14 and 2 more could not be delivered (554 no): release, or drop?",
    ]
    assert ask.fact.lines == (("1", "letter:13"), ("2", "letter:12.14.15.16"))
    assert letter.values["example"] == "1 release, 2 hold"


@pytest.mark.parametrize(
    ("about", "yours"), [(3, True), (6, False)], ids=["one of the two wrote", "nobody did"]
)
def test_whether_a_quiet_pair_needs_somebody_is_said(about: int, *, yours: bool) -> None:
    pair = desk.couple(7, PairingState.RUNNING, desk.AMINA, desk.JONAS)
    young = replace(pair, pairing=replace(pair.pairing, starts=desk.AT.date() - timedelta(days=9)))
    known = replace(desk.STATE, tickets=(ticket(1, person=about),), couples=(young,))
    sent = digest_letter(known, desk.MARIA, desk.AT, "x")[0]
    assert isinstance(sent, Send)
    assert sent.values["quiet_yours"] == yours


def test_a_role_that_stands_still_is_the_first_thing_the_mail_line_says() -> None:
    numbers = {"stopped": ("sender",), "stuck": 2}
    written = " ".join(text(replace(desk.STATE, numbers=numbers)).split())
    assert "MAIL the sender has stopped: tell whoever runs ilnmail, 2 late." in written
