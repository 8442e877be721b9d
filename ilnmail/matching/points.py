"""The points of pairs: held for all pairs at once, or worked out where they are looked at. NEVER where a hard rule forbids it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import Features, Scores, pair_scores, row_scores

Array = NDArray[np.int64]


class Points(Protocol):
    """Symmetric; nobody has points with themselves."""

    @property
    def count(self) -> int: ...

    def at(self, one: Array, other: Array) -> Scores:
        """Of these pairs."""
        ...

    def rows(self, some: Array) -> Scores:
        """Of these people with everybody."""
        ...


@dataclass(frozen=True)
class Held:
    """All of them: four bytes a pair."""

    scores: Scores

    @property
    def count(self) -> int:
        return len(self.scores)

    def at(self, one: Array, other: Array) -> Scores:
        return self.scores[one, other]

    def rows(self, some: Array) -> Scores:
        return self.scores[some]


@dataclass(frozen=True)
class Reckoned:
    """None of them: each is worked out when it is asked for."""

    of: Features

    @property
    def count(self) -> int:
        return self.of.count

    def at(self, one: Array, other: Array) -> Scores:
        return pair_scores(self.of, one, other)

    def rows(self, some: Array) -> Scores:
        return row_scores(self.of, some)
