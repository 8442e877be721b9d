"""Every group of three volunteers that could be worth more than so much, as far as some prices tell.

With fair prices the rest of the people, without a trio, is worth at most the bound less the prices of the three, and less the largest
excess that two of them share: a blossom that loses one of its people holds as many pairs as before, one that loses two or three
holds a pair fewer. So by `over` (a pair's weight above both prices) a trio brings half of its three, less that excess; and
since no pair is over by more than the excess its two share, each of the three must be over by twice what the trio is to bring.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.points import Array
from ilnmail.matching.solver import SCALE, Prices
from ilnmail.matching.worth import Worth

_NEAREST = 8  # partners of each volunteer, where any good trio will do
_ROWS = 512  # volunteers at once
_AT_ONCE = 1 << 17  # threes


@dataclass(frozen=True)
class Triangles:
    """Threes (rows of people, ascending), and what a grouping with each can be worth at most."""

    of: Worth
    threes: Array
    most: Array

    @property
    def count(self) -> int:
        return len(self.threes)

    def first(self) -> tuple[int, int, int]:
        """The one that could bring most; the first of them."""
        a, b, c = self.threes[int(self.most.argmax())].tolist()
        return a, b, c

    def under(self, bound: Prices, least: int) -> "Triangles":
        """Those that by this bound too could be worth `least`."""
        most = np.minimum(self.most, _most(self.of, self.threes, bound))
        keep = most >= least
        return Triangles(self.of, self.threes[keep], most[keep])


def among_the_nearest(
    of: Worth, volunteers: tuple[int, ...], bounds: tuple[Prices, ...], least: int
) -> Triangles:
    """Some of them: those among the best partners of each."""
    who = np.array(volunteers, np.int64)
    found = []
    for at in range(0, len(who), _ROWS):
        over = _over(of, who, at, bounds[0])
        each = min(_NEAREST, len(who) - 1)
        columns = np.argpartition(over, len(who) - each, axis=1)[:, len(who) - each :]
        one, other = np.repeat(np.arange(len(over)), each), columns.ravel()
        keep = over[one, other] > _NEVER
        found.append(np.stack((one[keep] + at, other[keep])))
    ends = np.sort(np.concatenate(found, axis=1), axis=0)
    return _closed(of, who, np.unique(ends[0] * len(who) + ends[1]), bounds, least)


def triangles(of: Worth, volunteers: tuple[int, ...], bounds: tuple[Prices, ...], least: int) -> Triangles:
    """All of them that by each of the bounds could be worth `least`."""
    who = np.array(volunteers, np.int64)
    keys = []
    for at in range(0, len(who), _ROWS):
        possible: NDArray[np.bool_] | None = None
        for bound in bounds:
            enough = _over(of, who, at, bound) >= 2 * (SCALE * least - bound.bound())
            possible = enough if possible is None else possible & enough
        one, other = np.nonzero(possible if possible is not None else ())
        one = one + at
        keys.append((one * len(who) + other)[one < other])
    return _closed(of, who, np.concatenate(keys) if keys else np.zeros(0, np.int64), bounds, least)


_NEVER = -(1 << 62)


def _over(of: Worth, who: Array, at: int, bound: Prices) -> Array:
    """By how much pairs of some volunteers with all of them are above both prices; far below where they may not be paired."""
    some = who[at : at + _ROWS]
    weights = of.block(some, who)
    over = SCALE * weights - bound.price[some, None] - bound.price[None, who]
    over[weights < 0] = _NEVER
    return over


def _closed(of: Worth, who: Array, keys: Array, bounds: tuple[Prices, ...], least: int) -> Triangles:
    """The triangles of pairs of volunteers, given in order as numbers."""
    found = [_possible(of, np.zeros((0, 3), np.int64), bounds, least)]
    batch: list[Array] = []
    starts = np.searchsorted(keys, np.arange(len(who) + 1) * len(who))
    for one in np.flatnonzero(np.diff(starts) > 1).tolist():
        batch.append(who[_closed_with(one, keys, len(who))])
        if sum(map(len, batch)) > _AT_ONCE:
            found.append(_possible(of, np.concatenate(batch), bounds, least))
            batch = []
    if batch:
        found.append(_possible(of, np.concatenate(batch), bounds, least))
    return Triangles(
        of, np.concatenate([one.threes for one in found]), np.concatenate([one.most for one in found])
    )


def _closed_with(one: int, keys: Array, count: int) -> Array:
    """Those of which this is the first."""
    start, stop = np.searchsorted(keys, (one * count, (one + 1) * count))
    near = keys[start:stop] - one * count
    left, right = np.triu_indices(len(near), 1)
    b, c = near[left], near[right]
    place = np.minimum(np.searchsorted(keys, b * count + c), len(keys) - 1)
    known = keys[place] == b * count + c if len(keys) else np.zeros(0, np.bool_)
    return np.stack((np.full(int(known.sum()), one), b[known], c[known]), axis=1)


def _possible(of: Worth, threes: Array, bounds: tuple[Prices, ...], least: int) -> Triangles:
    found = Triangles(of, threes, np.full(len(threes), np.iinfo(np.int64).max))
    for bound in bounds:
        found = found.under(bound, least)
    return found


def _most(of: Worth, threes: Array, bound: Prices) -> Array:
    """What groupings with these can be worth at most."""
    if not len(threes):
        return np.zeros(0, np.int64)
    links = [(threes[:, x], threes[:, y]) for x, y in ((0, 1), (1, 2), (0, 2))]
    weights = np.stack([of.at(*link) for link in links])
    shared = np.stack([bound.excess(*link) for link in links]).max(axis=0)
    most = weights.sum(axis=0) // 2 + (bound.bound() - bound.price[threes].sum(axis=1) - shared) // SCALE
    most[(weights < 0).any(axis=0)] = _NEVER
    return np.asarray(most)
