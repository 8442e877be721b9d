"""The best over all pairs, though only a few are looked at: pairs that the prices of a solution rule out need no second look.

Each one's best partners first; then every pair is priced (column generation; Applegate & Cook 1993 for matching), those worth more
than their prices become edges, and the solver goes on from where it was, until there are none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.solver import SCALE, Graph, Matching, Start, best_matching
from ilnmail.matching.worth import Weights

Array = NDArray[np.int64]
_ROWS = 256  # priced at once
_MOST_ADDED = 16  # pairs a person at once
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


NO_EDGES = Edges(np.zeros(0, np.int64), np.zeros(0, np.int64))


def candidates(scores: NDArray[np.int32], each: int = CANDIDATES) -> Edges:
    """Each one's best partners; those of either side."""
    count = len(scores)
    if each >= count - 1:
        return Edges(*(found.astype(np.int64) for found in np.triu_indices(count, 1)))
    nearest = np.argpartition(scores, count - each, axis=1)[:, count - each :]
    return edges(np.repeat(np.arange(count), each), nearest.ravel())


def on_edges(weights: Weights, known: Edges, start: Start | None = None, *, compiled: bool) -> Matching:
    """The best of these pairs, those left out that may not be."""
    found = weights.at(known.first, known.second)
    keep = found >= 0
    graph = Graph(weights.count, known.first[keep], known.second[keep], found[keep])
    return best_matching(graph, start, compiled=compiled)


def over_all_pairs(
    weights: Weights, known: Edges, start: Start | None = None, *, compiled: bool
) -> tuple[Matching, Edges]:
    """The best of all pairs, and the edges it took."""
    made = on_edges(weights, known, start, compiled=compiled)
    while len((more := violated(weights, made)).first):
        known |= more
        made = on_edges(weights, known, made.start, compiled=compiled)
    return made, known


def violated(weights: Weights, made: Matching) -> Edges:
    """Pairs that are worth more than the prices around them, the worst of each person."""
    order, spans = _side_by_side(made)
    found = [_violated_rows(weights, made, order, spans, at) for at in range(0, weights.count, _ROWS)]
    return edges(*(np.concatenate(ends) for ends in zip(*found, strict=True)))


def _side_by_side(made: Matching) -> tuple[Array, list[tuple[int, int, int]]]:
    """An order of people in which each blossom's stand together, and from where to where, with its excess.

    Blossoms lie within each other or apart; whoever puts the people of each in front, the smallest first, keeps those together
    that were.
    """
    order = np.arange(len(made.price))
    for people, _ in sorted(made.blossoms, key=lambda one: len(one[0])):
        inside = np.zeros(len(order), np.bool_)
        inside[people] = True
        order = np.concatenate((order[inside[order]], order[~inside[order]]))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    starts = [(int(place[people].min()), len(people), excess) for people, excess in made.blossoms]
    return order, [(start, start + size, excess) for start, size, excess in starts]


def _violated_rows(
    weights: Weights, made: Matching, order: Array, spans: list[tuple[int, int, int]], at: int
) -> tuple[Array, Array]:
    """Of some people, in this order, with everybody."""
    some = order[at : at + _ROWS]
    rows = weights.rows(some)
    rows = rows[:, order] if spans else rows
    gap = rows * SCALE
    gap -= made.price[some, None]
    gap -= made.price[None, order]
    for start, stop, excess in spans:
        gap[max(0, start - at) : max(0, stop - at), start:stop] -= excess
    gap[rows < 0] = 0
    most = min(_MOST_ADDED, gap.shape[1])
    bad = np.flatnonzero((gap > 0).any(axis=1))
    worst = np.argpartition(gap[bad], gap.shape[1] - most, axis=1)[:, gap.shape[1] - most :]
    one, other = np.repeat(bad, most), worst.ravel()
    keep = gap[one, other] > 0
    return some[one[keep]], order[other[keep]]
