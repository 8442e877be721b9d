"""All pairs in blocks, nothing kept but each person's best few: the compiled way, for thousands of people.

What is a product of two rows is one matrix product a block; the loop here adds language and rules. It compares with the worst
that is kept before it looks at any rule, so that most pairs cost a comparison. Whole numbers: the block's size and the number
of threads change nothing.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.points import Array
from ilnmail.matching.solver.kernels import Ints, entry, kernel
from ilnmail.matching.solver.prices import Nested

MOST_ROUGH = 1 << 22
"""Points beyond this are taken for this, where a comparison is rough: small enough for sums to be exact in 24 bits."""


LOST = -(1 << 61)


class Ruled(NamedTuple):
    """What a pair's weight takes that is no product; arrays over people unless they say otherwise."""

    country: Array
    speaks: Array
    languages: NDArray[np.uint64]  # [place, list, word], bits
    language_points: Array  # by place, the best first, none last
    banned_start: Array
    banned: Array
    hashes: Array
    twice: Any  # the rough bend in the points: 2 and where it ends, or nothing, ...
    bend: Any
    always: Any  # ... and what language brings at most
    shunned: int
    tie_bits: int
    point_bits: int


@kernel
def shared_excess(nested: Nested, one: int, other: int) -> int:
    """Of all blossoms around both."""
    a = nested.inner[one]
    b = nested.inner[other]
    while a != b and a >= 0 and b >= 0:
        if nested.size[a] <= nested.size[b]:
            a = nested.outer[a]
        else:
            b = nested.outer[b]
    found = 0
    while a == b and a >= 0:
        found += nested.excess[a]
        a = nested.outer[a]
        b = a
    return found


@kernel
def nearest_language(r: Ruled, one: int, other: int) -> int:
    """How far down the best shared language stands in both lists together; the place of no points where they share none."""
    late = len(r.languages) - 1
    mine = r.speaks[one]
    theirs = r.speaks[other]
    for far in range(2 * late + 1):
        for place in range(max(0, far - late), min(far, late) + 1):
            for word in range(r.languages.shape[2]):
                if r.languages[place, mine, word] & r.languages[far - place, theirs, word]:
                    return far
    return 2 * late + 1


@kernel
def allowed(r: Ruled, one: int, other: int) -> bool:
    if r.country[one] == r.country[other]:
        return False
    found = True
    for t in range(r.banned_start[one], r.banned_start[one + 1]):
        found = found and r.banned[t] != other
    return found


@kernel
def bent(points: int, shunned: int, point_bits: int) -> int:
    """What is lacking to `shunned` counts three times."""
    return (points + 2 * min(points, shunned)) << point_bits


@kernel
def value_of(product: int, i: int, j: int, r: Ruled, nested: Nested) -> int:
    """Four times the weight of a pair above its people's part, less the excess around both; far below where it may not be."""
    far = nearest_language(r, i, j) if allowed(r, i, j) else len(r.language_points) - 1
    if far == len(r.language_points) - 1:
        return LOST
    mixed = ((r.hashes[i] ^ r.hashes[j]) * 2246822519) & 0xFFFFFFFF
    weight = bent(product + r.language_points[far], r.shunned, r.point_bits) + (mixed >> (32 - r.tie_bits))
    value: int = 4 * weight - shared_excess(nested, i, j)
    return value


@kernel
def in_points(value: int, r: Ruled) -> Any:
    """What a product must exceed at least; rounded down."""
    points = (value >> (r.point_bits + 2)) - 1
    return np.float32(max(-MOST_ROUGH, min(MOST_ROUGH - 1, points))) - r.always


@kernel
def put_in(values: Ints, who: Ints, value: int, person: int) -> None:
    """In place of the smallest of a heap."""
    size = len(values)
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and values[below + 1] < values[below]:
            below += 1
        if values[below] >= value:
            break
        values[at] = values[below]
        who[at] = who[below]
        at = below
    values[at] = value
    who[at] = person


@entry
def best_of_block(
    product: Any,
    row: int,
    column: int,
    later: int,
    r: Ruled,
    nested: Nested,
    asked: Ints,
    rough: Any,
    values: Any,
    who: Any,
) -> None:
    """Each row's best columns by four times their weight less what the column asks for, kept in `values` and `who`; only those
    of people who come after the row's, where `later` says so.

    Most pairs are ruled out by `rough`, what is asked for in points and rounded down, as floats that are exact.
    """
    for a in range(len(product)):
        i = row + a
        least = in_points(values[a, 0], r)
        for b in range(max(0, i + 1 - column) if later else 0, product.shape[1]):
            points = product[a, b]
            if points + r.twice * min(points, r.bend) <= least + rough[column + b]:
                continue
            value = value_of(int(points), i, column + b, r, nested) - asked[column + b]
            if value > values[a, 0]:
                put_in(values[a], who[a], value, column + b)
                least = in_points(values[a, 0], r)


@entry
def above_prices(product: Any, row: int, column: int, r: Ruled, asked: Ints, found: Any) -> int:
    """All pairs, each once, whose weight is above both prices, as many as there is room for in `found`. How many there are."""
    count = 0
    for a in range(len(product)):
        i = row + a
        for b in range(max(0, i + 1 - column), product.shape[1]):
            j = column + b
            least = asked[i] + asked[j]
            most = bent(int(product[a, b]) + r.language_points[0], r.shunned, r.point_bits)
            if 4 * (most + (1 << r.tie_bits)) <= least or not allowed(r, i, j):
                continue
            far = nearest_language(r, i, j)
            if far == len(r.language_points) - 1:
                continue
            mixed = ((r.hashes[i] ^ r.hashes[j]) * 2246822519) & 0xFFFFFFFF
            points = int(product[a, b]) + r.language_points[far]
            weight = bent(points, r.shunned, r.point_bits) + (mixed >> (32 - r.tie_bits))
            if 4 * weight > least:
                if count < len(found):
                    found[count, 0] = i
                    found[count, 1] = j
                count += 1
    return count
