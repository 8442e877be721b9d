"""Whether a partner is the one that was asked for: from where, how far on, like or unlike in the kind of work.

Each of the two counts for itself, half the weight each; of several things asked for each counts alike. As rows of numbers
(`columns`) it is part of the one product of `features.py`, with columns only for what somebody does ask for.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ilnmail.data.places import world
from ilnmail.matching.people import Applicant
from ilnmail.matching.work import KINDS, kind_of_work

POINTS = 100  # a score's unit


def wish_points(one: Applicant, other: Applicant, weight: int) -> int:
    """Points of what each of the two gets of their wishes, 0 to `weight` times POINTS."""
    return _met(one, other, weight) + _met(other, one, weight)


def unmet(one: Applicant, other: Applicant) -> tuple[str, ...]:
    """What one of them asked for that the other is not, in words."""
    missed = {
        next(iter(asked)).partition(" ")[0]
        for a, b in ((one, other), (other, one))
        for asked in asked_for(a)
        if not traits(b) & asked
    }
    return tuple(words for kind, words in _IN_WORDS.items() if kind in missed)


_IN_WORDS = {"in": "part of the world", "stage": "experience", "work": "kind of work"}
"""By the first word of a trait."""


def asked_for(one: Applicant) -> tuple[frozenset[str], ...]:
    """For each thing asked for, the traits any of which meets it."""
    kind = kind_of_work(one.work)
    alike = (
        {"similar": {kind}, "different": set(KINDS) - {kind}}.get(one.wanted_manner, set()) if kind else set()
    )
    parts = (
        frozenset(f"in {country}" for country in one.wanted_countries),
        frozenset({f"stage {one.wanted_stage}"} if one.wanted_stage else ()),
        frozenset(f"work {one_kind}" for one_kind in alike),
    )
    return tuple(part for part in parts if part)


def traits(one: Applicant) -> frozenset[str]:
    """What a partner can be asked for."""
    kind = kind_of_work(one.work)
    told = (f"in {one.country}", f"stage {one.stage}" if one.stage else "", f"work {kind}" if kind else "")
    return frozenset(filter(None, told))


def _met(one: Applicant, other: Applicant, weight: int) -> int:
    asked = asked_for(one)
    return sum(_each(weight, len(asked)) for part in asked if traits(other) & part)


def new_points(one: Applicant, other: Applicant, weight: int) -> int:
    """Half the weight for each of the two who has had partners before, and none from the other's part of the world."""
    return sum(
        POINTS * weight // 2
        for a, b in ((one, other), (other, one))
        if a.met and part_of_the_world(b.country) not in map(part_of_the_world, a.met)
    )


def part_of_the_world(country: str) -> str:
    """UN M49 sub-region; the country itself where the table has none."""
    return _parts().get(country, country)


@cache
def _parts() -> Mapping[str, str]:
    rows = [row for row in world() if row["region"].isdecimal()]
    return {country: row["region"] for row in rows for country in row["countries"].split()}


def new_columns(people: Sequence[Applicant], weight: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(left, right), as of `columns`, for `new_points`; none where nobody has had a partner before."""
    names = (
        sorted({part_of_the_world(one.country) for one in people}) if any(one.met for one in people) else []
    )
    new = np.zeros((len(people), len(names)), np.float32)
    own = np.zeros((len(people), len(names)), np.float32)
    for row, one in enumerate(people):
        met = {part_of_the_world(country) for country in one.met}
        own[row] = [name == part_of_the_world(one.country) for name in names]
        new[row] = [POINTS * weight // 2 * (bool(met) and name not in met) for name in names]
    return np.hstack((new, own)), np.hstack((own, new))


def _each(weight: int, parts: int) -> int:
    return round(POINTS * weight / 2 / parts)


def columns(people: Sequence[Applicant], weight: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(left, right): the inner product of one's left row and the other's right row is `wish_points`."""
    asked = [asked_for(one) for one in people]
    names = {
        name: n for n, name in enumerate(sorted({name for parts in asked for part in parts for name in part}))
    }
    wants = np.zeros((len(people), len(names)), np.float32)
    has = np.zeros((len(people), len(names)), np.float32)
    for row, one in enumerate(people):
        for part in asked[row]:
            wants[row, [names[name] for name in part]] = _each(weight, len(asked[row]))
        has[row, [names[name] for name in traits(one) if name in names]] = 1
    return np.hstack((wants, has)), np.hstack((has, wants))
