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

    def less_excess(self, over: Array, some: Array) -> None:
        """Take the blossoms around both off the cells of a block, whose rows are people one after another."""
        first, stop = int(some[0]), int(some[-1]) + 1
        for people, excess in self.blossoms:
            low, high = np.searchsorted(people, (first, stop))
            if low < high:
                over[people[low:high, None] - first, people[None, :]] -= excess

    def excess(self, one: Array, other: Array) -> Array:
        """Of all blossoms around both, for each of these pairs."""
        found = np.zeros(len(one), np.int64)
        for people, excess in self.blossoms:
            inside = np.zeros(len(self.price), np.bool_)
            inside[people] = True
            found[inside[one] & inside[other]] += excess
        return found
