"""Prices on people and on groups of them: what they say about every matching, whatever made them (weak duality, Edmonds 1965)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]
SCALE = 4
"""Prices are in quarters of a weight's unit."""


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Times SCALE. Fair where for each pair `price` of both and `excess` of the blossoms around both is at least its weight;
    then no matching weighs more than all prices with each blossom's excess times half of its people, rounded down."""

    price: Array
    blossoms: tuple[tuple[Array, int], ...]  # (its people in order, excess > 0)

    def bound(self) -> int:
        """No matching weighs more, times SCALE. Python's own whole numbers: it may pass 64 bits."""
        prices: list[int] = self.price.tolist()
        return sum(prices) + sum(excess * (len(who) // 2) for who, excess in self.blossoms)

    def excess(self, one: Array, other: Array) -> Array:
        """Of all blossoms around both, for each of these pairs."""
        found = np.zeros(len(one), np.int64)
        outermost = np.full(len(self.price), -1, np.int64)
        for n, (people, _) in enumerate(sorted(self.blossoms, key=lambda blossom: len(blossom[0]))):
            outermost[people] = n
        within = np.flatnonzero((outermost[one] >= 0) & (outermost[one] == outermost[other]))
        for people, excess in self.blossoms if len(within) else ():
            inside = np.zeros(len(self.price), np.bool_)
            inside[people] = True
            found[within] += excess * (inside[one[within]] & inside[other[within]])
        return found
