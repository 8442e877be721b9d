"""Is this matching really the best? Read off its prices, whatever made them.

Weak duality of the matching polytope (Edmonds 1965): whoever sets a price on each person and on odd groups of people such that
no pair weighs more than the prices around it, has a bound on every matching. Where a matching weighs as much as the bound,
it is the best, and nobody has to trust the program that found it.
"""

from collections.abc import Iterable

import numpy as np

from ilnmail.matching.solver.prices import SCALE, Array, Prices
from ilnmail.matching.solver.solve import Matching

Rows = tuple[Array, Array]
"""Some people, and their weights with everybody; negative where two may not be paired."""


def check(made: Matching, blocks: Iterable[Rows], pairs: Array) -> str:
    """What is wrong with the proof, in words; empty where the matching is the best. `pairs` is what its pairs weigh, in the order
    of `made.pairs`; every block is looked at."""
    return unfair(made, blocks) or unreached(made, pairs)


def unreached(made: Matching, pairs: Array) -> str:
    """What is wrong with the matching, if its prices are fair."""
    if (pairs < 0).any():
        return "two are paired who may not be"
    paired = np.flatnonzero(made.mate >= 0)
    if (made.mate[made.mate[paired]] != paired).any() or len(paired) != 2 * len(pairs):
        return "somebody's partner has another partner"
    return unsound(made) or (
        "" if SCALE * sum(pairs.tolist()) == made.bound() else "the bound is not reached"
    )


def unfair(prices: Prices, blocks: Iterable[Rows]) -> str:
    """Why these prices bound nothing, in words; empty where no matching weighs more than their bound."""
    return next(
        (wrong for rows, weights in blocks if (wrong := too_cheap(prices, rows, weights))), unsound(prices)
    )


def too_cheap(prices: Prices, rows: Array, weights: Array) -> str:
    """A pair among these that weighs more than the prices around it."""
    around = prices.price[rows][:, None] + prices.price[None, :]
    one, other = np.nonzero((weights >= 0) & (SCALE * weights > around))
    return too_cheap_pair(prices, rows[one], other, weights[one, other])


def too_cheap_pair(prices: Prices, one: Array, other: Array, weights: Array) -> str:
    """The first of these pairs that weighs more than the prices around it."""
    missing = SCALE * weights - prices.price[one] - prices.price[other]
    for people, excess in prices.blossoms:
        inside = np.zeros(len(prices.price), np.bool_)
        inside[people] = True
        missing -= excess * (inside[one] & inside[other])
    short = np.flatnonzero((missing > 0) & (one != other))
    if not len(short):
        return ""
    return f"{int(one[short[0]])} and {int(other[short[0]])} would be worth more than their prices"


def unsound(prices: Prices) -> str:
    below = (prices.price < 0).any() or any(excess < 0 for _, excess in prices.blossoms)
    return "a price is below zero" if below else ""
