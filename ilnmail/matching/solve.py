"""The best pairs: maximum-weight matching on a general graph (Edmonds 1965; Galil 1986), by rustworkx.

In order: as many people as can be, those who are owed and have waited, the worst pair as good as it can be, the total.
Up to a few hundred people every pair is an edge. Above that each person's best candidates are, twice as many again
until nobody more is paired and the total no longer grows; a bound over all pairs says how much can be missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx
from numpy.typing import NDArray

from ilnmail.matching.blocks import NEVER, Scores

_ALL_PAIRS = 250  # people up to whom every pair is looked at
_CANDIDATES, _MOST_CANDIDATES = 16, 32
_MOST_SCORE = 100
_HASHES = 256  # ties go by a hash of both people, the same whatever their order

Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Solution:
    """Pairs of rows, and how sure they are."""

    pairs: Pairs
    exact: bool  # every pair was an edge
    bound: int  # no pairing of as many people, over all pairs, can score more


@dataclass(frozen=True)
class Edges:
    """Some pairs, each once, with their scores."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    scores: NDArray[np.int64]

    def from_floor(self, floor: int) -> "Edges":
        keep = self.scores >= floor
        return Edges(self.first[keep], self.second[keep], self.scores[keep])


def solve(scores: Scores, ids: Sequence[int], waited: Sequence[int]) -> Solution:
    """The best pairs for these scores; `waited` is what each is owed, in favours and rounds."""
    count = len(ids)
    if count < 2:
        return Solution(frozenset(), True, 0)
    whole = count <= _ALL_PAIRS
    most = count - 1 if whole else min(_MOST_CANDIDATES, count - 1)
    floor = _highest_floor(_candidates(scores, most), ids, waited)
    size = most if whole else min(_CANDIDATES, most)
    best = _matching(_candidates(scores, size).from_floor(floor), ids, waited)
    while size < most:
        size = min(2 * size, most)
        better = _matching(_candidates(scores, size).from_floor(floor), ids, waited)
        if _worth(better, scores, waited) <= _worth(best, scores, waited):
            break
        best = better
    return Solution(best, whole, _bound(scores))


def _highest_floor(edges: Edges, ids: Sequence[int], waited: Sequence[int]) -> int:
    """The highest score under which nobody more is left out, by bisection. Who is paired matters here, not with whom,
    so that every pair weighs the same but for what its people are owed: such a matching is found at once."""
    whole = _people(_matching(edges, ids, waited, who_only=True), waited)
    floors = np.unique(edges.scores)
    low, high = 0, len(floors) - 1
    while low < high:
        middle = (low + high + 1) // 2
        tried = _matching(edges.from_floor(int(floors[middle])), ids, waited, who_only=True)
        low, high = (middle, high) if _people(tried, waited) >= whole else (low, middle - 1)
    return int(floors[low]) if len(floors) else 0


def _candidates(scores: Scores, size: int) -> Edges:
    """Each row's best partners, those of either side."""
    count = len(scores)
    if size < count - 1:
        nearest = np.argpartition(-scores, size, axis=1)[:, :size]
        rows = np.repeat(np.arange(count), size)
        keys = np.unique(np.minimum(rows, nearest.ravel()) * count + np.maximum(rows, nearest.ravel()))
        first, second = keys // count, keys % count
    else:
        first, second = np.triu_indices(count, 1)
    found = scores[first, second]
    keep = found > NEVER
    return Edges(first[keep].astype(np.int64), second[keep].astype(np.int64), found[keep].astype(np.int64))


def _matching(edges: Edges, ids: Sequence[int], waited: Sequence[int], who_only: bool = False) -> Pairs:
    names, owed = np.array(ids, np.int64), np.array(waited, np.int64)
    # A point of score outweighs the ties of all pairs together, and one favour owed all scores together.
    point = _HASHES * len(ids)
    favour = _MOST_SCORE * point * len(ids)
    fit = 1 if who_only else edges.scores * point + _hash(names[edges.first], names[edges.second])
    weights = fit + favour * (owed[edges.first] + owed[edges.second])
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_edges_from(
        list(zip(edges.first.tolist(), edges.second.tolist(), weights.tolist(), strict=True))
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return frozenset((min(pair), max(pair)) for pair in found)


def _hash(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 to 255 from two ids, whichever comes first (a multiplicative hash, Knuth 6.4)."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    mixed = (low * 2654435761 ^ high * 2246822519) & 0xFFFFFFFF
    ties: NDArray[np.int64] = ((mixed >> 15) ^ mixed) & 255
    return ties


def _people(pairs: Pairs, waited: Sequence[int]) -> tuple[int, int]:
    return len(pairs), sum(waited[n] for pair in pairs for n in pair)


def _worth(pairs: Pairs, scores: Scores, waited: Sequence[int]) -> tuple[int, int, int, int]:
    found = [int(scores[pair]) for pair in pairs]
    return (*_people(pairs, waited), min(found, default=0), sum(found))


def _bound(scores: Scores) -> int:
    """Prices y with y_i + y_j at least the score of every pair bound every pairing by their sum (weak duality of the
    matching polytope, Edmonds 1965). Each is lowered as far as the others allow."""
    prices = np.maximum(scores.max(axis=1), 0) / 2.0
    for row in np.argsort(-prices):
        allowed = np.where(scores[row] > NEVER, scores[row] - prices, 0)
        prices[row] = max(0.0, float(allowed.max(initial=0.0)))
    return int(np.ceil(prices.sum()))
