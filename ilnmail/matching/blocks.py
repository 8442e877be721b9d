"""The scores of all pairs at once: the table of `score.py` over whole matrices, equal to it pair by pair."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ilnmail.matching.people import Applicant
from ilnmail.matching.score import OFFICE_HOURS, WEIGHTS, offset

Matrix = NDArray[np.float32]
Scores = NDArray[np.int32]
NEVER = -1
"""Stands where a rule forbids the pair."""

_FAR = 1000.0


def all_scores(
    people: Sequence[Applicant],
    rare: Mapping[str, float],
    day: date,
    forbidden: Iterable[frozenset[int]] = (),
) -> Scores:
    """The score of each pair, symmetric, NEVER where a hard rule forbids it."""
    parts = {
        "interests": _cosine(people, rare),
        "language": _languages(people),
        "hours": _hours(people, day) / np.float32(OFFICE_HOURS),
        "work": _work(people),
    }
    total = sum(
        np.float64(WEIGHTS[name]) * np.round(part.astype(np.float64), 6) for name, part in parts.items()
    )
    scores: Scores = np.rint(np.round(np.asarray(total), 4)).astype(np.int32)
    scores[_broken(people, parts["language"], forbidden)] = NEVER
    return scores


def _cosine(people: Sequence[Applicant], rare: Mapping[str, float]) -> Matrix:
    """Interests as vectors of their rarity, each of length one."""
    columns = {interest: n for n, interest in enumerate(sorted({i for p in people for i in p.interests}))}
    vectors = np.zeros((len(people), max(1, len(columns))))
    for row, person in enumerate(people):
        mine = set(person.interests)
        length = sqrt(sum(rare.get(i, 1.0) ** 2 for i in mine))
        for interest in mine:
            vectors[row, columns[interest]] = rare.get(interest, 1.0) / length
    return (vectors @ vectors.T).astype(np.float32)


def _languages(people: Sequence[Applicant]) -> Matrix:
    """1 where both named it first, less the later it comes; 0 where they share none."""
    count = len(people)
    nearest = np.full((count, count), _FAR, np.float32)
    for code in sorted({c for p in people for c in p.languages}):
        place = np.array([_place(p, code) for p in people], np.float32)
        speaks = np.flatnonzero(place < _FAR)
        both = np.ix_(speaks, speaks)
        nearest[both] = np.minimum(nearest[both], place[speaks, None] + place[None, speaks])
    return np.where(nearest < _FAR, 1 / (1 + nearest), 0).astype(np.float32)


def _place(person: Applicant, code: str) -> float:
    return person.languages.index(code) if code in person.languages else _FAR


def _hours(people: Sequence[Applicant], day: date) -> Matrix:
    zones = np.array([offset(p.zone, day) for p in people], np.float32)
    apart = np.abs(zones[:, None] - zones[None, :])
    hours: Matrix = np.maximum(0, OFFICE_HOURS - np.minimum(apart, 24 - apart))
    return hours


def _work(people: Sequence[Applicant]) -> Matrix:
    """1 where their work shares a word."""
    words = [set(p.work.lower().split()) for p in people]
    counts = Counter(word for mine in words for word in mine)
    columns = {word: n for n, word in enumerate(sorted(w for w, count in counts.items() if count > 1))}
    vectors = np.zeros((len(people), max(1, len(columns))), np.float32)
    for row, mine in enumerate(words):
        vectors[row, [columns[word] for word in mine if word in columns]] = 1
    return (vectors @ vectors.T > 0).astype(np.float32)


def _broken(
    people: Sequence[Applicant], language: Matrix, forbidden: Iterable[frozenset[int]]
) -> NDArray[np.bool_]:
    codes = {code: n for n, code in enumerate(sorted({p.country for p in people}))}
    where = np.array([codes[p.country] for p in people])
    broken = (where[:, None] == where[None, :]) | (language == 0)
    at = {p.id: n for n, p in enumerate(people)}
    pairs = [(p.id, other) for p in people for other in (*p.avoid, *p.former)] + [
        tuple(pair) for pair in forbidden
    ]
    for pair in pairs:
        places = [at[id] for id in pair if id in at]
        if len(places) == 2:
            broken[places[0], places[1]] = broken[places[1], places[0]] = True
    np.fill_diagonal(broken, True)
    result: NDArray[np.bool_] = broken
    return result
