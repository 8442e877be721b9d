"""The proposal of a large round, and fifty pairs approved by one reply."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ilnmail.compose import compose
from ilnmail.decide import decide
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send, Tell
from ilnmail.events import MatchComputed
from ilnmail.model import Ask, Match, Member, PairingState, PersonState, Place, RoundState
from ilnmail.pages import Pairs, pairs_page
from ilnmail.pages.pairs import MOST, Pair
from ilnmail.spreadsheet import file_of
from ilnmail.understand.orders import meant, read_orders
from tests.compose.samples import HOUSE
from tests.coordinators import desk
from tests.coordinators.test_digest import LETTERS

PEOPLE = tuple(desk.person(n, f"Person{n} Somebody", "KE" if n % 2 else "NO") for n in range(10, 870))
CLOSED = replace(desk.ROUND, state=RoundState.CLOSED)
MATCHES = tuple(
    Match(
        people=(n, n + 1),
        score=n,
        language="en",
        reasons=("both like maps", "both write English"),
        warnings=("nine hours apart",) if n == 500 else (),
        interests=("maps",),
    )
    for n in range(10, 870, 2)
)
COMPUTED = MatchComputed(at=desk.AT, round=1, matches=MATCHES, unmatched=(), proof="", digest="d" * 64)
STATE = replace(
    desk.STATE,
    round=CLOSED,
    rounds=(CLOSED,),
    people=PEOPLE,
    places=tuple(Place(round=1, person=p.id, since=desk.AT) for p in PEOPLE),
)


def letter(effects: tuple[Effect, ...]) -> Send:
    return next(e for e in effects if isinstance(e, Send) and e.person == 1)


def test_a_proposal_of_430_pairs_is_one_letter_under_forty_kilobytes_besides_its_table() -> None:
    sent = letter(decide(STATE, COMPUTED))
    written = compose(sent, LETTERS, HOUSE, desk.AT).content
    assert len(written) < 40_000
    assert b"430 pairs to approve" in written
    assert b"370 more are in the table" in written


def test_what_needs_an_eye_stands_first_and_the_table_has_every_number() -> None:
    effects = decide(STATE, COMPUTED)
    table = dict(letter(effects).attached)["pairs.csv"]
    rows = list(csv.DictReader(io.StringIO(table)))
    asked = next(e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ask))
    assert rows[0]["warnings"] == "nine hours apart"
    assert [(row["number"], row["pair"]) for row in rows] == list(asked.lines)


def test_a_page_to_look_at_comes_along_and_names_the_pairs_by_the_numbers_of_the_letter() -> None:
    few = replace(
        COMPUTED, matches=MATCHES[:2], unmatched=((20, "Nobody else took part."),), proof="None is better."
    )
    page = dict(letter(decide(STATE, few)).attached)["pairs.html"]
    made = file_of("pairs.html", page)
    assert (made.content_type, made.content) == ("text/html", page.encode())
    assert "2 proposed pairs" in page and "None is better." in page and "Nobody else took part." in page
    pairs: Any = letter(decide(STATE, few)).values["pairs"]
    for number, pair in enumerate(pairs, 1):
        assert all(f"<bdi>{who.partition(' (')[0]}</bdi>" in page for who in pair.people)
        assert f"<span class=soft>{number}</span>" in page


def test_a_page_of_thousands_of_pairs_shows_the_weakest() -> None:
    pairs = tuple(Pair(str(n), (("A", "KE"), ("B", "NO")), n % 100, ("maps",), ()) for n in range(1, 1201))
    page = pairs_page(Pairs("2027A", "", "d", pairs, ()))
    assert "<h1>2027A: 1,200 proposed pairs</h1>" in page
    assert page.count("<div class='pair'>") == MOST
    assert "200 more pairs fit better" in page


def test_a_pair_one_of_whom_paused_while_it_was_computed_is_not_proposed() -> None:
    paused = tuple(replace(p, state=PersonState.PAUSED) if p.id == 10 else p for p in PEOPLE)
    effects = decide(replace(STATE, people=paused), COMPUTED)
    seated = {e.fact.person for e in effects if isinstance(e, Keep) and isinstance(e.fact, Member)}
    assert {p.id for p in PEOPLE} - seated == {10, 11}


def ordered(text: str, known: State) -> tuple[Effect, ...]:
    lines = tuple((str(n), f"M-{c.pairing.id}") for n, c in enumerate(known.couples, 1))
    (order,) = read_orders(text, answered="proposal")
    wanted = {ref for _, ref in meant(order, lines)}
    event = desk.given(order, message=9, lines=lines)
    chosen = tuple(c for c in known.couples if f"M-{c.pairing.id}" in wanted)
    return decide(replace(known, couples=chosen), event)


def fifty() -> State:
    couples = tuple(
        desk.couple(n, PairingState.PROPOSED, PEOPLE[2 * n], PEOPLE[2 * n + 1]) for n in range(1, 51)
    )
    waiting = replace(desk.ROUND, state=RoundState.PROPOSED, starts=desk.AT.date() + timedelta(days=7))
    return replace(desk.STATE, round=waiting, couples=couples)


def approved(effects: tuple[Effect, ...]) -> int:
    return sum(isinstance(e, Change) and e.after is PairingState.APPROVED for e in effects)


def test_fifty_pairs_are_approved_by_one_reply() -> None:
    effects = ordered("approve all", fifty())
    assert approved(effects) == 50
    assert [e.words for e in effects if isinstance(e, Tell)] == ["approved 50 pairs"]


def test_all_but_some() -> None:
    assert approved(ordered("all but 4, 7 and 20-29", fifty())) == 38
