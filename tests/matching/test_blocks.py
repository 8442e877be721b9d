"""The compiled pass over all pairs: against the plain table of scores, against NumPy, and whatever the blocks and threads."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmarks.matching import people as many
from ilnmail.matching import Applicant, broken_rules
from ilnmail.matching.ahead import compile_ahead
from ilnmail.matching.blocks import AllPairs
from ilnmail.matching.features import NEVER, all_scores, features, pair_scores
from ilnmail.matching.points import Array, Held, Reckoned
from ilnmail.matching.pricing import MOST_ADDED, candidates, edges, in_blocks, on_edges, violated
from ilnmail.matching.propose import propose
from ilnmail.matching.score import points, rarity
from ilnmail.matching.solve import solve
from ilnmail.matching.solver.kernels import _folder, can_compile, is_kept
from ilnmail.matching.worth import Among, Worth, worth

DAY = date(2027, 3, 1)
ZONES = ("Africa/Nairobi", "Europe/Oslo", "America/Lima", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "sw", "zh")
WORK = ("school library", "public library", "university archive", "museum", "")

pytestmark = pytest.mark.skipif(not can_compile(), reason="needs Numba: pip install 'ilnmail[scale]'")


def people(count: int) -> tuple[Applicant, ...]:
    """Made-up people; some have met, some share no language with most."""
    chance = np.random.default_rng(11)
    return tuple(
        Applicant(
            id=n,
            country=f"X{int(chance.geometric(0.1))}",
            zone=ZONES[int(chance.integers(len(ZONES)))],
            languages=tuple(chance.permutation(LANGUAGES)[: int(chance.integers(1, 5))].tolist()),
            interests=tuple({f"interest {int(i)}" for i in chance.geometric(0.08, 4)}),
            work=WORK[int(chance.integers(len(WORK)))],
            former=tuple({int(i) for i in chance.integers(1, count, 3)} - {n}),
            waited=int(chance.integers(0, 3)),
            wanted_manner=str(chance.choice(("", "similar", "different", "any"))),
            wanted_countries=(("X1", "X4"), ("X2",), (), ())[int(chance.integers(4))],
            wanted_stage=str(chance.choice(("", "senior", "early"))),
            stage=str(chance.choice(("", "senior", "early"))),
            met=((f"X{int(chance.geometric(0.1))}",), (), ())[int(chance.integers(3))],
        )
        for n in range(1, count + 1)
    )


PEOPLE = people(700)
FEATURES = features(PEOPLE, rarity(PEOPLE), DAY)


def weights(shunned: int) -> Worth:
    waited = np.array([one.waited for one in PEOPLE])
    return worth(Reckoned(FEATURES), np.array([one.id for one in PEOPLE]), waited, shunned=shunned)


def test_the_points_of_pairs_are_those_of_the_plain_table(pytestconfig: pytest.Config) -> None:
    pairs_to_compare = pytestconfig.getoption("--pairs")
    chance = np.random.default_rng(5)
    one, other = (chance.integers(0, len(PEOPLE), pairs_to_compare) for _ in range(2))
    rare = rarity(PEOPLE)
    blocks = np.concatenate([Reckoned(FEATURES).block(some, slice(None)) for some in in_blocks(len(PEOPLE))])
    told = pair_scores(FEATURES, one, other)
    for a, b, found in zip(one.tolist(), other.tolist(), told.tolist(), strict=True):
        two = PEOPLE[a], PEOPLE[b]
        plain = NEVER if a == b or broken_rules(*two) else points(*two, rare, DAY)
        assert plain == found == blocks[a, b]


def together(pairs: tuple[Array, Array]) -> tuple[list[int], list[int]]:
    found = edges(*pairs)
    return found.first.tolist(), found.second.tolist()


@pytest.mark.parametrize("shunned", [0, 3000])
def test_pairs_worth_more_than_their_prices_are_those_that_numpy_finds(shunned: int) -> None:
    of = weights(shunned)
    made = on_edges(of, candidates(of.points, 3), compiled=False)
    assert made.blossoms
    expected = violated(Among(of), made)
    assert len(expected.first) > 100
    found = together(AllPairs(of, FEATURES).violated(made, MOST_ADDED))
    assert found == (expected.first.tolist(), expected.second.tolist())


@pytest.mark.parametrize("shunned", [0, 3000])
def test_the_best_partners_are_those_of_the_largest_weights(shunned: int) -> None:
    of = weights(shunned)
    rows = of.block(slice(None), slice(None)) - of.person[None, :]
    rows[of.points.block(slice(None), slice(None)) < 0] = NEVER
    best = np.argsort(-rows, axis=1, kind="stable")[:, :5]
    one = np.repeat(np.arange(of.count), 5)
    keep = rows[one, best.ravel()] > NEVER
    assert together(AllPairs(of, FEATURES).best(5)) == together((one[keep], best.ravel()[keep]))


def test_neither_the_size_of_a_block_nor_the_number_of_threads_changes_anything() -> None:
    of = weights(3000)
    shapes = ((256, 8192, 2), (256, 8192, 1), (100, 90, 2), (7, 333, 3))
    found = [
        together(AllPairs(of, FEATURES, rows=rows, columns=columns, threads=threads).best(16))
        for rows, columns, threads in shapes
    ]
    assert found == found[:1] * len(shapes)


def test_who_reads_the_proof_sees_every_pair_above_its_prices() -> None:
    of = weights(3000)
    made = on_edges(of, candidates(of.points, 3), compiled=False)
    rows = np.triu(of.block(slice(None), slice(None)), 1)
    one, other = np.nonzero(4 * rows > made.price[:, None] + made.price[None, :])
    seen = AllPairs(of, FEATURES).above(made)
    assert sorted(zip(*(ends.tolist() for ends in seen), strict=True)) == list(
        zip(one.tolist(), other.tolist(), strict=True)
    )


@pytest.mark.parametrize("count", [300, 301])
def test_the_plain_form_and_the_compiled_one_give_the_same_pairs(count: int) -> None:
    """With the best worst pair, and with a group of three where the number is odd."""
    some = PEOPLE[:count]
    rows = features(some, rarity(some), DAY)
    ids, waited = [one.id for one in some], [one.waited for one in some]
    volunteers = range(0, count, 4)
    plain = solve(Held(all_scores(rows)), ids, waited, volunteers, compiled=False)
    assert plain.wrong == ""
    assert bool(plain.trio) is bool(count % 2)
    assert solve(Held(all_scores(rows)), ids, waited, volunteers, compiled=True) == plain


def test_after_compiling_ahead_nothing_is_left_to_compile() -> None:
    compile_ahead()
    assert is_kept()
    kept = sorted(_folder().glob("**/*.nbc"))
    people = tuple(replace(one, languages=(*one.languages, "en")) for one in PEOPLE[:299])
    for some in (Held(all_scores(features(people, rarity(people), DAY))), Reckoned(FEATURES)):
        ids = range(1, some.count + 1)
        held = isinstance(some, Held)
        found = solve(some, ids, ids, range(0, 299, 3), protect_worst=held, compiled=True)
        assert found.wrong == ""
    assert sorted(_folder().glob("**/*.nbc")) == kept


def test_in_blocks_too_both_forms_give_the_same_pairs() -> None:
    some = PEOPLE[:300]
    rows = features(some, rarity(some), DAY)
    ids, waited = [one.id for one in some], [one.waited for one in some]
    plain, quick = (
        solve(Reckoned(rows), ids, waited, protect_worst=False, compiled=compiled)
        for compiled in (False, True)
    )
    assert quick == plain
    assert plain.wrong == ""


def test_a_floor_that_no_group_of_three_can_reach_is_ruled_out_without_trying_each_of_them() -> None:
    """Of these 651 one has a single partner above those floors."""
    made = propose(many(651))
    assert "none has a better worst pair" in made.proof
    assert made.worst == 47
