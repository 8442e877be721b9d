"""How well two people fit: whole numbers, symmetric, in one table that coordinators can read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import log, sqrt
from zoneinfo import ZoneInfo

from babel import Locale

from ilnmail.matching.people import Applicant, ProposedPairing

WEIGHTS: Mapping[str, int] = {"interests": 60, "language": 15, "hours": 15, "work": 10}
"""What a perfect fit is worth."""

OFFICE_HOURS = 8  # 9 to 17
_EN = Locale("en")


def rarity(everybody: tuple[Applicant, ...]) -> dict[str, float]:
    """The weight of an interest: the rarer, the more it says (inverse document frequency)."""
    counts: dict[str, int] = {}
    for one in everybody:
        for interest in set(one.interests):
            counts[interest] = counts.get(interest, 0) + 1
    return {interest: log(1 + len(everybody) / count) for interest, count in counts.items()}


def score(one: Applicant, other: Applicant, rare: Mapping[str, float], day: date) -> int:
    """0 to 100."""
    parts = {
        "interests": _cosine(one, other, rare),
        "language": _language(one, other),
        "hours": shared_hours(one, other, day) / OFFICE_HOURS,
        "work": float(bool(set(one.work.lower().split()) & set(other.work.lower().split()))),
    }
    return round(round(sum(WEIGHTS[name] * round(value, 6) for name, value in parts.items()), 4))


def _cosine(one: Applicant, other: Applicant, rare: Mapping[str, float]) -> float:
    shared = sum(rare.get(i, 1.0) ** 2 for i in set(one.interests) & set(other.interests))
    lengths = [sqrt(sum(rare.get(i, 1.0) ** 2 for i in set(p.interests))) for p in (one, other)]
    return shared / (lengths[0] * lengths[1]) if shared else 0.0


def _language(one: Applicant, other: Applicant) -> float:
    """1 where both named it first, less the later it comes."""
    shared = [
        one.languages.index(c) + other.languages.index(c) for c in one.languages if c in other.languages
    ]
    return 1 / (1 + min(shared)) if shared else 0.0


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


def pairing(people: tuple[Applicant, ...], rare: Mapping[str, float], day: date) -> ProposedPairing:
    """Two or three people with score, reasons and warnings; a trio is worth its weakest pair."""
    pairs = [(a, b) for n, a in enumerate(people) for b in people[n + 1 :]]
    shared = tuple(i for i in people[0].interests if all(i in p.interests for p in people[1:]))
    language = best_language(people)
    hours = min(shared_hours(a, b, day) for a, b in pairs)
    return ProposedPairing(
        members=tuple(sorted(p.id for p in people)),
        score=min(score(a, b, rare, day) for a, b in pairs),
        language=language,
        reasons=_reasons(shared, language, hours)[:3],
        warnings=_warnings(shared, hours),
        shared_interests=tuple(sorted(shared, key=lambda i: -rare.get(i, 0))),
    )


def _reasons(shared: tuple[str, ...], language: str, hours: float) -> tuple[str, ...]:
    named = (f"both named {' and '.join(shared[:3])}",) if shared else ()
    awake = (f"{hours:.0f} working hours in common",) if hours >= 1 else ()
    return (*named, f"both write {_EN.languages.get(language, language)}", *awake)


def _warnings(shared: tuple[str, ...], hours: float) -> tuple[str, ...]:
    return (
        *(() if shared else ("no interest in common",)),
        *(("no working hour in common",) if hours < 1 else ()),
    )
