"""Every letter as its reader gets it, compared with the files in `letters/`."""

import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from ilnmail.effects import Send
from ilnmail.letters import LETTERS, Headers, shown
from tests.compose.samples import AT, CARD, HOUSE, JONAS, KINDS, LI, SPRING, finished, sample

LETTERS_AS_SENT = Path(__file__).parent / "letters"
WRITTEN_IN_SPRING = frozenset({"introduction", "prompt", "no-answer", "digest", "day-7", "in-touch"})

VARIANTS: dict[str, Send] = {
    "card: something missing": sample(
        "card", card=(CARD[0], ("Country", "?"), *CARD[2:]), missing=("country",)
    ),
    "card: nearly everything missing, and YES said": sample(
        "card", name="", card=(("Name", "?"), ("Country", "?")), missing=("name", "country"), agreed=True
    ),
    "card: corrected": sample("card", card=(*CARD[:2], ("City", "Mombasa", True)), remind_on=None),
    "card: no round yet": sample("card", starts=None, place_by=None),
    "welcome: nothing corrected, no round": sample(
        "welcome", changes=(), first_from_country=False, starts=None, may_step_in=True
    ),
    "waiting: closed": sample("waiting", why="closed", until=None, next_round=date(2027, 9, 6)),
    "place: only told": sample("place", ask=False),
    "introduction: trio": sample("introduction", partners=(JONAS, LI), plain=True),
    "introduction: nothing in common but the language": sample(
        "introduction", partners=(LI,), interests=(), second=True
    ),
    "day-7: neither wrote": sample("day-7", theirs=None),
    "prompt: the partner has answered": sample(
        "prompt",
        partner_answers=(("Jonas Berg", "A second door.\nAnd a lamp."),),
        own_last="",
        round_up=(("Lucía Rojas", "PE", "Our books go by boat."),),
        links=("https://example.org/boats",),
    ),
    "prompt: no partner just now": sample("prompt", partners=(), language=None, next_on=None),
    "no-answer: in touch before": sample(
        "no-answer", heard=date(2027, 4, 12), mine=None, by=None, again=date(2027, 6, 1)
    ),
    "no-answer: neither wrote": sample("no-answer", mine=None),
    "partner-left: from a trio": sample("partner-left", others=("Li Ming",)),
    "cannot-relay: over": sample(
        "cannot-relay", why="closed", ended=date(2027, 1, 2), current=("Li Ming",), text="Hello!"
    ),
    "cannot-relay: stopped": sample("cannot-relay", why="stopped"),
    "cannot-relay: frozen": sample("cannot-relay", why="frozen"),
    "relay: with a file that stays here": sample("relay", left_out=("holiday.mov",)),
    "receipt: for us, not for the partner": sample(
        "receipt", not_passed=("Jonas Berg",), note="", back="", days=7
    ),
    "stopped: unknown": sample("stopped", name="", partners=()),
    "not-understood: with guesses": sample(
        "not-understood", text="", guesses=("the card of 20 January", "the question for May")
    ),
    "too-late: nothing to take back": sample("too-late", what=None, why="nothing"),
    "digest: a round to begin, and one in which all write": sample(
        "digest",
        round_begins=date(2027, 9, 6),
        figures=(shown.Figure("have joined", 11, 9), shown.Figure("wrote in the last 14 days", 19, 18, 100)),
    ),
    "digest: nothing needed": sample(
        "digest", needs=(), example="", round="", figures=(), quiet=(), quiet_more=0, others=(), next=()
    ),
    "digest: more than ten": sample("digest", needs_more=3, stuck=2, others=("Tomás Novák", "Li Ming")),
    "proposal: nobody can be paired": sample("proposal", pairs=(), default_on=None),
    "problem-report: mail still passes": sample("problem-report", frozen=False, by=None, others=()),
}


def read(order: Send) -> EmailMessage:
    at: datetime = SPRING if order.kind in WRITTEN_IN_SPRING else AT
    parser = BytesParser(policy=email.policy.default)
    return parser.parsebytes(finished(order, at=at).content)


def body(order: Send) -> str:
    return str(read(order).get_content()).replace("\r\n", "\n")


def as_read(order: Send) -> bytes:
    return f"Subject: {read(order)['Subject']}\n\n{body(order)}".encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_as_its_reader_gets_it(kind: str, golden: Callable[[Path, bytes], None]) -> None:
    golden(LETTERS_AS_SENT / f"{kind}.txt", as_read(sample(kind)))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_as_its_reader_gets_it(variant: str, golden: Callable[[Path, bytes], None]) -> None:
    name = re.sub(r"[^a-z0-9]+", "-", variant.lower())
    golden(LETTERS_AS_SENT / "variants" / f"{name}.txt", as_read(VARIANTS[variant]))


def test_every_kind_has_a_sample() -> None:
    assert set(KINDS) == set(LETTERS)


ALL = {**{kind: sample(kind) for kind in KINDS}, **VARIANTS}
TO_PARTICIPANTS = {
    name: order
    for name, order in ALL.items()
    if LETTERS[order.kind].headers not in (Headers.COORDINATOR, Headers.OPERATOR)
}


@pytest.mark.parametrize("name", sorted(name for name in ALL if not name.startswith(("digest", "proposal"))))
def test_a_letter_has_at_most_180_words(name: str) -> None:
    # The introduction of two partners at once is the one that may be longer.
    assert len(body(ALL[name]).split()) <= (240 if name == "introduction: trio" else 180)


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_line_is_wider_than_72_columns(name: str) -> None:
    assert [line for line in body(ALL[name]).splitlines() if len(line) > 72] == []


@pytest.mark.parametrize("name", sorted(ALL))
def test_paragraphs_are_one_empty_line_apart(name: str) -> None:
    assert "\n\n\n" not in body(ALL[name])


@pytest.mark.parametrize("name", sorted(TO_PARTICIPANTS))
def test_nobody_is_scolded_or_called_he_or_she(name: str) -> None:
    words = r"\b(he|she|his|her|him|silent|silence|fail\w*|invalid|expired?|error)\b"
    assert re.findall(words, body(TO_PARTICIPANTS[name]), re.IGNORECASE) == []


WITHOUT_A_QUESTION = frozenset({"relay", "partner-answer", "person-answer", "help", "invitation"})


@pytest.mark.parametrize("name", sorted(n for n, o in ALL.items() if o.kind not in WITHOUT_A_QUESTION))
def test_a_letter_says_what_happens_if_nothing_is_done(name: str) -> None:
    said = " ".join(body(ALL[name]).split())
    ways = (
        r"do nothing|nothing (else )?to (do|decide)|need not|nothing\. Have",
        r"nobody (answers|takes)|if (no mail has passed|we have not heard)",
    )
    assert re.search("|".join(ways), said, re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_letter_ends_with_its_reference_code(name: str) -> None:
    order = ALL[name]
    assert body(order).endswith(f"Ref {finished(order).ref}\n")


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_same_order_gives_the_same_bytes(name: str) -> None:
    order = ALL[name]
    assert finished(order) == finished(replace(order, values=dict(order.values)))


def test_another_cause_is_another_letter() -> None:
    one, other = finished(sample("card")), finished(replace(sample("card"), cause="m812"))
    assert one.token != other.token
    assert one.message_id != other.message_id
    assert one.ref != other.ref


def test_a_postal_address_stands_at_the_foot() -> None:
    house = replace(HOUSE, postal="ILN, PO Box 7, 00100 Anytown")
    foot = finished(sample("card"), house).content.decode().rpartition("--\r\n")[2]
    assert foot.splitlines()[1] == "ILN, PO Box 7, 00100 Anytown"
