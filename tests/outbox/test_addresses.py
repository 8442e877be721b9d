"""Letters that come back: a score by day, one probe, a suspension that ends by itself or by a word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ilnmail.decide import decide
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import AwayNoted, Complained, Due, LetterBounced, LetterRefused, TextReceived
from ilnmail.model import Address, Letter, Ticket
from tests.coordinators.desk import AMINA, AT, RUNNING, STATE

DAY = timedelta(days=1)
MAIL = {"message": 7, "message_id": "<7@example.org>", "sender": "mailer-daemon@example.org", "person": 3}


def letter(kind: str) -> Letter:
    return Letter(
        key=f"{kind}:m1:P-3", kind=kind, person=3, address=AMINA.address, state="sent", message_id="<a@example.org>",
        pairing=7, message=1, created_at=AT,
    )  # fmt: skip


def known(kind: str = "prompt", **of_address: object) -> State:
    address = Address(address=AMINA.address, person=3, **of_address)  # type: ignore[arg-type]
    return replace(
        STATE, person=AMINA, couple=RUNNING, addresses=(address,), letter=letter(kind), people=(AMINA,)
    )


def bounce(kind: str = "hard", at: datetime = AT) -> LetterBounced:
    return LetterBounced(at=at, address=AMINA.address, kind=kind, diagnostic="550 no", **MAIL)  # type: ignore[arg-type]


def set_to(effects: Iterable[Effect]) -> dict[str, object]:
    return {e.field: e.after for e in effects if isinstance(e, Change) and e.table == "addresses"}


def sent(effects: Iterable[Effect]) -> list[str]:
    return [e.kind for e in effects if isinstance(e, Send)]


@pytest.mark.parametrize(("kind", "score"), [("hard", 2.0), ("soft", 0.5)])
def test_a_letter_that_came_back_counts_by_its_kind(kind: str, score: float) -> None:
    assert set_to(decide(known(), bounce(kind)))["bounce_score"] == score


@pytest.mark.parametrize("kind", ["policy", "unknown"])
def test_what_is_not_the_addresss_fault_counts_nothing(kind: str) -> None:
    assert set_to(decide(known(), bounce(kind))) == {}


def test_a_second_one_on_the_same_day_counts_nothing() -> None:
    assert set_to(decide(known(bounce_score=2.0, bounced_at=AT), bounce())) == {}


def test_at_four_there_is_a_probe_and_nobody_is_told() -> None:
    effects = decide(known(bounce_score=2.0, bounced_at=AT - DAY), bounce())
    assert set_to(effects) == {"bounce_score": 4.0, "bounced_at": AT, "probed_at": AT}
    assert sent(effects) == ["address-check"]


def test_a_probe_that_comes_back_suspends_and_the_partner_and_the_coordinators_hear_of_it() -> None:
    effects = decide(known("address-check", bounce_score=4.0, bounced_at=AT, probed_at=AT), bounce())
    tickets = [e.fact.kind for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ticket)]
    assert set_to(effects)["suspended_at"] == AT
    assert (sent(effects), tickets) == (["partner-unreachable"], ["unreachable"])


def test_what_the_server_refuses_at_once_counts_as_a_letter_that_came_back() -> None:
    event = LetterRefused(at=AT, row=5, person=3, address=AMINA.address, kind="hard", letter="prompt:m1:P-3")
    assert set_to(decide(known(), event))["bounce_score"] == 2.0


def test_when_many_letters_come_back_nobodys_address_is_blamed() -> None:
    state = replace(known(), numbers={"came back": 5, "tried": 20})
    assert set_to(decide(state, bounce())) == {}


def test_a_word_from_its_owner_forgets_everything() -> None:
    state = known(bounce_score=4.0, bounced_at=AT, probed_at=AT, suspended_at=AT)
    wrote = TextReceived(at=AT + DAY, text="hello", **{**MAIL, "sender": AMINA.address})  # type: ignore[arg-type]
    assert set_to(decide(state, wrote))["suspended_at"] is None


def test_a_machine_at_the_address_forgets_nothing() -> None:
    state = known(bounce_score=2.0, bounced_at=AT)
    noted = AwayNoted(at=AT + DAY, until=None, **{**MAIL, "sender": AMINA.address})  # type: ignore[arg-type]
    assert set_to(decide(state, noted)) == {}


def due(days: float) -> Due:
    return Due(at=AT + days * DAY, schedule="addresses", period="x", people=(3,))


@pytest.mark.parametrize(
    ("days", "of_address", "expected"),
    [
        (29, {"bounce_score": 2.0, "bounced_at": AT}, {}),
        (30, {"bounce_score": 2.0, "bounced_at": AT}, {"bounce_score": 0.0, "bounced_at": None}),
        (2, {"bounce_score": 4.0, "bounced_at": AT, "probed_at": AT}, {}),
        (3, {"bounce_score": 4.0, "probed_at": AT}, {"bounce_score": 0.0, "probed_at": None}),
        (6, {"bounce_score": 4.0, "bounced_at": AT, "probed_at": AT - DAY, "suspended_at": AT}, {}),
        (8, {"bounce_score": 4.0, "bounced_at": AT, "suspended_at": AT}, {"probed_at": AT + 8 * DAY}),
        (20, {"bounce_score": 4.0, "bounced_at": AT, "suspended_at": AT}, {}),
        (31, {"bounce_score": 4.0, "bounced_at": AT, "suspended_at": AT}, {"probed_at": AT + 31 * DAY}),
    ],
)
def test_time_forgets_and_tries_again(
    days: float, of_address: dict[str, object], expected: dict[str, object]
) -> None:
    assert set_to(decide(known("prompt", **of_address), due(days))) == expected


def test_a_complaint_is_a_leave_and_its_author_hears_nothing() -> None:
    effects = decide(known(), Complained(at=AT, **MAIL))  # type: ignore[arg-type]
    changed = {(e.table, e.field): e.after for e in effects if isinstance(e, Change)}
    assert changed["people", "state"] == "left"
    assert changed["pairings", "state"] == "ended"
    assert [e.person for e in effects if isinstance(e, Send)] == [4]
