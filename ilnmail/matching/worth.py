"""What a pair is worth to the solver: one whole number, in which what matters more outweighs all that matters less.

Being paired at all outweighs the points of everybody together, and each step of favours owed and rounds waited counts as much
again. The sets of people who can be paired together form a matroid (Edmonds & Fulkerson 1965): whoever prefers some people
thereby never pairs fewer.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import NEVER, Scores

Array = NDArray[np.int64]
_HASH_BITS = 8  # ties go by a hash of both people, the same whatever their order


class Weights(Protocol):
    """What pairs weigh, worked out where it is looked at; NEVER where two may not be paired."""

    @property
    def count(self) -> int: ...

    def at(self, one: Array, other: Array) -> Array:
        """Of these pairs."""
        ...

    def rows(self, some: Array) -> Array:
        """Of these people with everybody."""
        ...


@dataclass(frozen=True)
class Worth:
    """The weights of people who all can be scored at once."""

    scores: Scores
    hashes: NDArray[np.uint32]
    person: Array  # the part of a weight that is there for each of the two
    floor: int
    who_only: bool  # whom a partner has does not matter, only who has one
    shunned: int = 0  # each point that a pair lacks to this counts three times

    @property
    def count(self) -> int:
        return len(self.scores)

    def at(self, one: Array, other: Array) -> Array:
        points = self.scores[one, other]
        return self._weighed(
            points, self.hashes[one] ^ self.hashes[other], self.person[one] + self.person[other]
        )

    def rows(self, some: Array) -> Array:
        mixed = self.hashes[some, None] ^ self.hashes[None, :]
        return self._weighed(self.scores[some], mixed, self.person[some, None] + self.person[None, :])

    def pair(self, one: int, other: int) -> int:
        return int(self.at(np.array([one]), np.array([other]))[0])

    def _weighed(self, points: Scores, mixed: NDArray[np.uint32], both: Array) -> Array:
        if not self.who_only:
            # Twice `shunned` more for everybody, so that nothing weighs less than nothing.
            bent = points.astype(np.int64) + 2 * np.minimum(points, self.shunned)
            both += bent << _HASH_BITS
            both += ties(mixed)
        both[points < max(0, self.floor)] = NEVER
        return both


def worth(
    scores: Scores, ids: Array, waited: Array, floor: int = 0, *, who_only: bool = False, shunned: int = 0
) -> Worth:
    """Of pairs with at least `floor` points."""
    most = (int(scores.max(initial=0)) + 2 * shunned + 1) << _HASH_BITS
    step = 1 if who_only else (len(ids) // 2 + 2) * most
    return Worth(scores, hashes(ids), step * (1 + ranks(waited)), floor, who_only, shunned)


def points_of(difference: int) -> int:
    """A difference between weights of the same people, in points, rounded up."""
    return -(-difference >> _HASH_BITS)


def ranks(waited: Array) -> Array:
    """0 for the least waited, 1 for the next more: the order is all that matters, and small numbers stay exact."""
    return np.unique(waited, return_inverse=True)[1].astype(np.int64)


def hashes(ids: Array) -> NDArray[np.uint32]:
    """A number for each person (a multiplicative hash, Knuth 6.4)."""
    mixed = (ids.astype(np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return (mixed ^ (mixed >> np.uint64(15))).astype(np.uint32)


def ties(mixed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """0 to 255 from the hashes of two people, xor-ed."""
    return (mixed * np.uint32(2246822519)) >> np.uint32(32 - _HASH_BITS)
