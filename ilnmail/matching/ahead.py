"""Compiles what large rounds use before a match run waits for it: everything once, on six people."""

import numpy as np

from ilnmail.matching.features import features
from ilnmail.matching.people import Applicant
from ilnmail.matching.points import Reckoned
from ilnmail.matching.score import NO_DAY, rarity
from ilnmail.matching.solve import solve
from ilnmail.matching.solver import Graph, best_matching
from ilnmail.matching.solver.kernels import can_compile, is_compiled

_WORTH_IT = 2500  # people from whom on compiling is worth its time


def must_compile(people: int) -> bool:
    """Will a round of so many begin with compiling, since nothing of the kind is kept on this machine?"""
    return people > _WORTH_IT and can_compile() and not is_compiled()


def compile_ahead() -> None:
    """Half a minute, where Numba is installed and keeps nothing of this version yet."""
    people = tuple(Applicant(id=n, country=f"X{n}", languages=("en",)) for n in range(1, 7))
    rows = features(people, rarity(people), NO_DAY)
    solve(Reckoned(rows), range(1, 7), [0] * 6, protect_worst=False, compiled=True)
    _a_blossom()


def _a_blossom() -> None:
    """A triangle with a tail at each of two corners: whose blossom it is is a question of its own."""
    ends = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 4]])
    made = best_matching(Graph(5, ends[:, 0], ends[:, 1], np.array([9, 9, 9, 2, 2])), compiled=True)
    assert made.blossoms
