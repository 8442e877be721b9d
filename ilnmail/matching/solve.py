"""The best pairs, in order: as many people as can be, those who are owed and have waited, the worst pair, the total; proved.

The highest floor under which nobody more is left out is found by bisection among each one's best partners, then proved over all
pairs: with the next higher one somebody more would be left out, whatever the pairing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ilnmail.matching.features import Scores
from ilnmail.matching.pricing import Edges, candidates, on_edges, over_all_pairs
from ilnmail.matching.solver import Matching, Start, check
from ilnmail.matching.solver.kernels import can_compile, compiled_before
from ilnmail.matching.trio import Bound, Grouping, Trio, copied, relaxed, with_trio
from ilnmail.matching.worth import Array, Weights, points_of, ranks, worth

_PLAIN = 700  # people up to whom the solver runs as it stands: loading what is compiled would take longer
_COMPILE = 2500  # people from whom on compiling is worth its time
PROTECTED = 2000  # people up to whom the worst pair is made as good as it can be
_PROVED_ROWS = 256  # looked at at once


@dataclass(frozen=True)
class Solution:
    """Pairs of rows, at most one trio, and what is proved about them."""

    pairs: tuple[tuple[int, int], ...]
    trio: Trio | None
    worst: int  # points of the worst pair; those of a trio are the hub's two
    worst_proved: bool = True  # no pairing of as many people has a better worst pair
    missing: int = 0  # points that another trio could bring at most
    wrong: str = ""  # with the proof; found by reading it once more

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        return (*self.pairs, *((tuple(sorted(self.trio)),) if self.trio else ()))


def solve(
    scores: Scores,
    ids: Sequence[int],
    waited: Sequence[int],
    volunteers: Sequence[int] = (),
    *,
    protect_worst: bool = True,
    shunned: int = 0,
    compiled: bool | None = None,
) -> Solution:
    """The best for these points; `waited` is what each is owed in favours and rounds, `volunteers` rows who would make a trio.

    Above PROTECTED people each point that a pair lacks to `shunned` counts three times, in place of the best worst pair.
    """
    if len(ids) < 2:
        return Solution((), None, 0)
    if compiled is None:
        compiled = _is_faster_compiled(len(ids))
    search = _Search(scores, np.array(ids), np.array(waited), tuple(volunteers), compiled, shunned)
    protect_worst = protect_worst and len(ids) <= PROTECTED
    best, bound = search.best(0)
    bounds = [bound]
    floor, ceiling = search.highest_floor(best) if protect_worst else (0, None)
    if floor > search.worst(best):
        higher, bound = search.best(floor)
        if search.people(higher) < search.people(best):
            ceiling = None  # no trio under that floor, though pairs would allow it
        else:
            best, bounds = higher, [bound]
    bounds += [ceiling] if ceiling else []
    wrong = next((words for one in bounds if (words := _wrong(one))), "")
    return Solution(
        best.pairs,
        best.trio,
        search.worst(best),
        protect_worst and floor == search.worst(best),
        points_of(bounds[0].most - best.worth),
        wrong,
    )


def _is_faster_compiled(people: int) -> bool:
    """Compiling takes the better part of a minute, the first time; nobody waits for that in a round of usual size."""
    return people > _PLAIN and (compiled_before() or (people > _COMPILE and can_compile()))


def _wrong(bound: Bound) -> str:
    """Every pair is looked at again, by a function that knows nothing of how the matching was found."""
    count = bound.weights.count
    rows = (np.arange(at, min(at + _PROVED_ROWS, count)) for at in range(0, count, _PROVED_ROWS))
    blocks = ((some, bound.weights.rows(some)) for some in rows)
    return check(bound.made, blocks)


def _resized(start: Start | None, count: int) -> Start | None:
    """An earlier start with more copies, or fewer."""
    if start is None:
        return None
    column, price = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    some = min(count, len(start.price))
    column[:some] = np.where(start.column[:some] < count, start.column[:some], -1)
    price[:some] = start.price[:some]
    return Start(column, price)


@dataclass
class _Search:
    """One round's people, and the edges known so far to matter."""

    scores: Scores
    ids: Array
    waited: Array
    volunteers: tuple[int, ...]
    compiled: bool
    shunned: int
    known: Edges = field(init=False)
    everywhere: bool = True  # over all pairs, or only those known
    start: Start | None = None
    who_only: bool = False

    def __post_init__(self) -> None:
        self.known = candidates(self.scores)

    def best(self, floor: int, *, who_only: bool = False) -> tuple[Grouping, Bound]:
        """The best grouping of pairs with so many points, and what proves it; `who_only`: what bounds the people in it."""
        if who_only != self.who_only:
            self.start, self.who_only = None, who_only
        shunned = self.shunned if len(self.ids) > PROTECTED else 0
        of = worth(self.scores, self.ids, self.waited, floor, who_only=who_only, shunned=shunned)
        volunteers = self.volunteers if len(self.ids) % 2 == 1 else ()
        return (relaxed if who_only else with_trio)(of, volunteers, self._solve)

    def _solve(self, weights: Weights, hubs: tuple[int, ...]) -> Matching:
        count = len(self.ids)
        known = copied(self.known, hubs, count)
        start = _resized(self.start, weights.count)
        if self.everywhere:
            made, used = over_all_pairs(weights, known, start, compiled=self.compiled)
            among = used.second < count
            self.known |= Edges(used.first[among], used.second[among])
        else:
            made = on_edges(weights, known, start, compiled=self.compiled)
        self.start = made.start
        return made

    def worst(self, of: Grouping) -> int:
        """The points of its worst pair."""
        pairs = (*of.pairs, *pairwise(of.trio or ()))
        return min((int(self.scores[pair]) for pair in pairs), default=0)

    def highest_floor(self, best: Grouping) -> tuple[int, Bound | None]:
        """The most points that every pair can have while as many people are paired; and what proves that it is the most."""
        low = self.worst(best)
        whole = self.people(best)
        ceiling = self._ceiling(best)
        low = self._bisected(low, ceiling, whole)
        while (following := self._next_above(low, ceiling)) is not None:
            found, bound = self.best(following, who_only=True)
            if found.worth < whole:
                return low, bound
            low = self._bisected(following, ceiling, whole)
        return low, None

    def people(self, of: Grouping) -> int:
        return int(sum(1 + ranks(self.waited)[[n for group in (*of.pairs, of.trio or ()) for n in group]]))

    def _ceiling(self, best: Grouping) -> int:
        """Where everybody is paired, no floor can be above anybody's best partner."""
        everybody = 2 * len(best.pairs) + len(best.trio or ()) == len(self.ids)
        return int(self.scores.max(axis=1).min()) if everybody else int(self.scores.max())

    def _next_above(self, low: int, ceiling: int) -> int | None:
        above = self.scores[(self.scores > low) & (self.scores <= ceiling)]
        return int(above.min()) if len(above) else None

    def _bisected(self, low: int, ceiling: int, whole: int) -> int:
        """The highest floor among the pairs known; `low` is one that does."""
        levels = np.unique(self.scores[self.known.first, self.known.second])
        levels = levels[(levels > low) & (levels <= ceiling)]
        self.everywhere = False
        bottom, top = 0, len(levels)  # so many of the levels do; so many at most
        while bottom < top:
            middle = (bottom + top + 1) // 2
            found, _ = self.best(int(levels[middle - 1]), who_only=True)
            bottom, top = (middle, top) if found.worth >= whole else (bottom, middle - 1)
        self.everywhere = True
        return int(levels[bottom - 1]) if bottom else low
