"""The best over all pairs, though only a few are looked at: pairs that the prices of a solution rule out need no second look.

Each one's best partners first; then every pair is priced (column generation; Applegate & Cook 1993 for matching), those worth more
than their prices become edges, and the solver goes on from where it was, until there are none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import Scores
from ilnmail.matching.points import Points, cells
from ilnmail.matching.solver import SCALE, Graph, Matching, Prices, Start, best_matching
from ilnmail.matching.worth import Among, Weights

Array = NDArray[np.int64]
_AT_ONCE = 1 << 20  # pairs: what is worked out about them stays near the processor
_FEWEST = 16  # rows
MOST_ADDED = 16  # pairs a person at once
CANDIDATES = 16


@dataclass(frozen=True)
class Edges:
    """Some pairs, first < second, each once and in order."""

    first: Array
    second: Array

    def __or__(self, other: "Edges") -> "Edges":
        return edges(np.append(self.first, other.first), np.append(self.second, other.second))


def edges(one: Array, other: Array) -> Edges:
    """Each pair once, whichever comes first."""
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
    base = int(high.max(initial=0)) + 1
    keys = np.unique(low * base + high)
    return Edges(keys // base, keys % base)


def candidates(points: Points, each: int = CANDIDATES) -> Edges:
    """Each one's best partners; those of either side."""
    count = points.count
    if each >= count - 1:
        return Edges(*(found.astype(np.int64) for found in np.triu_indices(count, 1)))
    blocks = (points.block(some, slice(None)) for some in in_blocks(count))
    nearest = np.concatenate([_largest(block, each) for block in blocks])
    return edges(np.repeat(np.arange(count), each), nearest.ravel())


def in_blocks(count: int) -> list[slice]:
    """Everybody, some at a time."""
    rows = max(_FEWEST, _AT_ONCE // max(1, count))
    return [slice(at, min(at + rows, count)) for at in range(0, count, rows)]


def _largest(block: Scores | Array, each: int) -> Array:
    """The columns of the largest numbers of each row."""
    return np.argpartition(block, block.shape[1] - each, axis=1)[:, block.shape[1] - each :]


def with_nobody(known: Edges, among: Among) -> Edges:
    """The edges of people, and of each with nobody where that is possible."""
    if not among.odd:
        return known
    everybody = np.setdiff1d(np.arange(among.of.count), among.out)
    return known | Edges(everybody, np.full(len(everybody), among.of.count))


def on_edges(weights: Weights, known: Edges, start: Start | None = None, *, compiled: bool) -> Matching:
    """The best of these pairs, those left out that may not be."""
    found = weights.at(known.first, known.second)
    keep = found >= 0
    graph = Graph(weights.count, known.first[keep], known.second[keep], found[keep])
    return best_matching(graph, start, compiled=compiled)


Watch = Callable[[Matching, int], None]
"""Is told of the best pairs so far, and by how much all pairs together could be worth more."""


def over_all_pairs(
    among: Among,
    known: Edges,
    start: Start | None = None,
    enough: int | None = None,
    *,
    compiled: bool,
    price: Callable[[Matching], Edges] | None = None,
    watch: Watch | None = None,
) -> tuple[Matching, Edges]:
    """The best of all pairs, and the edges it took; or one that weighs `enough`. `price` finds pairs worth more than their
    prices; `watch` is told after each time that all pairs were held against the prices."""
    made = on_edges(among, known, start, compiled=compiled)
    while enough is None or weight_of(among, made) < enough:
        more = price(made) if price else violated(among, made)
        if watch:
            watch(made, bound_of(among, made, more) - weight_of(among, made))
        if not len(more.first):
            break
        known |= more
        made = on_edges(among, known, made.start, compiled=compiled)
    return made, known


def bound_of(weights: Weights, made: Matching, more: Edges) -> int:
    """What no pairing of all is worth more than: prices are fair once each person's is raised by what the worst of their pairs
    with those who come later, which is among these, is above its prices."""
    over = SCALE * weights.at(more.first, more.second) - made.price[more.first] - made.price[more.second]
    over -= made.excess(more.first, more.second)
    worst = np.zeros(weights.count, np.int64)
    np.maximum.at(worst, more.first, over)
    return (made.bound() + int(worst.sum())) // SCALE


def weight_of(weights: Weights, made: Matching) -> int:
    """All its pairs together."""
    one = np.flatnonzero(made.mate > np.arange(len(made.mate)))
    return sum(weights.at(one, made.mate[one]).tolist())


def violated(among: Among, made: Prices) -> Edges:
    """Pairs of people that are worth more than the prices around them, the worst of each person with those who come later."""
    asked = among.of.asked(made)
    found = [_violated_rows(among, made, asked, some) for some in in_blocks(among.of.count)]
    return edges(*(np.concatenate(ends) for ends in zip(*found, strict=True)))


def _violated_rows(among: Among, made: Prices, asked: Array, some: slice) -> tuple[Array, Array]:
    one, other = cells(among.of.may_exceed(asked, some, slice(some.start, None)))
    one, other = one[one < other] + some.start, other[one < other] + some.start
    weight = among.at(one, other)
    over = SCALE * weight - made.price[one] - made.price[other]
    over -= made.excess(one, other)
    keep = np.flatnonzero((weight >= 0) & (over > 0))
    keep = keep[np.lexsort((-over[keep], one[keep]))]
    place = np.arange(len(keep)) - np.searchsorted(one[keep], one[keep])
    keep = keep[place < MOST_ADDED]
    return one[keep], other[keep]
