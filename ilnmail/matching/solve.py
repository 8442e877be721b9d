"""The best pairs, in order: as many people as can be, those who are owed and have waited, the worst pair, the total; proved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

import numpy as np

from ilnmail.matching.blocks import AllPairs
from ilnmail.matching.certificate import wrong_with
from ilnmail.matching.floor import Floor, highest_floor
from ilnmail.matching.points import Array, Points, Reckoned
from ilnmail.matching.pricing import (
    CANDIDATES,
    MOST_ADDED,
    Edges,
    Watch,
    candidates,
    edges,
    in_blocks,
    over_all_pairs,
    with_nobody,
)
from ilnmail.matching.solver import Matching, Start
from ilnmail.matching.solver.kernels import is_compiled
from ilnmail.matching.trio import Grouping, Proof, Trio, best_grouping
from ilnmail.matching.worth import Among, Worth, points_of, ranks, worth

_PLAIN = 700  # people up to whom the solver runs as it stands: loading what is compiled would take longer
PROTECTED = 2000  # people up to whom the worst pair is made as good as it can be


@dataclass(frozen=True)
class Solution:
    """Pairs of rows, at most one trio, and what is proved about them."""

    pairs: tuple[tuple[int, int], ...]
    trio: Trio | None
    worst: int  # points of the worst pair, each two of a trio being one
    worst_proved: bool = True  # no pairing of as many people has a better worst pair
    missing: float = 0  # points that another trio could bring at most
    wrong: str = ""  # with the proof; found by reading it once more

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        return (*self.pairs, *((self.trio,) if self.trio else ()))


def solve(
    points: Points,
    ids: Sequence[int],
    waited: Sequence[int],
    volunteers: Sequence[int] = (),
    *,
    protect_worst: bool = True,
    shunned: int = 0,
    compiled: bool | None = None,
    watch: Callable[[float], None] | None = None,
) -> Solution:
    """The best for these points; `waited` is what each is owed in favours and rounds, `volunteers` rows who would make a trio.

    `watch` is told which part of the most points is reached, each time that all pairs have been looked at.
    Above PROTECTED people each point that a pair lacks to `shunned` counts three times, in place of the best worst pair.
    """
    if len(ids) < 2:
        return Solution((), None, 0)
    protect_worst = protect_worst and len(ids) <= PROTECTED
    search = _Search(
        points=points,
        ids=np.array(ids),
        waited=np.array(waited),
        volunteers=tuple(volunteers),
        compiled=(len(ids) > _PLAIN and is_compiled()) if compiled is None else compiled,
        shunned=shunned if len(ids) > PROTECTED else 0,
        floors=protect_worst,
        watch=watch,
    )
    floor, counted = search.highest_floor() if protect_worst else (Floor(0, None), None)
    best, proof = search.best(floor.points)
    if counted and search.people(best) < counted.most:  # the search for a trio above the floor was cut short
        floor, (best, proof) = Floor(0, None), search.best(0)
    read = [one for one in (counted, floor.proof, proof) if one]
    return Solution(
        best.pairs,
        best.trio,
        search.worst(best),
        floor.proof is not None or not best.pairs,
        points_of(proof.most - best.worth),
        next((words for one in read if (words := wrong_with(one, search.blocks))), ""),
    )


def _resized(start: Start | None, count: int) -> Start | None:
    """An earlier start with nobody, or without."""
    if start is None:
        return None
    column, price = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    some = min(count, len(start.price))
    column[:some] = np.where(start.column[:some] < count, start.column[:some], -1)
    price[:some] = start.price[:some]
    return Start(column, price)


def _as_paired(best: Grouping, of: Worth) -> Start:
    """Where whom a partner has does not matter, any pairs are a start; the third of a trio has nobody, who stands last."""
    column, price = np.full(of.count + 1, -1, np.int64), np.append(of.person, of.person.max())
    for group in best.groups:
        one, other = group[:2]
        column[one], column[other] = other, one
        for third in group[2:]:
            column[third], column[of.count] = of.count, third
    return Start(column, price)


@dataclass(kw_only=True)
class _Search:
    """One round's people, and the edges known so far to matter."""

    points: Points
    ids: Array
    waited: Array
    volunteers: tuple[int, ...]
    compiled: bool
    shunned: int
    floors: bool  # are there to be, which the compiled pass does not know
    watch: Callable[[float], None] | None
    known: Edges = field(init=False)
    alone: tuple[int, ...] = field(init=False)
    blocks: AllPairs | None = field(init=False, default=None)
    start: Start | None = None  # where the solve before this one left off

    def __post_init__(self) -> None:
        if self.compiled and not self.floors and isinstance(self.points, Reckoned):
            self.blocks = AllPairs(self._worth(0, who_only=False), self.points.of)
        self.known = edges(*self.blocks.best(CANDIDATES)) if self.blocks else candidates(self.points)
        possible = self.points.at(self.known.first, self.known.second) >= 0
        paired = np.concatenate((self.known.first[possible], self.known.second[possible]))
        self.alone = tuple(np.setdiff1d(np.arange(len(self.ids)), paired).tolist())

    def best(self, floor: int) -> tuple[Grouping, Proof]:
        """The best grouping of pairs with so many points."""
        return best_grouping(self._worth(floor, who_only=False), self.alone, self.volunteers, self._solve)

    def _worth(self, floor: int, *, who_only: bool) -> Worth:
        return worth(self.points, self.ids, self.waited, floor, who_only=who_only, shunned=self.shunned)

    def _solve(self, among: Among) -> Matching:
        made = self._solved(among, self.start, watch=partial(self._told, among.of) if self.watch else None)
        self.start = made.start
        return made

    def _told(self, of: Worth, made: Matching, missing: int) -> None:
        """Which part of the most points is reached, for whoever watches."""
        assert self.watch
        ends = np.array([pair for pair in made.pairs if pair[1] < of.count], np.int64).reshape(-1, 2)
        points = int((of.at(ends[:, 0], ends[:, 1]) - of.person[ends].sum(axis=1)).sum())
        self.watch(points / max(1, points + missing))

    def _solved(
        self, among: Among, start: Start | None, enough: int | None = None, watch: Watch | None = None
    ) -> Matching:
        known = with_nobody(self.known, among)
        price = partial(self._dearer, among) if self.blocks else None
        start = _resized(start, among.count)
        made, used = over_all_pairs(
            among, known, start, enough, compiled=self.compiled, price=price, watch=watch
        )
        people = used.second < among.of.count
        self.known |= Edges(used.first[people], used.second[people])
        return made

    def _dearer(self, among: Among, made: Matching) -> Edges:
        assert self.blocks
        return edges(*self.blocks.violated(made, MOST_ADDED, among.out))

    def worst(self, of: Grouping) -> int:
        """The points of its worst pair."""
        ends = np.array([pair for group in of.groups for pair in combinations(group, 2)], np.int64).reshape(
            -1, 2
        )
        return int(self.points.at(ends[:, 0], ends[:, 1]).min(initial=1 << 30)) if len(ends) else 0

    def highest_floor(self) -> tuple[Floor, Proof]:
        """The most points that every pair can have while as many people are paired; and what proves how many those are."""
        first, counted = self._who(0, None, self._at_hand())
        if not first.pairs or first.worth < counted.most:
            return Floor(0, None), counted
        if not first.trio:  # then none brings in more people, whatever the points
            self.volunteers = ()
        latest = first

        def attempt(floor: int) -> tuple[Grouping, Proof]:
            nonlocal latest
            found, proof = self._who(floor, first.worth, latest)
            latest = found if found.worth >= first.worth else latest
            return found, proof

        tops = np.concatenate(
            [self.points.block(some, slice(None)).max(axis=1) for some in in_blocks(len(self.ids))]
        )
        # Where all are paired who can be, no floor can be above anybody's best partner.
        ceiling = int(tops[tops >= 0].min() if self._everybody(first) else tops.max())
        return highest_floor(self.worst(first), ceiling, first.worth, attempt, self.worst), counted

    def _at_hand(self) -> Grouping:
        """Whoever is free takes the best partner who is: somewhere to begin."""
        points = self.points.at(self.known.first, self.known.second)
        free = np.ones(len(self.ids), np.bool_)
        pairs = []
        for edge in np.argsort(-points, kind="stable").tolist():
            one, other = int(self.known.first[edge]), int(self.known.second[edge])
            if points[edge] >= 0 and free[one] and free[other]:
                free[[one, other]] = False
                pairs.append((one, other))
        return Grouping(tuple(pairs), None, 0)

    def _who(self, floor: int, whole: int | None, before: Grouping) -> tuple[Grouping, Proof]:
        """A grouping of pairs with so many points in which as many are as can be, or all who make up `whole`."""
        of = self._worth(floor, who_only=True)
        everybody = before.trio is None and self._everybody(before)
        start = _as_paired(before, of)

        def solved(among: Among) -> Matching:
            three = sum(of.person[list(set(among.out) - set(self.alone))].tolist())
            enough = None if whole is None else whole - three + (among.nobody if among.odd else 0)
            return self._solved(among, start, enough)

        return best_grouping(of, self.alone, () if everybody else self.volunteers, solved, whole)

    def _everybody(self, of: Grouping) -> bool:
        return sum(len(group) for group in of.groups) + len(self.alone) == len(self.ids)

    def people(self, of: Grouping) -> int:
        """Who is in it, as one number."""
        return int(sum(1 + ranks(self.waited)[[n for group in of.groups for n in group]]))
