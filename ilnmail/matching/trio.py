"""A group of three out of volunteers, where somebody would stay out otherwise, such that no other choice is better. Exact.

All three links of a trio count, each by half, so that everybody counts with the mean of their links, as in a pair. Which three it
is, is decided by Benders' decomposition (1962): the pairs without some three are solved, and the prices of that solution bound
what all other threes could bring as well. The three that could bring most are solved next, until none could bring more.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ilnmail.matching.solver import SCALE, Matching, Prices
from ilnmail.matching.triangles import among_the_nearest, triangles
from ilnmail.matching.worth import POINT_BITS, Among, Worth

Solve = Callable[[Among], Matching]
"""The best matching of all pairs."""
Trio = tuple[int, int, int]
_MOST_SOLVED = 60  # threes; after that the bounds say what is missing
_AT_ONCE = 1000  # people in a small round; in larger ones fewer are solved
_HALF = 1 << (POINT_BITS - 1)  # less than half a point is no more points


@dataclass(frozen=True)
class Grouping:
    """Pairs of rows, at most one trio, and what it is all worth."""

    pairs: tuple[tuple[int, int], ...]
    trio: Trio | None
    worth: int

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        return (*self.pairs, *((self.trio,) if self.trio else ()))


@dataclass(frozen=True)
class Proof:
    """What bounds every grouping: `made` those of pairs alone, `bounds` those with a trio of volunteers. None with a trio is
    worth more than `most`."""

    among: Among
    made: Matching
    volunteers: tuple[int, ...]
    bounds: tuple[Prices, ...]
    most: int


def best_grouping(
    of: Worth, alone: tuple[int, ...], volunteers: tuple[int, ...], solve: Solve, enough: int | None = None
) -> tuple[Grouping, Proof]:
    """The best grouping, or one that is worth `enough`; `alone` are people who can have no partner."""
    among = Among(of, alone)
    made = solve(among)
    best = _grouping(of, made)
    proof = Proof(among, made, (), (), best.worth)
    complete = 2 * len(best.pairs) + len(alone) == of.count
    if complete or len(volunteers) < 3 or (enough is not None and best.worth >= enough):
        return best, proof
    return _with_trio(of, proof, volunteers, solve, best, enough)


def _with_trio(
    of: Worth, pairs: Proof, volunteers: tuple[int, ...], solve: Solve, best: Grouping, enough: int | None
) -> tuple[Grouping, Proof]:
    bounds: tuple[Prices, ...] = (_bounds(of, pairs.made, ()),)
    least = 1 if of.who_only else _HALF
    open_ones = among_the_nearest(of, volunteers, bounds, best.worth + least)
    everyone = False
    for turn in range(_most_solved(of)):
        if not open_ones.count and not everyone:
            open_ones, everyone = triangles(of, volunteers, bounds, best.worth + least), True
        if not open_ones.count:
            break
        three = open_ones.first()
        made = solve(Among(of, (*pairs.among.out, *three)))
        best = max(best, _grouping(of, made, three), key=lambda one: one.worth)
        if enough is not None and best.worth >= enough:
            break
        told = [_bounds(of, made, three)]
        if turn == 0 and of.who_only and pairs.among.odd and bounds[0].bound() > SCALE * best.worth:
            told.append(_bounds(of, solve(replace(pairs.among, by_themselves=True)), ()))
        bounds = (*bounds, *told)
        for bound in told:
            open_ones = open_ones.under(bound, best.worth + least)
    if open_ones.count and not everyone:
        open_ones = triangles(of, volunteers, bounds, best.worth + least)
    most = max(best.worth + least - 1, int(open_ones.most.max(initial=0)))
    return best, Proof(pairs.among, pairs.made, volunteers, bounds, most)


def _most_solved(of: Worth) -> int:
    return max(3, _MOST_SOLVED * _AT_ONCE**2 // max(of.count, _AT_ONCE) ** 2)


def _grouping(of: Worth, made: Matching, trio: Trio | None = None) -> Grouping:
    pairs = tuple(pair for pair in made.pairs if pair[1] < of.count)
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    total = sum(of.at(ends[:, 0], ends[:, 1]).tolist())
    if trio:
        a, b, c = trio
        total += sum(of.at(np.array([a, b, a]), np.array([b, c, c])).tolist()) // 2
    return Grouping(pairs, trio, total)


def _bounds(of: Worth, made: Matching, out: tuple[int, ...]) -> Prices:
    """Fair prices for everybody; those who were out get what their best pairs ask for."""
    price = made.price[: of.count].copy()
    price[list(out)] = 0
    weights = of.block(np.array(out, np.int64), slice(None))
    for person, row in zip(out, weights, strict=True):
        asked = np.where(row >= 0, SCALE * row - price, 0)
        asked[list(out)] = 0
        price[person] = max(0, int(asked.max()))
    for n, one in enumerate(out):
        for other in out[n + 1 :]:
            price[one] += max(0, SCALE * int(weights[n][other]) - int(price[one] + price[other]))
    return Prices(price=price, blossoms=tuple((who[who < of.count], excess) for who, excess in made.blossoms))
