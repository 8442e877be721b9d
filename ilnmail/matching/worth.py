"""What a pair is worth to the solver: one whole number, in which what matters more outweighs all that matters less.

Being paired at all outweighs the points of everybody together, and each step of favours owed and rounds waited counts as much
again. The sets of people who can be paired together form a matroid (Edmonds & Fulkerson 1965): whoever prefers some people
thereby never pairs fewer. Below one point lies a hash of both people, so small that all pairs' hashes together are less than
a point: among groupings of equal points it is always the same one that is found.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.features import NEVER, Scores, Some
from ilnmail.matching.points import Array, Points
from ilnmail.matching.solver import SCALE, Prices

POINT_BITS = 20
"""A point is worth 2 to this power."""
_MOST_ROUGH = 1 << 29  # points: more than any pair has, and twice as many fit 32 bits


class Weights(Protocol):
    """What pairs weigh, worked out where it is looked at; NEVER where two may not be paired."""

    @property
    def count(self) -> int: ...

    def at(self, one: Array, other: Array) -> Array:
        """Of these pairs."""
        ...


@dataclass(frozen=True)
class Worth:
    """The weights of people."""

    points: Points
    hashes: NDArray[np.uint32]
    person: Array  # the part of a weight that is there for each of the two
    floor: int
    who_only: bool  # whom a partner has does not matter, only who has one
    shunned: int = 0  # each point that a pair lacks to this counts three times

    @property
    def count(self) -> int:
        return self.points.count

    @property
    def tie_bits(self) -> int:
        """The hashes of all pairs together stay below a point."""
        return max(0, POINT_BITS - (self.count // 2).bit_length())

    def at(self, one: Array, other: Array) -> Array:
        points = self.points.at(one, other)
        return self._weighed(
            points, self.hashes[one] ^ self.hashes[other], self.person[one] + self.person[other]
        )

    def block(self, some: Some, others: Some) -> Array:
        """Of some people with some others."""
        mixed = self.hashes[some][:, None] ^ self.hashes[others]
        both = self.person[some][:, None] + self.person[others]
        return self._weighed(self.points.block(some, others), mixed, both)

    def may_exceed(self, asked: Array, some: Some, others: Some) -> NDArray[np.bool_]:
        """Who of some people and some others may together weigh more than both ask for beyond the person's own part, times SCALE.
        Whoever weighs more is among them: points are compared with what is asked for in points, rounded down."""
        points = self.points.block(some, others)
        unit = 1 if self.who_only else SCALE << POINT_BITS
        rough = np.clip(asked // unit, -_MOST_ROUGH, _MOST_ROUGH).astype(np.int32)
        least = rough[some][:, None] + rough[others]
        if self.who_only:
            found = least < 0
        else:
            found = least <= (points + 2 * np.minimum(points, self.shunned) if self.shunned else points)
        return np.asarray(found & (points >= max(0, self.floor)))

    def _weighed(self, points: Scores, mixed: NDArray[np.uint32], both: Array) -> Array:
        if not self.who_only:
            # Twice `shunned` more for everybody, so that nothing weighs less than nothing.
            bent = points.astype(np.int64)
            if self.shunned:
                bent += 2 * np.minimum(points, self.shunned)
            bent <<= POINT_BITS
            both += bent
            both += ties(mixed, self.tie_bits)
        both[points < max(0, self.floor)] = NEVER
        return both

    def asked(self, prices: Prices) -> Array:
        """What each one's price is above their own part of a weight, times SCALE."""
        return np.asarray(prices.price[: self.count] - SCALE * self.person)


@dataclass(frozen=True)
class Among:
    """The weights without some people, `out`. Where those left are odd in number, one more stands for nobody and may be
    anybody's partner, at the same weight for all: somebody stays out in any case, and prices need no blossom of everyone.
    Only prices `by_themselves` tell who stays out for another reason than the odd number."""

    of: Worth
    out: tuple[int, ...] = ()
    by_themselves: bool = False

    @property
    def odd(self) -> bool:
        return not self.by_themselves and (self.of.count - len(self.out)) % 2 == 1

    @property
    def count(self) -> int:
        return self.of.count + int(self.odd)

    @property
    def nobody(self) -> int:
        """The weight of having nobody; as good as any partner, so that whoever stays out has it."""
        return 2 * int(self.of.person.max(initial=0))

    def at(self, one: Array, other: Array) -> Array:
        low, high = np.minimum(one, other), np.maximum(one, other)
        found = np.full(len(low), self.nobody, np.int64)
        people = high < self.of.count
        found[people] = self.of.at(low[people], high[people])
        found[np.isin(low, self.out) | np.isin(high, self.out) | (low == high)] = NEVER
        return found


def worth(
    points: Points, ids: Array, waited: Array, floor: int = 0, *, who_only: bool = False, shunned: int = 0
) -> Worth:
    """Of pairs with at least `floor` points; `waited` decides who stays out, the order of its numbers being all that counts."""
    most = (_MOST_POINTS + 2 * shunned + 1) << POINT_BITS
    step = 1 if who_only else (len(ids) // 2 + 2) * most
    return Worth(points, hashes(ids), step * (1 + ranks(waited)), floor, who_only, shunned)


_MOST_POINTS = (
    40_000  # a pair's: the parts make 10,000 and some rounding; what comes on top is at most as much, each
)


def points_of(difference: int) -> float:
    """A difference between weights of the same people, in whole and half points; less than a half is none."""
    return (2 * difference >> POINT_BITS) / 2


def ranks(waited: Array) -> Array:
    """0 for the least waited, 1 for the next more: the order is all that matters, and small numbers stay exact."""
    return np.unique(waited, return_inverse=True)[1].astype(np.int64)


def hashes(ids: Array) -> NDArray[np.uint32]:
    """A number for each person (a multiplicative hash, Knuth 6.4)."""
    mixed = (ids.astype(np.uint64) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return (mixed ^ (mixed >> np.uint64(15))).astype(np.uint32)


def ties(mixed: NDArray[np.uint32], bits: int) -> Array:
    """So many bits from the hashes of two people, xor-ed."""
    return ((mixed * np.uint32(2246822519)) >> np.uint32(32 - bits) if bits else 0 * mixed).astype(np.int64)
