"""What was found is read once more before anybody is shown it: every pair, every price, every possible group of three."""

import numpy as np

from ilnmail.matching.blocks import AllPairs
from ilnmail.matching.points import Array, cells
from ilnmail.matching.pricing import in_blocks
from ilnmail.matching.solver import SCALE, Prices
from ilnmail.matching.solver.check import unfair, unreached
from ilnmail.matching.triangles import triangles
from ilnmail.matching.trio import Proof
from ilnmail.matching.worth import Among, Worth

Pairs = tuple[Array, Array]


def wrong_with(proof: Proof, everybody: AllPairs | None = None) -> str:
    """Why these are not the best groupings, in words; empty where they are. `everybody` looks at pairs by compiled code."""
    among, made = proof.among, proof.made
    every: tuple[Prices, ...] = (made, *proof.bounds)
    seen = map(everybody.above, every) if everybody else _above(among.of, every)
    unfairness = (_unfair(among, prices, pairs) for prices, pairs in zip(every, seen, strict=True))
    if wrong := next(filter(None, unfairness), ""):
        return wrong
    ends = np.array(made.pairs, np.int64).reshape(-1, 2)
    if wrong := unreached(made, among.at(ends[:, 0], ends[:, 1])):
        return wrong
    if proof.bounds and triangles(among.of, proof.volunteers, proof.bounds, proof.most + 1).count:
        return "another group of three could bring more"
    return ""


def _above(of: Worth, every: tuple[Prices, ...]) -> list[Pairs]:
    """For each of these prices all pairs that weigh more than both, whatever the blossoms around them."""
    found: list[list[Array]] = [[] for _ in every]
    for some in in_blocks(of.count):
        weights = SCALE * of.block(some, slice(some.start, None))
        for prices, pairs in zip(every, found, strict=True):
            price = prices.price[: of.count]
            row, column = cells(weights > price[some][:, None] + price[some.start :])
            pairs.append(np.stack((row, column)) + some.start)
    ends = (np.concatenate(pairs, axis=1) for pairs in found)
    return [(one, other) for one, other in ends]


def _unfair(among: Among, prices: Prices, pairs: Pairs) -> str:
    """In a proof nobody, too, has a price, and the same weight for all."""
    one, other = pairs
    if len(prices.price) > among.of.count:
        who = np.setdiff1d(np.arange(among.of.count), among.out)
        one, other = np.append(one, who), np.append(other, np.full(len(who), among.of.count))
    return unfair(prices, one, other, Among(among.of).at(one, other))
