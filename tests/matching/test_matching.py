"""The best pairs: against every possible pairing of a few people, and against the plain table of scores."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilnmail.matching import Applicant, broken_rules, propose
from ilnmail.matching.blocks import NEVER, Scores, all_scores
from ilnmail.matching.score import rarity, score
from ilnmail.matching.solve import solve

DAY = date(2027, 3, 1)
WORDS = ("maps", "poetry", "bindings", "oral history", "data", "children")
PEOPLE = st.builds(
    Applicant,
    id=st.integers(1, 10_000),
    country=st.sampled_from(("KE", "NO", "PE", "CN", "DE", "IN")),
    zone=st.sampled_from(("Africa/Nairobi", "Europe/Oslo", "America/Lima", "Asia/Kolkata")),
    languages=st.lists(st.sampled_from(("en", "fr", "es", "sw")), min_size=1, max_size=3, unique=True).map(
        tuple
    ),
    interests=st.lists(st.sampled_from(WORDS), max_size=4, unique=True).map(tuple),
    work=st.sampled_from(("school library", "public library", "archive", "")),
    trio=st.booleans(),
    waited=st.integers(0, 2),
)
GROUPS = st.lists(PEOPLE, max_size=8, unique_by=lambda one: one.id)


def pairings(rows: tuple[int, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every way to pair some of them."""
    if len(rows) < 2:
        yield ()
        return
    first, rest = rows[0], rows[1:]
    yield from pairings(rest)
    for n, other in enumerate(rest):
        yield from (((first, other), *more) for more in pairings(rest[:n] + rest[n + 1 :]))


def worth(pairs: tuple[tuple[int, int], ...], scores: Scores, waited: list[int]) -> tuple[int, int, int, int]:
    found = [int(scores[pair]) for pair in pairs]
    return len(pairs), sum(waited[n] for pair in pairs for n in pair), min(found, default=0), sum(found)


@settings(max_examples=60, deadline=None)
@given(GROUPS)
def test_no_pairing_of_a_few_people_is_better(group: list[Applicant]) -> None:
    people = tuple(sorted(group, key=lambda one: one.id))
    scores = all_scores(people, rarity(people), DAY)
    waited = [one.waited for one in people]
    allowed = [
        one for one in pairings(tuple(range(len(people)))) if all(scores[pair] > NEVER for pair in one)
    ]

    found = solve(scores, [one.id for one in people], waited)

    best = max(worth(one, scores, waited) for one in allowed)
    assert worth(tuple(found.pairs), scores, waited) == best
    assert found.bound >= best[3]


@settings(max_examples=100, deadline=None)
@given(GROUPS)
def test_the_scores_of_all_pairs_at_once_are_those_of_the_plain_table(group: list[Applicant]) -> None:
    people = tuple(group)
    rare = rarity(people)
    scores = all_scores(people, rare, DAY)

    for (n, one), (m, other) in combinations(enumerate(people), 2):
        expected = NEVER if broken_rules(one, other) else score(one, other, rare, DAY)
        assert scores[n, m] == scores[m, n] == expected


@settings(max_examples=60, deadline=None)
@given(GROUPS, st.randoms())
def test_people_in_another_order_get_the_same_partners(group: list[Applicant], chance: object) -> None:
    shuffled = list(group)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(shuffled).digest == propose(group).digest


def many(count: int) -> list[Applicant]:
    """People from forty countries, as different as numbers make them."""
    return [
        Applicant(
            id=n,
            country=f"{chr(65 + n * 7 % 20)}{chr(65 + n * 3 % 2)}",
            zone=("Africa/Nairobi", "Europe/Oslo", "America/Lima")[n % 3],
            languages=("en", ("fr", "es", "sw")[n * 5 % 3]),
            interests=tuple({WORDS[n * 5 % 6], WORDS[n * 11 % 6], f"tag {n * 13 % 17}"}),
        )
        for n in range(1, count + 1)
    ]


def test_with_some_candidates_each_nearly_all_of_what_is_possible_is_found() -> None:
    people = tuple(many(400))
    scores = all_scores(people, rarity(people), DAY)

    found = solve(scores, [one.id for one in people], [0] * len(people))

    assert not found.exact
    assert len(found.pairs) == 200
    assert sum(int(scores[pair]) for pair in found.pairs) > 0.9 * found.bound


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 9])
def test_few_people_are_no_special_case(count: int) -> None:
    made = propose(many(count))
    assert 2 * len(made.pairings) + len(made.unmatched) == count


def test_everybody_from_one_country_is_told_so() -> None:
    made = propose([Applicant(id=n, country="KE", languages=("en",)) for n in range(1, 7)])
    assert made.pairings == ()
    assert {one.rule for one in made.unmatched} == {"country"}


def test_two_countries_of_very_different_size_pair_as_many_as_there_are_in_the_smaller() -> None:
    people = [Applicant(id=n, country="KE" if n <= 90 else "NO", languages=("en",)) for n in range(1, 101)]
    assert len(propose(people).pairings) == 10


def test_who_has_waited_is_not_left_out() -> None:
    people = [Applicant(id=n, country=f"X{n}", languages=("en",), waited=int(n == 3)) for n in range(1, 4)]
    assert 3 not in {one.id for one in propose(people).unmatched}


def test_fixed_pairs_stay_and_forbidden_ones_never_come() -> None:
    made = propose(many(8), fixed=((1, 2),), forbidden=((3, 4),))
    members = {one.members for one in made.pairings}
    assert (1, 2) in members
    assert (3, 4) not in members


def test_an_odd_number_makes_one_trio_of_volunteers_from_three_countries() -> None:
    people = [Applicant(id=n, country=f"X{n}", languages=("en",), trio=True) for n in range(1, 6)]
    assert sorted(len(one.members) for one in propose(people).pairings) == [2, 3]


def test_a_bound_below_the_total_would_be_seen() -> None:
    scores = np.array([[NEVER, 7], [7, NEVER]], np.int32)
    assert solve(scores, [1, 2], [0, 0]).bound >= 7
