"""An odd number of people: one group of three, out of volunteers, such that no other choice is better. Exact.

A trio is somebody (the hub) with two partners. Each volunteer gets a copy that may take a second partner, and the copies stand
on a cycle of odd length with free edges: a cycle of odd length pairs off once exactly one is taken out of it, so the best
matching uses exactly one copy. What such a matching cannot know (the two outer people must fit as well, the first partner
must have volunteered) is seen afterwards: then this hub is solved by itself, taken out of the cycle, and the rest solved
again, until what is still possible is no better than what was found (branch and bound, Land & Doig 1960).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import NEVER
from ilnmail.matching.pricing import Edges, edges
from ilnmail.matching.solver import Matching
from ilnmail.matching.worth import Array, Weights, Worth

Solve = Callable[[Weights, tuple[int, ...]], Matching]
"""The best matching of people and copies of these hubs."""
_MOST_HUBS = 6  # solved by themselves; after that the bound says what is missing
Trio = tuple[int, int, int]  # partner, hub, partner


@dataclass(frozen=True)
class Grouping:
    """Pairs of rows, at most one trio, and what it is all worth."""

    pairs: tuple[tuple[int, int], ...]
    trio: Trio | None
    worth: int


@dataclass(frozen=True)
class Bound:
    """No grouping is worth more than this matching, whose prices prove it, but for hubs that were solved by themselves."""

    weights: Weights
    made: Matching
    most: int


def with_trio(of: Worth, volunteers: tuple[int, ...], solve: Solve) -> tuple[Grouping, Bound]:
    """The best grouping of an odd number of people; the bound says how much better any other could be at most."""
    best: Grouping | None = None
    hubs = _hubs(volunteers)
    for _ in range(_MOST_HUBS):
        weights: Weights = Copied(of, hubs, volunteers, volunteers) if hubs else of
        made = solve(weights, hubs)
        found = read_grouping(of, made, hubs)
        bound = Bound(weights, made, max(found.worth, best.worth if best else 0))
        if best is not None and found.worth <= best.worth:
            return best, bound
        if found.trio is None or _fits(of, found.trio, volunteers):
            return found, bound
        hub = found.trio[1]
        best = _better(best, round_hub(of, hub, volunteers, solve))
        if best is not None and best.worth >= found.worth:
            return best, bound
        hubs = tuple(one for one in hubs if one != hub)
    pairs_only = read_grouping(of, solve(of, ()), ())
    return _better(best, pairs_only) or pairs_only, bound


def relaxed(of: Worth, volunteers: tuple[int, ...], solve: Solve) -> tuple[Grouping, Bound]:
    """What no grouping can exceed: whether the two outer people of a trio fit is not asked."""
    hubs = _hubs(volunteers)
    weights: Weights = Copied(of, hubs, volunteers, volunteers) if hubs else of
    made = solve(weights, hubs)
    found = read_grouping(of, made, hubs)
    return found, Bound(weights, made, found.worth)


def _hubs(volunteers: tuple[int, ...]) -> tuple[int, ...]:
    """Two volunteers are no trio."""
    return volunteers if len(volunteers) > 2 else ()


def _better(one: Grouping | None, other: Grouping | None) -> Grouping | None:
    return other if one is None or (other is not None and other.worth > one.worth) else one


def _fits(of: Worth, trio: Trio, volunteers: tuple[int, ...]) -> bool:
    one, _, other = trio
    return one in volunteers and of.scores[one, other] != NEVER


@dataclass(frozen=True)
class Copied:
    """The weights of people, then of the copies of hubs, one more without partners where the cycle would be even.

    Where it is forced, the only hub is to have two partners, whoever is left out for it.
    """

    of: Worth
    hubs: tuple[int, ...]
    firsts: tuple[int, ...]  # with whom a forced hub may be paired
    seconds: tuple[int, ...]  # with whom a copy may
    forced: bool = False

    @property
    def count(self) -> int:
        return self.of.count + _copies(self.hubs)

    def at(self, one: Array, other: Array) -> Array:
        low, high = np.minimum(one, other), np.maximum(one, other)
        found = np.empty(len(low), np.int64)
        among, twice = high < self.of.count, low >= self.of.count
        found[among] = self._alone(self.of.at(low[among], high[among]), low[among], high[among])
        mixed = ~among & ~twice
        found[mixed] = self._second[low[mixed], high[mixed] - self.of.count]
        found[twice] = self._ring[low[twice] - self.of.count, high[twice] - self.of.count]
        return found

    def rows(self, some: Array) -> Array:
        count = self.of.count
        among = some < count
        found = np.empty((len(some), self.count), np.int64)
        people = self.of.rows(some[among])
        if self.forced:
            people[:, self.hubs[0]] = self._first[some[among]]
            people[some[among] == self.hubs[0]] = self._first
        found[among, :count] = people
        found[among, count:] = self._second[some[among]]
        found[~among, :count] = self._second.T[some[~among] - count]
        found[~among, count:] = self._ring[some[~among] - count]
        return found

    def _alone(self, found: Array, low: Array, high: Array) -> Array:
        if self.forced:
            for end, other in ((low, high), (high, low)):
                its = end == self.hubs[0]
                found[its] = self._first[other[its]]
        return found

    @property
    def _must(self) -> int:
        """More than two people's being left out."""
        return 4 * int(self.of.person.max())

    @cached_property
    def _first(self) -> Array:
        """A single hub with each of its first partners."""
        everybody = np.arange(self.of.count)
        found = self.of.at(np.full(self.of.count, self.hubs[0]), everybody)
        return np.where(_among(self.firsts, self.of.count) & (found >= 0), found + self._must, NEVER)

    @cached_property
    def _second(self) -> Array:
        """Each person with each copy. The hub has been counted, so its second partner brings only themselves."""
        hubs = np.array(self.hubs, np.int64)
        found = self.of.at(np.arange(self.of.count)[:, None], hubs[None, :])
        possible = (found >= 0) & _among(self.seconds, self.of.count)[:, None]
        extra = self._must if self.forced else 0
        part = np.where(possible, found - self.of.person[hubs] + extra, NEVER)
        return np.hstack((part, np.full((self.of.count, _copies(self.hubs) - len(hubs)), NEVER)))

    @cached_property
    def _ring(self) -> Array:
        """Copies among each other. Two more of them in use could bring in two more people; this costs more than that."""
        copies = _copies(self.hubs)
        found = np.full((copies, copies), NEVER, np.int64)
        if copies > 1:
            here = np.arange(copies)
            found[here, np.roll(here, 1)] = found[np.roll(here, 1), here] = 2 * self._must
        return found


