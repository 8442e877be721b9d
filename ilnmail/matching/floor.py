"""The worst pair as good as it can be: the highest floor under which nobody more is left out.

Where a floor leaves somebody out, the prices that prove it say which pairs below the floor could help; down to the best of these no
floor can do, so that is tried next (Newton's descent), in turns with bisection. The last such prices prove the result.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.points import Array, cells
from ilnmail.matching.pricing import in_blocks
from ilnmail.matching.solver import SCALE, Prices
from ilnmail.matching.trio import Grouping, Proof
from ilnmail.matching.worth import Worth

Try = Callable[[int], tuple[Grouping, Proof]]
"""The best grouping above a floor, counting only who is in it."""


@dataclass(frozen=True)
class Floor:
    """The highest floor; and what proves that with a point more somebody is left out, if that is proved."""

    points: int
    proof: Proof | None


def highest_floor(low: int, high: int, whole: int, attempt: Try, worst: Callable[[Grouping], int]) -> Floor:
    """`low` is a floor that does; none above `high` can. Who is in is to be worth `whole`."""
    proof: Proof | None = None
    following, by_half = high, True
    while low < high:
        found, tried = attempt(following)
        if found.worth >= whole:
            low = max(following, worst(found))
        else:
            proof = tried
            high = _next_level(tried, whole, low, following - 1)
        following = (low + high + 1) // 2 if by_half else high
        by_half = not by_half
    proof = proof or attempt(low + 1)[1]
    return Floor(low, _above(proof, low, whole))


def _above(proof: Proof, low: int, whole: int) -> Proof | None:
    """The same prices over all pairs with more points than `low`; nothing where they do not prove it."""
    if proof.most >= whole:
        return None
    among = replace(proof.among, of=replace(proof.among.of, floor=low + 1))
    return replace(proof, among=among, most=whole - 1)


def _next_level(proof: Proof, whole: int, low: int, below: int) -> int:
    """The most points, from `low` to `below`, of a floor that these prices do not rule out: those of the best pair that is worth
    more than some of them, or with which three volunteers could bring in whoever is left out."""
    of = proof.among.of
    level = low
    for some in in_blocks(of.count):
        points = of.points.block(some, slice(some.start, None))
        row, column = cells((points > level) & (points <= below))
        one, other = row + some.start, column + some.start
        keep = _unfair(proof, one, other) | _a_trio_could(proof, whole, one, other)
        level = max(level, int(points[row[keep], column[keep]].max(initial=low)))
    return level


def _unfair(proof: Proof, one: Array, other: Array) -> NDArray[np.bool_]:
    found = np.zeros(len(one), np.bool_)
    for prices in (proof.made, *proof.bounds):
        over = _over(prices, proof.among.of, one, other)
        some = np.flatnonzero(over > 0)
        found[some] |= over[some] > prices.excess(one[some], other[some])
    return found


def _a_trio_could(proof: Proof, whole: int, one: Array, other: Array) -> NDArray[np.bool_]:
    """Could any three volunteers, whatever their points, bring in whoever is left out? Each two must be over by twice that."""
    volunteer = np.isin(np.arange(proof.among.of.count), proof.volunteers)
    found = volunteer[one] & volunteer[other]
    for bound in proof.bounds:
        over = _over(bound, proof.among.of, one, other)
        found &= over >= 2 * (SCALE * whole - bound.bound())
    return found


def _over(prices: Prices, of: Worth, one: Array, other: Array) -> Array:
    """By how much a pair weighs more than both prices, whatever its points: all that counts here is who is in."""
    each = SCALE * of.person - prices.price[: of.count]
    return np.asarray(each[one] + each[other])
