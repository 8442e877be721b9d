"""A match run after a coordinator's word: approved and held pairs stay, rejected ones never come again."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from ilnmail.app.matching import computed
from ilnmail.database import writing
from ilnmail.decide.rounds import REPLACED
from ilnmail.load.matching import snapshot
from ilnmail.model import (
    Fact,
    Member,
    Pairing,
    PairingState,
    Person,
    PersonState,
    Place,
    PlaceState,
    Round,
    RoundState,
)
from ilnmail.schedules import Weights
from ilnmail.tables import TABLE_OF

AT = datetime(2027, 2, 1, tzinfo=UTC)
STARTS, ENDS = date(2027, 3, 1), date(2027, 7, 1)


def person(id: int) -> Person:
    """All of them would fit each other; those next to each other share a rare interest."""
    return Person(
        id=id,
        address=f"a{id}@example.org",
        name=f"A{id}",
        country=f"{'KNPLDFSI'[id]}{'EOETEREN'[id]}",
        languages=("en",),
        interests=(f"interest {id // 2}",),
        zone="UTC",
        state=PersonState.ACTIVE,
    )


def pair(id: int, state: PairingState, *people: int, because: str = "") -> tuple[Fact, ...]:
    made = Pairing(id=id, round=1, state=state, starts=STARTS, ends=ENDS, ended_because=because)
    return (made, *(Member(pairing=id, person=one, seat=1, current=False) for one in people))


def pairs_found(engine: Engine, *facts: Fact) -> set[tuple[int, ...]]:
    people = tuple(person(id) for id in range(2, 8))
    places = tuple(Place(round=1, person=p.id, since=AT, state=PlaceState.ADMITTED) for p in people)
    round_ = Round(id=1, name="2027A", state=RoundState.PROPOSED, starts=STARTS, ends=ENDS)
    with writing(engine) as db:
        for fact in (*people, round_, *places, *facts):
            db.execute(TABLE_OF[type(fact)].insert().values(**fact.__dict__))
        found = snapshot(db, 1)
    return {match.people for match in computed(found, AT, Weights()).matches}


def test_without_a_word_those_are_paired_who_share_most(engine: Engine) -> None:
    assert pairs_found(engine) == {(2, 3), (4, 5), (6, 7)}


def test_a_rejected_pair_is_not_proposed_again(engine: Engine) -> None:
    found = pairs_found(engine, *pair(1, PairingState.REJECTED, 2, 3))
    assert (2, 3) not in found
    assert len(found) == 3


def test_a_pair_that_a_newer_run_put_aside_may_come_again(engine: Engine) -> None:
    assert (2, 3) in pairs_found(engine, *pair(1, PairingState.REJECTED, 2, 3, because=REPLACED))


def test_approved_and_held_pairs_stay_and_the_others_are_paired_without_them(engine: Engine) -> None:
    settled = (*pair(1, PairingState.APPROVED, 2, 5), *pair(2, PairingState.HELD, 3, 4))
    assert pairs_found(engine, *settled) == {(6, 7)}
