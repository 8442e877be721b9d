"""A match run that comes back: what it may propose, and what a run after a coordinator's word keeps to."""

from dataclasses import replace

from ilnmail.decide import decide
from ilnmail.decide.due import occurrences
from ilnmail.decide.rescue import mark
from ilnmail.decide.round_days import UNPROVED
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import MatchComputed
from ilnmail.model import Job, Match, Member, Pairing, Place, RoundState, Ticket
from tests.coordinators import desk

PEOPLE = tuple(desk.person(n, f"Person{n} Somebody", "KE" if n % 2 else "NO") for n in range(10, 14))
CLOSED = replace(desk.ROUND, state=RoundState.CLOSED)
STATE = replace(
    desk.STATE,
    round=CLOSED,
    rounds=(CLOSED,),
    people=PEOPLE,
    places=tuple(Place(round=1, person=p.id, since=desk.AT) for p in PEOPLE),
)


def match(*people: int) -> Match:
    return Match(people=people, score=50, language="en", reasons=(), warnings=(), interests=())


COMPUTED = MatchComputed(
    at=desk.AT,
    round=1,
    matches=(match(10, 11), match(12, 13)),
    unmatched=(),
    proof="none scores more.",
    digest="d" * 64,
    read="e" * 64,
    seen=tuple((p.id, mark(p)) for p in PEOPLE),
)


def seated(effects: tuple[Effect, ...]) -> set[int]:
    return {e.fact.person for e in effects if isinstance(e, Keep) and isinstance(e.fact, Member)}


def job(effects: tuple[Effect, ...]) -> Job:
    (found,) = (e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Job))
    return found


def test_the_run_is_kept_as_a_job_with_the_hash_of_what_it_read() -> None:
    effects = decide(STATE, COMPUTED)
    assert seated(effects) == {10, 11, 12, 13}
    assert (job(effects).kind, job(effects).state, job(effects).read_hash) == ("match", "done", "e" * 64)
    assert job(effects).result == "d" * 64


def test_whoever_changed_their_card_while_it_was_computed_is_in_no_pair_and_it_says_so() -> None:
    moved = tuple(replace(p, languages=("fr",)) if p.id == 12 else p for p in PEOPLE)
    effects = decide(replace(STATE, people=moved), COMPUTED)
    assert seated(effects) == {10, 11}
    told = {e.key[1]: e.after for e in effects if isinstance(e, Change) and e.field == "reason"}
    assert set(told) == {12, 13}


def test_two_who_are_to_be_kept_apart_by_now_are_no_pair() -> None:
    effects = decide(replace(STATE, numbers={"kept apart": ((11, 10),)}), COMPUTED)
    assert seated(effects) == {12, 13}


def test_pairs_that_could_not_be_proved_are_not_proposed_and_the_coordinators_hear_why() -> None:
    effects = decide(STATE, replace(COMPUTED, wrong="the bound is not reached"))
    assert not seated(effects)
    assert not [
        e for e in effects if isinstance(e, Send) or (isinstance(e, Keep) and isinstance(e.fact, Pairing))
    ]
    (line,) = (e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ticket))
    assert "the bound is not reached" in line.words
    assert "round match tries again" in line.words
    assert (job(effects).state, job(effects).result) == ("refused", "the bound is not reached")


def test_a_run_that_proved_nothing_is_not_tried_again_until_somebody_says_so() -> None:
    late = desk.AT.replace(year=desk.AT.year + 1)
    for digest, runs in (("", True), (UNPROVED, False), ("now", True)):
        of = replace(CLOSED, matched_digest=digest)
        due, _ = occurrences(replace(STATE, round=of, rounds=(of,)), ("UTC",), late)
        assert any(one.schedule == "match" for one in due) == runs
