"""What was found is read once more before anybody is shown it: every pair, every price, every possible group of three."""

from collections.abc import Iterator

from ilnmail.matching.pricing import in_blocks
from ilnmail.matching.solver import check, unfair
from ilnmail.matching.solver.check import Rows
from ilnmail.matching.triangles import triangles
from ilnmail.matching.trio import Proof
from ilnmail.matching.worth import Weights


def wrong_with(proof: Proof) -> str:
    """Why these are not the best groupings, in words; empty where they are."""
    if wrong := check(proof.made, blocks(proof.among)):
        return wrong
    of = proof.among.of
    if wrong := next((words for one in proof.bounds if (words := unfair(one, blocks(of)))), ""):
        return wrong
    if proof.bounds and triangles(of, proof.volunteers, proof.bounds, proof.most + 1).count:
        return "another group of three could bring more"
    return ""


def blocks(weights: Weights) -> Iterator[Rows]:
    """All pairs, some at a time."""
    return ((some, weights.rows(some)) for some in in_blocks(weights.count))
