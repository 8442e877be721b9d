"""What rules pairs out at a glance, against the plain weights; and the bound that follows."""

import numpy as np
import pytest

from ilnmail.matching.points import Array, Held, cells
from ilnmail.matching.pricing import MOST_ADDED, bound_of, candidates, on_edges, violated, weight_of
from ilnmail.matching.solver import SCALE, Prices
from ilnmail.matching.worth import Among, Worth, worth

COUNT = 40
FORMS = [(0, False, 0), (2500, False, 0), (2500, True, 0), (0, False, 3000)]
"""Floor, does it only count who is paired, what is shunned."""


def weights(chance: np.random.Generator, floor: int, who_only: bool, shunned: int) -> Worth:
    least = int(chance.choice((-1, 2490)))  # far apart, and so near each other that rounding matters
    most = 10_000 if least < 0 else 2510
    points = np.triu(chance.integers(least, most, (COUNT, COUNT)).astype(np.int32), 1)
    points += points.T
    np.fill_diagonal(points, -1)
    waited = chance.integers(0, 3, COUNT)
    return worth(Held(points), np.arange(1, COUNT + 1), waited, floor, who_only=who_only, shunned=shunned)


def prices(chance: np.random.Generator, of: Worth) -> Array:
    """About what people ask for; some ask for nothing and some for more than anybody has."""
    half = int(np.median(of.block(slice(None), slice(None)) - of.person[:, None] - of.person)) // 2
    middle = SCALE * (of.person + max(0, half))
    spread = 6 if of.who_only else SCALE << int(chance.choice((22, 33)))
    price = np.maximum(0, middle + chance.integers(-spread, spread + 1, COUNT))
    price[chance.random(COUNT) < 0.1] = 0
    price[chance.random(COUNT) < 0.1] = 1 << 61
    return np.asarray(price)


@pytest.mark.parametrize(("floor", "who_only", "shunned"), FORMS)
def test_no_pair_above_its_prices_is_ruled_out_and_not_many_others_stay(
    floor: int, who_only: bool, shunned: int
) -> None:
    chance = np.random.default_rng(3)
    seen = kept = 0
    for _ in range(200):
        of = weights(chance, floor, who_only, shunned)
        price = prices(chance, of)
        block = of.block(slice(None), slice(None))
        with np.errstate(over="ignore"):
            above = (block >= 0) & (SCALE * block - price[:, None] > price[None, :])
        asked = of.asked(Prices(price=price, blossoms=()))
        may = of.may_exceed(asked, slice(None), slice(None))
        assert not (above & ~may).any()
        seen, kept = seen + int(above.sum()), kept + int(may.sum())
    assert seen > 1000
    assert kept < 1.1 * seen


@pytest.mark.parametrize(("floor", "who_only", "shunned"), FORMS)
def test_the_pairs_that_are_found_are_the_worst_of_each_person_and_bound_all(
    floor: int, who_only: bool, shunned: int
) -> None:
    chance = np.random.default_rng(4)
    blossoms = 0
    for _ in range(30):
        of = weights(chance, floor, who_only, shunned)
        out = tuple(chance.choice(COUNT, 3, replace=False).tolist())
        among = Among(of, out)
        made = on_edges(among, candidates(of.points, 2), compiled=False)
        blossoms += len(made.blossoms)
        one, other = cells(np.triu(np.ones((COUNT, COUNT), np.bool_), 1))
        weight = among.at(one, other)
        over = SCALE * weight - made.price[one] - made.price[other] - made.excess(one, other)
        expected = {
            (person, int(other[pair]))
            for person in range(COUNT)
            for mine in [np.flatnonzero((one == person) & (weight >= 0) & (over > 0))]
            for pair in mine[np.argsort(-over[mine], kind="stable")][:MOST_ADDED]
        }
        more = violated(among, made)
        assert set(zip(more.first.tolist(), more.second.tolist(), strict=True)) == expected
        best = on_edges(among, candidates(of.points, COUNT), compiled=False)
        assert weight_of(among, made) <= weight_of(among, best) <= bound_of(among, made, more)
    assert blossoms or who_only


def test_the_excess_of_two_is_that_of_all_blossoms_around_both() -> None:
    chance = np.random.default_rng(6)
    for _ in range(300):
        groups, blossoms = [[person] for person in range(COUNT)], []
        while len(groups) > 2:
            three = [groups.pop(int(chance.integers(len(groups)))) for _ in range(3)]
            one = [person for group in three for person in group]
            groups.append(one)
            if chance.random() < 0.6:
                blossoms.append((np.sort(np.array(one)), int(chance.integers(1, 9))))
        made = Prices(price=np.zeros(COUNT, np.int64), blossoms=tuple(blossoms[::-1]))
        first, second = chance.integers(0, COUNT, 100), chance.integers(0, COUNT, 100)
        expected = [
            sum(excess for people, excess in blossoms if a in people and b in people)
            for a, b in zip(first.tolist(), second.tolist(), strict=True)
        ]
        assert made.excess(first, second).tolist() == expected
