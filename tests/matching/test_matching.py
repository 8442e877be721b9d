"""The best pairs: against every possible pairing of a few people, and against the plain table of scores."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import rustworkx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ilnmail.matching import Applicant, broken_rules
from ilnmail.matching.certificate import wrong_with
from ilnmail.matching.features import NEVER, Scores, all_scores, features
from ilnmail.matching.points import Held
from ilnmail.matching.pricing import candidates, over_all_pairs, weight_of, with_nobody
from ilnmail.matching.propose import propose
from ilnmail.matching.rules import RULES, why_alone
from ilnmail.matching.score import points, rarity
from ilnmail.matching.solve import solve
from ilnmail.matching.solver import Matching
from ilnmail.matching.trio import best_grouping
from ilnmail.matching.worth import Among
from ilnmail.matching.worth import worth as weights_of
from ilnmail.schedules import ScheduleError, Weights, read_schedules

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
    wanted_manner=st.sampled_from(("", "similar", "different", "any")),
    wanted_countries=st.sampled_from(((), ("KE",), ("CN", "IN"), ("DE", "NO"))),
    wanted_stage=st.sampled_from(("", "student", "senior")),
    stage=st.sampled_from(("", "student", "mid", "senior")),
    met=st.sampled_from(((), ("TZ",), ("PE", "SE"))),
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


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_no_pairing_of_a_few_people_is_better(group: list[Applicant]) -> None:
    people = tuple(sorted(group, key=lambda one: one.id))
    scores = all_scores(features(people, rarity(people), DAY))
    waited = [one.waited for one in people]
    allowed = [
        one for one in pairings(tuple(range(len(people)))) if all(scores[pair] > NEVER for pair in one)
    ]

    found = solve(Held(scores), [one.id for one in people], waited)

    best = max(worth(one, scores, waited) for one in allowed)
    assert worth(found.pairs, scores, waited) == best
    assert (found.wrong, found.worst_proved, found.missing) == ("", True, 0)


def trios(rows: tuple[int, ...], volunteers: set[int], scores: Scores) -> Iterator[tuple[int, int, int]]:
    """All of them volunteers, and each two of them allowed."""
    for three in combinations(rows, 3):
        if volunteers.issuperset(three) and all(scores[pair] > NEVER for pair in combinations(three, 2)):
            yield three


def somebody(id: int, country: str, languages: str, interests: str = "", **more: Any) -> Applicant:
    told = tuple(interests.split(", ")) if interests else ()
    return Applicant(id=id, country=country, languages=tuple(languages.split()), interests=told, **more)


A_TRIO_UNDER_A_FLOOR = [  # where the prices that rule a floor out are those of pairs without some three
    somebody(
        2,
        "NO",
        "es sw",
        "maps",
        zone="Africa/Nairobi",
        work="school library",
        waited=2,
        wanted_stage="senior",
    ),
    somebody(204, "KE", "es fr en", zone="Europe/Oslo", trio=True, waited=2, wanted_countries=("CN", "IN")),
    somebody(265, "PE", "en es", "poetry", zone="Europe/Oslo", trio=True, waited=2, wanted_countries=("KE",)),
    somebody(
        421, "CN", "sw fr", "data, maps, children", zone="Europe/Oslo", work="archive", trio=True, waited=2
    ),
    somebody(1299, "PE", "en", "children, bindings", zone="Europe/Oslo", work="archive", waited=2),
    somebody(
        1309, "IN", "fr", "data", zone="America/Lima", trio=True, waited=1, wanted_countries=("DE", "NO")
    ),
    somebody(
        9681,
        "NO",
        "en fr",
        "data, bindings, children",
        zone="Africa/Nairobi",
        work="archive",
        trio=True,
        waited=2,
    ),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=3, max_size=7, unique_by=lambda one: one.id), st.booleans())
@example(A_TRIO_UNDER_A_FLOOR, True)
def test_no_choice_of_pairs_and_a_trio_is_better(group: list[Applicant], protect: bool) -> None:
    people = tuple(sorted(group, key=lambda one: one.id))
    scores = all_scores(features(people, rarity(people), DAY))
    waited, rows = [one.waited for one in people], tuple(range(len(people)))
    volunteers = {n for n, one in enumerate(people) if one.trio}

    def value(pairs: tuple[tuple[int, int], ...], trio: tuple[int, ...]) -> tuple[int, ...]:
        links = [int(scores[pair]) for pair in combinations(trio, 2)]
        everybody = [n for group in (*pairs, trio) for n in group]
        # Each link of a trio counts by half, so that everybody counts with the mean of their links.
        total = sum(links) + 2 * sum(int(scores[pair]) for pair in pairs)
        worst = min([int(scores[pair]) for pair in pairs] + links, default=0) if protect else 0
        return len(everybody), sum(1 + ranks[n] for n in everybody), worst, total

    ranks = [sorted(set(waited)).index(n) for n in waited]
    every = [
        value(pairs, trio)
        for trio in ((), *trios(rows, volunteers, scores))
        for pairs in pairings(tuple(n for n in rows if n not in trio))
        if all(scores[pair] > NEVER for pair in pairs)
    ]
    found = solve(Held(scores), [one.id for one in people], waited, sorted(volunteers), protect_worst=protect)
    assert value(found.pairs, found.trio or ()) == max(every)
    assert (found.wrong, found.missing, found.worst_proved or not protect) == ("", 0, True)


@settings(max_examples=50, deadline=None)
@given(GROUPS)
def test_the_scores_of_all_pairs_at_once_are_those_of_the_plain_table(group: list[Applicant]) -> None:
    people = tuple(group)
    rare = rarity(people)
    scores = all_scores(features(people, rare, DAY))

    for (n, one), (m, other) in combinations(enumerate(people), 2):
        expected = NEVER if broken_rules(one, other) else points(one, other, rare, DAY)
        assert scores[n, m] == scores[m, n] == expected


@settings(max_examples=40, deadline=None)
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


def test_among_many_people_too_the_pairs_are_proved_over_all_pairs() -> None:
    made = propose(many(240))
    assert len(made.pairings) == 120
    assert made.proof == (
        "No pairing matches more people; of those, none has a better worst pair; of those, none scores more."
    )


def test_whoever_watches_hears_how_near_it_is_until_nothing_is_missing() -> None:
    people = many(120)
    scores = Held(all_scores(features(people, rarity(tuple(people)), DAY)))
    of = weights_of(scores, np.array([one.id for one in people]), np.zeros(120, np.int64))
    told: list[tuple[int, int]] = []
    made, _ = over_all_pairs(
        Among(of),
        candidates(scores, 2),
        compiled=False,
        watch=lambda made, missing: told.append((weight_of(of, made), missing)),
    )
    assert len(told) > 1
    assert told[-1] == (weight_of(of, made), 0)
    assert all(weight_of(of, made) <= value + missing for value, missing in told)
    parts: list[float] = []
    propose(people, watch=parts.append)
    assert parts[-1] == 1
    assert all(0 < part <= 1 for part in parts)


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


def test_whom_no_group_of_three_can_help_is_known_without_trying_each_of_them() -> None:
    """Two write nothing but what one other does: the odd number is not why one of them stays out."""
    others = [Applicant(id=n, country=f"X{n}", languages=("en",), trio=True) for n in range(1, 41)]
    both = Applicant(id=300, country="NO", languages=("en", "mt"), trio=True)
    two = [Applicant(id=n, country="MT", languages=("mt",)) for n in (301, 302)]
    made = propose([*others, both, *two])
    assert [len(one.members) for one in made.pairings] == [2] * 21
    assert made.proof == (
        "No pairing matches more people; of those, none has a better worst pair; of those, none scores more."
        " One person could not be paired."
    )


def test_fixed_pairs_stay_and_forbidden_ones_never_come() -> None:
    made = propose(many(8), fixed=((1, 2),), forbidden=((3, 4),))
    members = {one.members for one in made.pairings}
    assert (1, 2) in members
    assert (3, 4) not in members


def test_an_odd_number_makes_one_trio_of_volunteers_from_three_countries() -> None:
    people = [Applicant(id=n, country=f"X{n}", languages=("en",), trio=True) for n in range(1, 6)]
    assert sorted(len(one.members) for one in propose(people).pairings) == [2, 3]


def test_where_all_would_make_a_trio_no_other_three_would_be_better() -> None:
    """Every three of them, the rest paired by rustworkx."""
    people = tuple(replace(one, trio=True) for one in many(15))
    scores = all_scores(features(people, rarity(people), DAY))

    def value(three: tuple[int, ...]) -> int:
        rest: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
        rest.add_nodes_from(range(len(people)))
        rest.add_edges_from(
            [
                (*pair, int(scores[pair]))
                for pair in combinations(set(range(15)) - set(three), 2)
                if scores[pair] > NEVER
            ]
        )
        pairs = rustworkx.max_weight_matching(rest, max_cardinality=True, weight_fn=int)
        links = [int(scores[pair]) for pair in combinations(three, 2)]
        return (
            2 * sum(int(scores[pair]) for pair in pairs) + sum(links)
            if len(pairs) == 6 and min(links) > NEVER
            else 0
        )

    found = solve(Held(scores), range(1, 16), [0] * 15, range(15), protect_worst=False)
    assert found.trio
    assert value(found.trio) == max(map(value, combinations(range(15), 3)))


def test_three_who_would_bring_more_are_found_by_who_reads_the_proof() -> None:
    people = tuple(replace(one, trio=True) for one in many(9))
    scores = Held(all_scores(features(people, rarity(people), DAY)))
    of = weights_of(scores, np.arange(1, 10), np.zeros(9, np.int64))

    def paired(among: Among) -> Matching:
        return over_all_pairs(among, with_nobody(candidates(scores), among), compiled=False)[0]

    best, proof = best_grouping(of, (), tuple(range(9)), paired)
    assert wrong_with(proof) == ""
    assert wrong_with(replace(proof, most=best.worth - 1)) == "another group of three could bring more"
    cheap = replace(proof.bounds[0], price=proof.bounds[0].price - 4)
    assert "more than their prices" in wrong_with(replace(proof, bounds=(cheap,)))


def test_somebody_whom_nobody_can_be_paired_with_makes_the_others_odd_and_a_trio_of_them() -> None:
    people = [Applicant(id=n, country=f"X{n}", languages=("en",), trio=True) for n in range(1, 6)]
    made = propose([*people, Applicant(id=99, country="MT", languages=("mt",))])
    assert sorted(len(one.members) for one in made.pairings) == [2, 3]
    assert [one.id for one in made.unmatched] == [99]


@settings(max_examples=60, deadline=None)
@given(GROUPS)
def test_the_rule_that_is_named_removed_most(group: list[Applicant]) -> None:
    """Of everybody, where nobody at all is possible; else of the others who are left and have somebody who is."""
    everybody = [replace(one, former=(group[0].id,), avoid=(group[-1].id,)) for one in group]
    made = propose(everybody)
    left = {one.id: one for one in made.unmatched}
    possible = {one.id: any(not broken_rules(one, o) for o in everybody if o is not one) for one in everybody}
    for one in everybody:
        if one.id in left:
            hopeful = [o for o in everybody if o.id in left and possible[o.id]]
            others = [o for o in (hopeful if possible[one.id] else everybody) if o is not one]
            counts = {name: sum(breaks(one, o) for o in others) for name, _, breaks in RULES}
            assert counts.get(left[one.id].rule, 0) == max(counts.values())
            assert bool(left[one.id].rule) == any(counts.values())


def test_whoever_is_one_too_many_is_told_so_and_not_that_all_the_others_share_a_country() -> None:
    people = [Applicant(id=n, country="KE" if n <= 2 else f"X{n}", languages=("en",)) for n in range(1, 8)]
    (left,) = propose(people).unmatched
    assert left.reason == "The number of people was odd, and one had to stay out."
    assert [one.reason for one in propose(people[:1]).unmatched] == ["Nobody else took part."]


def test_why_thousands_are_left_is_known_at_once() -> None:
    people = [Applicant(id=n, country="KE", languages=("en",), former=(n + 1,)) for n in range(20_000)]
    begun = time.process_time()
    assert {rule for _, rule in why_alone(people, people)} == {"country"}
    assert time.process_time() - begun < 5


def test_whose_only_language_nobody_shares_is_told_so_and_keeps_nobody_else_alone() -> None:
    made = propose([*many(8), Applicant(id=99, country="MT", languages=("mt",))])
    assert [(one.id, one.rule) for one in made.unmatched] == [(99, "language")]
    assert made.proof.endswith("none scores more. One person could not be paired.")


def test_blocks_and_former_partners_may_leave_one_solution() -> None:
    others = {1: (3, 4, 5), 2: (4, 5, 6), 3: (5, 6, 1), 4: (6, 1, 2), 5: (1, 2, 3), 6: (2, 3, 4)}
    people = [
        Applicant(id=n, country=f"X{n}", languages=("en",), avoid=avoid[:2], former=avoid[2:])
        for n, avoid in others.items()
    ]
    made = propose(people, forbidden=((2, 3), (4, 5)))
    assert [one.members for one in made.pairings] == [(1, 2), (3, 4), (5, 6)]


def test_where_all_pairs_are_alike_one_group_of_three_is_as_good_as_another_and_proved() -> None:
    people = [Applicant(id=n, country=f"X{n % 9}", languages=("en",), trio=True) for n in range(1, 62)]
    made = propose(people)
    assert (made.wrong, sorted(len(one.members) for one in made.pairings)) == ("", [2] * 29 + [3])


def test_where_all_pairs_are_alike_the_same_ones_are_chosen_each_time() -> None:
    people = [Applicant(id=n, country=f"X{n}", languages=("en",)) for n in range(1, 41)]
    made = propose(people)
    assert len(made.pairings) == 20
    assert propose(people[::-1]).digest == made.digest


def test_other_weights_make_other_pairs() -> None:
    people = [
        Applicant(id=1, country="KE", zone="Africa/Nairobi", languages=("en",), interests=("maps",)),
        Applicant(id=2, country="NO", zone="Africa/Nairobi", languages=("en",), interests=("data",)),
        Applicant(id=3, country="PE", zone="America/Lima", languages=("en",), interests=("maps",)),
        Applicant(id=4, country="CL", zone="America/Lima", languages=("en",), interests=("data",)),
    ]
    by_interests = propose(people, weights=Weights(interests=60, language=15, hours=15, work=10))
    by_hours = propose(people, weights=Weights(interests=10, language=15, hours=65, work=10))
    assert [one.members for one in by_interests.pairings] == [(1, 3), (2, 4)]
    assert [one.members for one in by_hours.pairings] == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("interests = 70", "interests, language, hours and work make 110, not 100"),
        ("interests = 75\nhours = -1", "'hours' is -1; the least is 0"),
        ("wishes = 500", "'wishes' is 500; the most is 100"),
        ("interest = 60", "'interest' is not known"),
    ],
)
def test_weights_that_cannot_be_meant_are_refused_with_the_file_named(written: str, error: str) -> None:
    with pytest.raises(ScheduleError, match=r"^schedules/matching\.toml: ") as refused:
        read_schedules({"matching": written})
    assert error in str(refused.value)
