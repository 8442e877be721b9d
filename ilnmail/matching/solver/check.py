"""Is this matching really the best? Read off its prices, whatever made them.

Weak duality of the matching polytope (Edmonds 1965): whoever sets a price on each person and on odd groups of people such that
no pair weighs more than the prices around it, has a bound on every matching. Where a matching weighs as much as the bound,
it is the best, and nobody has to trust the program that found it.
"""

import numpy as np

from ilnmail.matching.solver.prices import SCALE, Array, Prices
from ilnmail.matching.solver.solve import Matching


def unreached(made: Matching, pairs: Array) -> str:
    """What is wrong with the matching, if its prices are fair; `pairs` is what its pairs weigh, in the order of `made.pairs`."""
    if (pairs < 0).any():
        return "two are paired who may not be"
    paired = np.flatnonzero(made.mate >= 0)
    if (made.mate[made.mate[paired]] != paired).any() or len(paired) != 2 * len(pairs):
        return "somebody's partner has another partner"
    return "" if SCALE * sum(pairs.tolist()) == made.bound() else "the bound is not reached"


def unfair(prices: Prices, one: Array, other: Array, weights: Array) -> str:
    """Why these prices bound nothing, in words; empty where no matching weighs more than their bound. Pairs that are not among
    these are not to weigh more than the two prices."""
    missing = SCALE * weights - prices.price[one] - prices.price[other]
    for people, excess in prices.blossoms:
        inside = np.zeros(len(prices.price), np.bool_)
        inside[people] = True
        missing -= excess * (inside[one] & inside[other])
    short = np.flatnonzero((weights >= 0) & (missing > 0))
    if len(short):
        return f"{int(one[short[0]])} and {int(other[short[0]])} would be worth more than their prices"
    below = (prices.price < 0).any() or any(excess < 0 for _, excess in prices.blossoms)
    return "a price is below zero" if below else ""
