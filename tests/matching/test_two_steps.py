"""Whoever has said that they are still in is paired first; the letter says what has been proved of both steps."""

from ilnmail.app.matching import computed
from ilnmail.events import MatchComputed
from ilnmail.load.matching import Snapshot
from ilnmail.model import Place, PlaceState, Round, RoundState
from ilnmail.schedules import Weights
from tests.edges.test_match_snapshot import AT, ENDS, STARTS, person

STEPS = "First those were paired who have said that they are still in, then the others with whoever was left. Of either step"
PROVED = "No pairing matches more people; of those, none has a better worst pair; of those, none scores more."


def matched(*unsure: int, people: range = range(2, 8)) -> MatchComputed:
    round_ = Round(id=1, name="2027A", state=RoundState.PROPOSED, starts=STARTS, ends=ENDS)
    found = Snapshot(
        round=round_,
        people=tuple(person(id) for id in people),
        places=tuple(Place(round=1, person=id, since=AT, state=PlaceState.ADMITTED) for id in people),
        former={},
        avoided={},
        fixed=(),
        rejected=(),
        unsure=frozenset(unsure),
    )
    return computed(found, AT, Weights())


def test_the_sure_are_paired_first_even_where_others_would_fit_them_better() -> None:
    found = matched(3, 4)
    pairs = {match.people: match.warnings for match in found.matches}
    assert (3, 4) in pairs
    assert {p for pair in pairs for p in pair} == {2, 3, 4, 5, 6, 7}
    assert any("A3 has not said whether they are still in" in warnings for warnings in pairs.values())
    assert found.proof == f"{STEPS} it is proved: {PROVED}"


def test_who_is_left_is_counted_once() -> None:
    found = matched(3, people=range(2, 7))
    first = STEPS.partition(",")[0]
    assert found.proof == f"{first}. {PROVED} One person could not be paired."
    assert len(found.unmatched) == 1


def test_where_everybody_is_sure_there_is_one_step() -> None:
    assert matched().proof == PROVED
