"""The best over all pairs, though only a few are looked at: pairs that the prices of a solution rule out need no second look.

Each one's best partners first; then every pair is priced (column generation; Applegate & Cook 1993 for matching), those worth more
than their prices become edges, and the solver goes on from where it was, until there are none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import Scores
from ilnmail.matching.points import Points
from ilnmail.matching.solver import SCALE, Graph, Matching, Start, best_matching
from ilnmail.matching.worth import Among, Weights

Array = NDArray[np.int64]
_AT_ONCE = 1 << 18  # pairs: what is worked out about them stays near the processor
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
    blocks = (points.rows(some) for some in in_blocks(count))
    nearest = np.concatenate([_largest(block, each) for block in blocks])
    return edges(np.repeat(np.arange(count), each), nearest.ravel())


def in_blocks(count: int) -> list[Array]:
    """Everybody, some at a time."""
    rows = max(_FEWEST, _AT_ONCE // max(1, count))
    return [np.arange(at, min(at + rows, count)) for at in range(0, count, rows)]


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
    weights: Weights,
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
    made = on_edges(weights, known, start, compiled=compiled)
    while enough is None or weight_of(weights, made) < enough:
        more = price(made) if price else violated(weights, made)
        if watch:
            watch(made, bound_of(weights, made, more) - weight_of(weights, made))
        if not len(more.first):
            break
        known |= more
        made = on_edges(weights, known, made.start, compiled=compiled)
    return made, known


def bound_of(weights: Weights, made: Matching, more: Edges) -> int:
    """What no pairing of all is worth more than: prices are fair once each person's is raised by half of what the worst of their
    pairs, which is among these, is above its prices."""
    over = SCALE * weights.at(more.first, more.second) - made.price[more.first] - made.price[more.second]
    over -= made.excess(more.first, more.second)
    worst = np.zeros(weights.count, np.int64)
    np.maximum.at(worst, more.first, over)
    np.maximum.at(worst, more.second, over)
    return (2 * made.bound() + int(worst.sum())) // (2 * SCALE)


def weight_of(weights: Weights, made: Matching) -> int:
    """All its pairs together."""
    one = np.flatnonzero(made.mate > np.arange(len(made.mate)))
    return sum(weights.at(one, made.mate[one]).tolist())


def violated(weights: Weights, made: Matching) -> Edges:
    """Pairs that are worth more than the prices around them, the worst of each person."""
    found = [_violated_rows(weights, made, some) for some in in_blocks(weights.count)]
    return edges(*(np.concatenate(ends) for ends in zip(*found, strict=True)))


def _violated_rows(weights: Weights, made: Matching, some: Array) -> tuple[Array, Array]:
    """Of some people, with everybody."""
    weight = weights.rows(some)
    over = weight * SCALE
    over -= made.price[some, None]
    over -= made.price[None, :]
    over[weight < 0] = 0
    made.less_excess(over, some)
    bad = np.flatnonzero((over > 0).any(axis=1))
    worst = _largest(over[bad], min(MOST_ADDED, over.shape[1]))
    one, other = np.repeat(bad, worst.shape[1]), worst.ravel()
    keep = over[one, other] > 0
    return some[one[keep]], other[keep]
