"""The solver against rustworkx on graphs made of numbers, and its proof against changes made by hand."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
import rustworkx

from ilnmail.matching.points import Array
from ilnmail.matching.solver import Graph, Matching, Start, best_matching
from ilnmail.matching.solver.check import unfair, unreached


def graph(chance: np.random.Generator) -> Graph:
    """Thin ones and full ones, of two people and of forty, with many equal weights and with few."""
    count, most = int(chance.integers(2, 40)), int(chance.choice([1, 3, 10, 100, 10_000]))
    first, second = np.nonzero(np.triu(chance.random((count, count)) < chance.choice([0.1, 0.3, 0.6, 1]), 1))
    weight = chance.integers(0, most + 1, len(first)) + (20 * most if chance.random() < 0.5 else 0)
    return Graph(count, first, second, weight)


def matrix(of: Graph) -> Array:
    weights = np.full((of.count, of.count), -1, np.int64)
    weights[of.first, of.second] = weights[of.second, of.first] = of.weight
    return weights


def total(of: Graph, pairs: Iterable[tuple[int, int]]) -> int:
    return sum(int(matrix(of)[pair]) for pair in pairs)


def by_rustworkx(of: Graph) -> int:
    other: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    other.add_nodes_from(range(of.count))
    other.add_edges_from(list(zip(of.first.tolist(), of.second.tolist(), of.weight.tolist(), strict=True)))
    return total(of, rustworkx.max_weight_matching(other, weight_fn=int))


def wrong(made: Matching, of: Graph) -> str:
    return checked(made, matrix(of))


def checked(made: Matching, weights: Array) -> str:
    pairs = np.array(made.pairs, np.int64).reshape(-1, 2)
    one, other = np.triu_indices(len(weights), 1)
    return unfair(made, one, other, weights[one, other]) or unreached(made, weights[pairs[:, 0], pairs[:, 1]])


def half_of_it(of: Graph, chance: np.random.Generator) -> Start:
    some = chance.random(len(of.first)) < 0.5
    return best_matching(Graph(of.count, of.first[some], of.second[some], of.weight[some])).start


@pytest.mark.parametrize("seed", range(4))
def test_on_graphs_made_of_numbers_it_is_as_good_as_rustworkx_and_proves_it(
    seed: int, pytestconfig: pytest.Config
) -> None:
    chance = np.random.default_rng(seed)
    for n in range(pytestconfig.getoption("--graphs") // 4):
        one = graph(chance)
        made = best_matching(one, half_of_it(one, chance) if n % 2 else None)
        assert total(one, made.pairs) == by_rustworkx(one)
        assert wrong(made, one) == ""


def example() -> tuple[Graph, Matching]:
    """A triangle with a tail at each corner: its blossom carries an excess."""
    ends = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 4]])
    of = Graph(5, ends[:, 0], ends[:, 1], np.array([9, 9, 9, 2, 2]))
    return of, best_matching(of)


def test_a_proof_that_was_changed_is_not_believed() -> None:
    of, made = example()
    assert wrong(made, of) == ""
    cheaper = made.price.copy()
    cheaper[int(made.price.argmax())] -= 4
    dearer = made.price + 4
    alone = made.mate.copy()
    alone[made.pairs[0][0]] = -1
    assert "more than their prices" in wrong(replace(made, price=cheaper), of)
    assert wrong(replace(made, price=dearer), of) == "the bound is not reached"
    assert wrong(replace(made, mate=alone), of) != ""
    assert wrong(replace(made, price=made.price - 1000), of) != ""


def test_two_who_may_not_be_paired_are_found_out() -> None:
    of, made = example()
    barred = matrix(of)
    one, other = made.pairs[0]
    barred[one, other] = barred[other, one] = -1
    assert checked(made, barred) == "two are paired who may not be"
