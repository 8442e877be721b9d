"""Prices on people and on groups of them: what they say about every matching, whatever made them (weak duality, Edmonds 1965)."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]
SCALE = 4
"""Prices are in quarters of a weight's unit."""


class Nested(NamedTuple):
    """Blossoms: the smallest around each person (-1: none); the next larger around each, its people and its excess; one place more,
    where -1 leads to."""

    inner: Array
    outer: Array
    size: Array
    excess: Array


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
        inner, outer, size, each = self.nested
        around = each.copy()
        for blossom in range(len(self.blossoms) - 1, -1, -1):
            around[blossom] += around[outer[blossom]]
        found = np.zeros(len(one), np.int64)
        pair = np.flatnonzero((inner[one] >= 0) & (inner[other] >= 0))
        a, b = inner[one[pair]], inner[other[pair]]
        while len(pair):
            same = a == b
            found[pair[same]] = around[a[same]]
            smaller = size[a] <= size[b]
            a, b = np.where(smaller, outer[a], a), np.where(smaller, b, outer[b])
            apart = ~same & (a >= 0) & (b >= 0)
            pair, a, b = pair[apart], a[apart], b[apart]
        return found

    @cached_property
    def nested(self) -> Nested:
        """The blossoms as a forest; they lie within each other or apart."""
        ordered = sorted(self.blossoms, key=lambda one: len(one[0]))
        inner, root = (np.full(len(self.price), -1, np.int64) for _ in range(2))
        outer = np.full(len(ordered) + 1, -1, np.int64)
        for n, (people, _) in enumerate(ordered):
            outer[root[people]] = n
            inner[people[inner[people] < 0]] = n
            root[people] = n
        outer[-1] = -1
        sizes = np.array([len(people) for people, _ in ordered] + [0], np.int64)
        return Nested(inner, outer, sizes, np.array([excess for _, excess in ordered] + [0], np.int64))