def _among(some: tuple[int, ...], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    found[list(some)] = True
    return found


def _copies(hubs: tuple[int, ...]) -> int:
    return len(hubs) + (1 - len(hubs) % 2 if hubs else 0)


def copied(known: Edges, hubs: tuple[int, ...], count: int) -> Edges:
    """The edges of people, the same for the copies of hubs, and the cycle."""
    if not hubs:
        return known
    copy = np.full(count, -1)
    copy[list(hubs)] = np.arange(count, count + len(hubs))
    ring = np.arange(count, count + _copies(hubs))
    ones = [known.first, copy[known.first], copy[known.second], ring]
    others = [known.second, known.second, known.first, np.roll(ring, 1)]
    one, other = np.concatenate(ones), np.concatenate(others)
    keep = (one >= 0) & (one != other)
    return edges(one[keep], other[keep])


def read_grouping(of: Worth, made: Matching, hubs: tuple[int, ...]) -> Grouping:
    count = of.count
    pairs = [pair for pair in made.pairs if pair[1] < count]
    used = [(int(made.mate[n]), hub) for n, hub in enumerate(hubs, count) if 0 <= made.mate[n] < count]
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    total = int(of.at(ends[:, 0], ends[:, 1]).sum())
    if not used:
        return Grouping(tuple(pairs), None, total)
    second, hub = used[0]
    first = int(made.mate[hub])
    total += of.pair(hub, second) - int(of.person[hub])
    kept = tuple(pair for pair in pairs if hub not in pair)
    return Grouping(kept, (first, hub, second), total)


def round_hub(of: Worth, hub: int, volunteers: tuple[int, ...], solve: Solve) -> Grouping | None:
    """The best grouping with this hub. Second partners who do not fit the first one are struck one by one."""
    best: Grouping | None = None
    seconds = volunteers
    while True:
        found = _with_hub(Copied(of, (hub,), volunteers, seconds, True), solve)
        if found is None or found.trio is None or (best is not None and found.worth <= best.worth):
            return best
        if _fits(of, found.trio, volunteers):
            return _better(best, found)
        other = found.trio[2]
        firsts = tuple(one for one in volunteers if one != other and of.scores[one, other] != NEVER)
        best = _better(best, _with_hub(Copied(of, (hub,), firsts, (other,), True), solve))
        seconds = tuple(one for one in seconds if one != other)


def _with_hub(weights: Copied, solve: Solve) -> Grouping | None:
    """Nothing where there is no such trio."""
    made = solve(weights, weights.hubs)
    hub = weights.hubs[0]
    if made.mate[weights.of.count] < 0 or made.mate[hub] < 0:
        return None
    return read_grouping(weights.of, made, (hub,))
