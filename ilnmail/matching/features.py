"""People as rows of whole numbers, so that the points of many pairs are one matrix product.

`left[i] . right[j]` is all of a pair's points but the language's, which goes by bit masks. The numbers are whole and their sums
stay below 2^24, so float32 holds them exactly, whatever the order of adding: block size and threads change nothing.
"""

import importlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.people import Applicant
from ilnmail.matching.score import LATE, OFFICE_HOURS, POINTS, interest_vector, language_points, offset
from ilnmail.matching.wishes import columns, new_columns
from ilnmail.matching.work import KINDS, kind_of_work
from ilnmail.schedules import Weights

Matrix = NDArray[np.float32]
Scores = NDArray[np.int32]
Some = NDArray[np.int64] | slice
NEVER = -1
"""Stands where a rule forbids the pair."""
_LOST = -(1 << 24)  # outweighs all points

_BITS = 64
_ROWS = 256  # looked at together
_PAIRS = 1 << 16  # looked at together


@dataclass(frozen=True)
class Features:
    """All that the points and the rules need, in the order of the people."""

    left: Matrix
    right: Matrix
    country: NDArray[np.int32]
    speaks: NDArray[np.int64]  # each one's list of languages, of which there are far fewer than people
    languages: NDArray[np.uint64]  # [place, list, word]: those named by this place in the list, as bits
    language_points: NDArray[np.int32]
    banned_start: NDArray[
        np.int64
    ]  # whom i may not meet: banned[banned_start[i] : banned_start[i + 1]], ascending
    banned: NDArray[np.int32]

    @property
    def count(self) -> int:
        return len(self.country)


def features(
    people: Sequence[Applicant],
    rare: Mapping[str, float],
    day: date,
    forbidden: Iterable[frozenset[int]] = (),
    weights: Weights | None = None,
) -> Features:
    """Rows for these people."""
    weights = weights or Weights()
    interests = _interests(people, rare, weights)
    offsets, rows = _hours(people, day, weights)
    work = _work(people)
    wants, has = columns(people, weights.wishes)
    unmet, own = new_columns(people, weights.new)
    start, banned = _banned(people, forbidden)
    speaks, languages = _languages(people)
    return Features(
        left=np.ascontiguousarray(
            np.hstack((interests, rows[offsets], POINTS * weights.work * work, wants, unmet))
        ),
        right=np.ascontiguousarray(
            np.hstack((interests, np.eye(len(rows), dtype=np.float32)[offsets], work, has, own))
        ),
        country=_codes([p.country for p in people]),
        speaks=speaks,
        languages=languages,
        language_points=np.array(language_points(weights), np.int32),
        banned_start=start,
        banned=banned,
    )


def _codes(names: Sequence[str]) -> NDArray[np.int32]:
    numbers = {name: n for n, name in enumerate(sorted(set(names)))}
    return np.array([numbers[name] for name in names], np.int32)


def _interests(people: Sequence[Applicant], rare: Mapping[str, float], weights: Weights) -> Matrix:
    """What only one has named is in nobody's product."""
    counts = Counter(interest for p in people for interest in set(p.interests))
    columns = {name: n for n, name in enumerate(sorted(name for name, c in counts.items() if c > 1))}
    vectors = np.zeros((len(people), max(1, len(columns))), np.float32)
    for row, person in enumerate(people):
        for interest, value in interest_vector(person, rare, weights).items():
            if interest in columns:
                vectors[row, columns[interest]] = value
    return vectors


def _hours(people: Sequence[Applicant], day: date, weights: Weights) -> tuple[NDArray[np.int64], Matrix]:
    """Each one's place in the list of offsets from UTC; what each two of the list are worth."""
    zones = [offset(p.zone, day) for p in people]
    known = np.array(sorted(set(zones)))
    apart = np.abs(known[:, None] - known[None, :])
    shared = np.maximum(0, OFFICE_HOURS - np.minimum(apart, 24 - apart))
    rows = np.rint(POINTS * weights.hours * shared / OFFICE_HOURS).astype(np.float32)
    return np.searchsorted(known, zones), rows


def _work(people: Sequence[Applicant]) -> Matrix:
    columns = {kind: n for n, kind in enumerate(KINDS)}
    kinds = np.zeros((len(people), len(columns)), np.float32)
    for row, person in enumerate(people):
        if kind := kind_of_work(person.work):
            kinds[row, columns[kind]] = 1
    return kinds


