"""The points of pairs: held for all pairs at once, or worked out where they are looked at. NEVER where a hard rule forbids it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import Features, Scores, Some, block_scores, pair_scores

Array = NDArray[np.int64]


class Points(Protocol):
    """Symmetric; nobody has points with themselves."""

    @property
    def count(self) -> int: ...

    def at(self, one: Array, other: Array) -> Scores:
        """Of these pairs."""
        ...

    def block(self, some: Some, others: Some) -> Scores:
        """Of some people with some others."""
        ...


def cells(found: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Rows and columns of what is true, as `np.nonzero`, which takes fifteen times as long in two dimensions."""
    row, column = np.divmod(np.flatnonzero(found), max(1, found.shape[1]))
    return row, column


@dataclass(frozen=True)
class Held:
    """All of them: four bytes a pair."""

    scores: Scores

    @property
    def count(self) -> int:
        return len(self.scores)

    def at(self, one: Array, other: Array) -> Scores:
        return self.scores[one, other]

    def block(self, some: Some, others: Some) -> Scores:
        return self.scores[some][:, others]


@dataclass(frozen=True)
class Reckoned:
    """None of them: each is worked out when it is asked for."""

    of: Features

    @property
    def count(self) -> int:
        return self.of.count

    def at(self, one: Array, other: Array) -> Scores:
        return pair_scores(self.of, one, other)

    def block(self, some: Some, others: Some) -> Scores:
        return block_scores(self.of, some, others)
