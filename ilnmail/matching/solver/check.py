"""Is this matching really the best? Read off its prices, whatever made them.

Weak duality of the matching polytope (Edmonds 1965): whoever sets a price on each person and on odd groups of people such that
no pair weighs more than the prices around it, has a bound on every matching. Where a matching weighs as much as the bound,
it is the best, and nobody has to trust the program that found it.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.solver.solve import SCALE, Array, Matching

Rows = tuple[Array, NDArray[np.int64]]
"""Some people, and their weights with everybody; negative where two may not be paired."""


def check(made: Matching, blocks: Iterable[Rows]) -> str:
    """What is wrong with the proof, in words; empty where the matching is the best. Every block is looked at."""
    weight = 0
    for rows, weights in blocks:
        wrong = _too_cheap(made, rows, weights)
        if wrong:
            return wrong
        mates = made.mate[rows]
        paired = weights[np.flatnonzero(mates >= 0), mates[mates >= 0]]
        if (paired < 0).any():
            return "two are paired who may not be"
        weight += sum(paired.tolist())
    return _unsound(made) or ("" if SCALE * weight // 2 == bound(made) else "the bound is not reached")


def bound(made: Matching) -> int:
    """No matching weighs more, times SCALE, if no pair is too cheap. Python's own whole numbers: it may pass 64 bits."""
    prices: list[int] = made.price.tolist()
    return sum(prices) + sum(excess * (len(people) // 2) for people, excess in made.blossoms)


def _too_cheap(made: Matching, rows: Array, weights: NDArray[np.int64]) -> str:
    around = made.price[rows][:, None] + made.price[None, :]
    one, other = np.nonzero((weights >= 0) & (SCALE * weights > around))
    missing = SCALE * weights[one, other] - around[one, other]
    one = rows[one]
    for people, excess in made.blossoms:
        inside = np.zeros(len(made.price), np.bool_)
        inside[people] = True
        missing -= excess * (inside[one] & inside[other])
    short = np.flatnonzero((missing > 0) & (one != other))
    if not len(short):
        return ""
    return f"{int(one[short[0]])} and {int(other[short[0]])} would be worth more than their prices"


def _unsound(made: Matching) -> str:
    paired = np.flatnonzero(made.mate >= 0)
    if (made.mate[made.mate[paired]] != paired).any():
        return "somebody's partner has another partner"
    if (made.price < 0).any() or any(excess < 0 or len(people) % 2 == 0 for people, excess in made.blossoms):
        return "a price is below zero"
    return ""
