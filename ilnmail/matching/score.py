"""How well two people fit: whole numbers, symmetric, by the weights of `schedules/matching.toml`.

Points are hundredths of what is shown as the score, 0 to 100. Each part is a whole number by itself, so that sums do not depend
on how many pairs are looked at at once (`features.py`); this module is the plain form that the fast ones are tested against.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import log, sqrt
from zoneinfo import ZoneInfo

from babel import Locale

from ilnmail.matching.people import Applicant, ProposedPairing
from ilnmail.matching.wishes import new_points, unmet, wish_points
from ilnmail.matching.work import kind_of_work
from ilnmail.schedules import Weights

OFFICE_HOURS = 8  # 9 to 17
POINTS = 100  # a score's unit
NO_DAY = date(2027, 3, 1)  # whose clocks are compared where no day is given
LATE = 2  # a language's place in the list, from 0: the third and all after it count alike
_EN = Locale("en")


def rarity(everybody: tuple[Applicant, ...]) -> dict[str, float]:
    """The weight of an interest: the rarer, the more it says (inverse document frequency)."""
    counts: dict[str, int] = {}
    for one in everybody:
        for interest in set(one.interests):
            counts[interest] = counts.get(interest, 0) + 1
    return {interest: log(1 + len(everybody) / count) for interest, count in counts.items()}


def points(
    one: Applicant, other: Applicant, rare: Mapping[str, float], day: date, weights: Weights | None = None
) -> int:
    """0 to 100 times POINTS, more by the weight of wishes where they are met; a little more where all interests are the same, since parts are rounded."""
    weights = weights or Weights()
    same_kind = bool(one.work) and kind_of_work(one.work) == kind_of_work(other.work) != ""
    return (
        _interests(one, other, rare, weights)
        + language_points(weights)[_nearest(one, other)]
        + round(POINTS * weights.hours * shared_hours(one, other, day) / OFFICE_HOURS)
        + POINTS * weights.work * same_kind
        + wish_points(one, other, weights.wishes)
        + new_points(one, other, weights.new)
    )


def shown(found: int) -> int:
    """Points as the score that people see, 0 to 100."""
    return min(100, (found + POINTS // 2) // POINTS)


def interest_vector(one: Applicant, rare: Mapping[str, float], weights: Weights) -> dict[str, int]:
    """Each interest by its rarity; two such vectors of the same interests have the weight as inner product (the cosine,
    Salton & McGill 1983), but for the rounding."""
    rarities = {interest: rare.get(interest, 1.0) for interest in sorted(set(one.interests))}
    length = sqrt(sum(value**2 for value in rarities.values()))
    size = sqrt(POINTS * weights.interests)
    return {interest: round(size * value / length) for interest, value in rarities.items()}


def _interests(one: Applicant, other: Applicant, rare: Mapping[str, float], weights: Weights) -> int:
    mine, theirs = (interest_vector(person, rare, weights) for person in (one, other))
    return sum(value * theirs.get(interest, 0) for interest, value in mine.items())


def language_points(weights: Weights) -> tuple[int, ...]:
    """By how far down the best shared language stands in both lists together; the last: they share none."""
    return (*(round(POINTS * weights.language / (1 + far)) for far in range(2 * LATE + 1)), 0)


def _nearest(one: Applicant, other: Applicant) -> int:
    places = [
        min(LATE, one.languages.index(c)) + min(LATE, other.languages.index(c))
        for c in one.languages
        if c in other.languages
    ]
    return min(places, default=2 * LATE + 1)


def best_language(people: tuple[Applicant, ...]) -> str:
    """The language they share that comes first for them together; by its code among equals."""
    shared = set(people[0].languages).intersection(*(p.languages for p in people[1:]))
    return min(shared, key=lambda c: (sum(p.languages.index(c) for p in people), c), default="")


@cache
def offset(zone: str, day: date) -> float:
    """Hours east of UTC at noon of that day."""
    noon = datetime.combine(day, time(12), UTC)
    return (noon.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() / 3600


def shared_hours(one: Applicant, other: Applicant, day: date) -> float:
    """Office hours that both have at the same time on that day."""
    apart = abs(offset(one.zone, day) - offset(other.zone, day))
    return max(0.0, OFFICE_HOURS - min(apart, 24 - apart))


def pairing(
    people: tuple[Applicant, ...], rare: Mapping[str, float], day: date, weights: Weights | None = None
) -> ProposedPairing:
    """Two or three people with score, reasons and warnings; a trio is worth its weakest pair."""
    pairs = [(a, b) for n, a in enumerate(people) for b in people[n + 1 :]]
    shared = tuple(i for i in people[0].interests if all(i in p.interests for p in people[1:]))
    language = best_language(people)
    hours = min(shared_hours(a, b, day) for a, b in pairs)
    return ProposedPairing(
        members=tuple(sorted(p.id for p in people)),
        score=shown(min(points(a, b, rare, day, weights) for a, b in pairs)),
        language=language,
        reasons=_reasons(shared, language, hours)[:3],
        warnings=(
            *_warnings(shared, hours),
            *(
                f"not the {words} that was asked for"
                for words in dict.fromkeys(part for a, b in pairs for part in unmet(a, b))
            ),
        ),
        shared_interests=tuple(sorted(shared, key=lambda i: -rare.get(i, 0))),
    )


def _reasons(shared: tuple[str, ...], language: str, hours: float) -> tuple[str, ...]:
    named = (f"both named {' and '.join(shared[:3])}",) if shared else ()
    awake = (f"{hours:.0f} working {'hours' if hours >= 1.5 else 'hour'} in common",) if hours >= 1 else ()
    return (*named, f"both write {_EN.languages.get(language, language)}", *awake)


def _warnings(shared: tuple[str, ...], hours: float) -> tuple[str, ...]:
    return (
        *(() if shared else ("no interest in common",)),
        *(("no working hour in common",) if hours < 1 else ()),
    )
