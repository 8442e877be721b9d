"""The worst pair as good as it can be: the highest floor under which nobody more is left out.

Where a floor leaves somebody out, the prices that prove it say which pairs below the floor could help; down to the best of these no
floor can do, so that is tried next (Newton's descent), in turns with bisection. The last such prices prove the result.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ilnmail.matching.points import Array
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
    following = high
    while low < high:
        found, tried = attempt(following)
        if found.worth >= whole:
            low = max(following, worst(found))
            following = (low + high + 1) // 2
        else:
            proof = tried
            high = max(low, _next_level(tried, whole, following - 1))
            following = high
    proof = proof or attempt(low + 1)[1]
    return Floor(low, _above(proof, low, whole))


def _above(proof: Proof, low: int, whole: int) -> Proof | None:
    """The same prices over all pairs with more points than `low`; nothing where they do not prove it."""
    if proof.most >= whole:
        return None
    among = replace(proof.among, of=replace(proof.among.of, floor=low + 1))
    return replace(proof, among=among, most=whole - 1)


def _next_level(proof: Proof, whole: int, below: int) -> int:
    """The most points, up to `below`, of a floor that these prices do not rule out."""
    of = proof.among.of
    free = Worth(of.points, of.hashes, of.person, 0, of.who_only)
    level = -1
    for some in in_blocks(of.count):
        points = of.points.rows(some)
        over = _over(proof.made, free, some)
        helps = points[(over > 0) & (points <= below)]
        level = max(level, int(helps.max(initial=-1)))
    return below if _a_trio_could(proof, free, whole) else level


def _over(made: Prices, free: Worth, some: Array) -> Array:
    weights = free.rows(some)
    over = SCALE * weights - made.price[some, None] - made.price[None, : free.count]
    over[weights < 0] = -1
    wide = np.full((len(some), len(made.price)), -1, np.int64)
    wide[:, : free.count] = over
    made.less_excess(wide, some)
    return wide[:, : free.count]


def _a_trio_could(proof: Proof, free: Worth, whole: int) -> bool:
    """Could any three volunteers, whatever their points, bring in whoever is left out? Each two must be over by twice that."""
    who = np.array(proof.volunteers, np.int64)
    for bound in proof.bounds:
        weights = free.rows(who)[:, who]
        over = SCALE * weights - bound.price[who, None] - bound.price[None, who]
        if int(over[weights >= 0].max(initial=-1)) < 2 * (SCALE * whole - bound.bound()):
            return False
    return bool(proof.bounds)
