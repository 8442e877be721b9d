"""The country cap: at most a fifth of those admitted from one country, first come first served."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

SMALL = 100  # below this many applicants the share is two fifths
FIFTH, TWO_FIFTHS = 5.0, 2.5  # a part of those admitted
Application = tuple[int, str, datetime, int]  # person, country, since, priority


@dataclass(frozen=True)
class Admission:
    """Who is in, and who waits, in the order of the queue."""

    admitted: tuple[int, ...]
    waiting: tuple[int, ...]


def admit(applications: Sequence[Application], part: float | None = None) -> Admission:
    """The greatest fixed point of T = sum over countries of min(n, max(T / part, T / countries)),
    starting from all applicants; the second term keeps tiny rounds alive. Without a part the rule decides."""
    queue = sorted(applications, key=lambda one: (-one[3], one[2], one[0]))
    counts = Counter(country for _, country, _, _ in queue)
    limit = _limit(counts, part or (FIFTH if len(queue) >= SMALL else TWO_FIFTHS))
    taken: Counter[str] = Counter()
    admitted: list[int] = []
    waiting: list[int] = []
    for person, country, _, _ in queue:
        (admitted if taken[country] < limit else waiting).append(person)
        taken[country] += 1
    return Admission(tuple(admitted), tuple(waiting))


def _limit(counts: Counter[str], part: float) -> int:
    """How many from one country."""
    total = sum(counts.values())
    while counts:
        each = max(int(total / part), -(-total // len(counts)))
        fits = sum(min(n, each) for n in counts.values())
        if fits == total:
            return each
        total = fits
    return 0
