"""What was found is read once more before anybody is shown it: every pair, every price, every possible group of three."""

from collections.abc import Iterator

import numpy as np

from ilnmail.matching.blocks import AllPairs
from ilnmail.matching.pricing import in_blocks
from ilnmail.matching.solver import Prices
from ilnmail.matching.solver.check import Rows, too_cheap_pair, unfair, unreached, unsound
from ilnmail.matching.triangles import triangles
from ilnmail.matching.trio import Proof
from ilnmail.matching.worth import Among, Weights


def wrong_with(proof: Proof, everybody: AllPairs | None = None) -> str:
    """Why these are not the best groupings, in words; empty where they are. `everybody` looks at pairs by compiled code."""
    among, made = proof.among, proof.made
    pairs = np.array(made.pairs, np.int64).reshape(-1, 2)
    wrong = _unfair(among, made, everybody) or unreached(made, among.at(pairs[:, 0], pairs[:, 1]))
    if wrong:
        return wrong
    for bound in proof.bounds:
        if wrong := _unfair(Among(among.of, ()) if everybody else among.of, bound, everybody):
            return wrong
    if proof.bounds and triangles(among.of, proof.volunteers, proof.bounds, proof.most + 1).count:
        return "another group of three could bring more"
    return ""


def _unfair(weights: Weights, prices: Prices, everybody: AllPairs | None) -> str:
    if everybody is None:
        return unfair(prices, blocks(weights))
    out = weights.out if isinstance(weights, Among) else ()
    one, other = everybody.above(prices, out)
    if len(prices.price) > everybody.of.count:  # nobody, whose weight is the same for all
        who = np.setdiff1d(np.arange(everybody.of.count), out)
        one, other = np.append(one, who), np.append(other, np.full(len(who), everybody.of.count))
    return too_cheap_pair(prices, one, other, weights.at(one, other)) or unsound(prices)


def blocks(weights: Weights) -> Iterator[Rows]:
    """All pairs, some at a time."""
    return ((some, weights.rows(some)) for some in in_blocks(weights.count))