def _languages(people: Sequence[Applicant]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The commoner languages first, so that most pairs share one in the first word."""
    counts = Counter(code for p in people for code in p.languages)
    bits = {code: n for n, code in enumerate(sorted(counts, key=lambda code: (-counts[code], code)))}
    lists = {told: n for n, told in enumerate(sorted({p.languages for p in people}))}
    masks = np.zeros((LATE + 1, len(lists), len(bits) // _BITS + 1), np.uint64)
    for told, row in lists.items():
        for place, code in enumerate(told):
            word, bit = divmod(bits[code], _BITS)
            masks[min(place, LATE) :, row, word] |= np.uint64(1 << bit)
    return np.array([lists[p.languages] for p in people], np.int64), masks


def _banned(
    people: Sequence[Applicant], forbidden: Iterable[frozenset[int]]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Former partners, those to be avoided, and what coordinators forbade; both ways."""
    at = {p.id: n for n, p in enumerate(people)}
    named = [(p.id, other) for p in people for other in (*p.avoid, *p.former)]
    named += [(one, other) for pair in forbidden for one in pair for other in pair]
    both = [
        (at[one], at[other]) for one, other in named if one in at and other in at and at[one] != at[other]
    ]
    cells = np.array(sorted({*both, *((b, a) for a, b in both)}), np.int64).reshape(-1, 2)
    return np.searchsorted(cells[:, 0], np.arange(len(people) + 1)), cells[:, 1].astype(np.int32)


def all_scores(of: Features) -> Scores:
    """The points of each pair, symmetric, NEVER where a hard rule forbids it. Room for all pairs at once."""
    found = np.empty((of.count, of.count), np.int32)
    with one_thread_a_product():
        for at in range(0, of.count, _ROWS):
            found[at : at + _ROWS] = block_scores(of, slice(at, at + _ROWS), slice(None))
    return found


def one_thread_a_product() -> AbstractContextManager[object]:
    """A product's own threads would wait for each other and for whoever else works here: for blocks as small as ours that takes
    longer than the product. They are turned off where that can be done."""
    if not find_spec("threadpoolctl"):
        return nullcontext()
    limits: AbstractContextManager[object] = importlib.import_module("threadpoolctl").threadpool_limits(
        1, "blas"
    )
    return limits


def block_scores(of: Features, some: Some, others: Some) -> Scores:
    """The points of some people with some others."""
    found: Scores = (of.left[some] @ of.right[others].T).astype(np.int32)
    mine, my_place = np.unique(of.speaks[some], return_inverse=True)
    theirs, their_place = np.unique(of.speaks[others], return_inverse=True)
    shared = _nearest(of, mine[:, None], theirs[None, :])
    told = np.where(shared > 2 * LATE, _LOST, of.language_points[shared])
    found += told[my_place][:, their_place]
    np.copyto(found, NEVER, where=of.country[some][:, None] == of.country[others][None, :])
    np.maximum(found, NEVER, out=found)
    start, stop = of.banned_start[:-1][some], of.banned_start[1:][some]
    column = np.full(of.count, -1, np.int64)
    column[others] = np.arange(found.shape[1])
    for row in np.flatnonzero(start < stop).tolist():
        banned = column[of.banned[start[row] : stop[row]]]
        found[row, banned[banned >= 0]] = NEVER
    return found


def pair_scores(of: Features, one: NDArray[np.int64], other: NDArray[np.int64]) -> Scores:
    """The points of these pairs."""
    found = np.empty(len(one), np.int32)
    for at in range(0, len(one), _PAIRS):
        here, there = one[at : at + _PAIRS], other[at : at + _PAIRS]
        part = np.einsum("pf,pf->p", of.left[here], of.right[there]).astype(np.int32)
        shared = _nearest(of, of.speaks[here], of.speaks[there])
        part += of.language_points[shared]
        part[
            (of.country[here] == of.country[there]) | (shared > 2 * LATE) | _banned_pairs(of, here, there)
        ] = NEVER
        found[at : at + _PAIRS] = part
    return found


def _banned_pairs(of: Features, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    rows = np.repeat(np.arange(of.count), np.diff(of.banned_start))
    keys = rows * of.count + of.banned
    if not len(keys):
        return np.zeros(len(one), np.bool_)
    asked = one * of.count + other
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.asarray(keys[place] == asked)


def _nearest(of: Features, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int8]:
    """How far down the best language that two lists share stands in both together; one more than the last where there is none."""
    shape = np.broadcast_shapes(one.shape, other.shape)
    nearest = np.full(shape, 2 * LATE + 1, np.int8)
    for far in range(2 * LATE, -1, -1):
        found = np.zeros(shape, np.bool_)
        for place in range(max(0, far - LATE), min(far, LATE) + 1):
            mine, theirs = of.languages[place], of.languages[far - place]
            for word in range(mine.shape[1]):
                found |= (mine[one, word] & theirs[other, word]) != 0
        nearest[found] = far
    return nearest
