"""The proposal: the best pairs for everybody, one trio where the number is odd, and why."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date

from ilnmail.matching.ahead import compile_ahead, must_compile
from ilnmail.matching.features import Features, all_scores, features
from ilnmail.matching.people import Applicant, Proposal, ProposedPairing, Unmatched
from ilnmail.matching.points import Held, Reckoned
from ilnmail.matching.rules import why_alone
from ilnmail.matching.score import NO_DAY, POINTS, pairing, rarity
from ilnmail.matching.solve import Solution, solve
from ilnmail.schedules import Weights

_HELD = 4000  # people up to whom the points of all pairs are held: 64 MB


def propose(
    applicants: Sequence[Applicant],
    day: date | None = None,
    fixed: Sequence[tuple[int, ...]] = (),
    forbidden: Sequence[tuple[int, int]] = (),
    weights: Weights | None = None,
    watch: Callable[[float], None] | None = None,
) -> Proposal:
    """The best pairs for everybody, `fixed` ones as they are and `forbidden` ones never.

    Deterministic: the same people in any order give the same pairs. `day` is when the clocks are compared.
    Each time that all pairs have been looked at `watch` is told which part of the most points that any pairs could have is reached.
    """
    day = day or NO_DAY
    if must_compile(len(applicants)):
        compile_ahead()
    people = tuple(sorted(applicants, key=lambda one: one.id))
    by_id, rare = {one.id: one for one in people}, rarity(people)
    settled = {id for group in fixed for id in group}
    free = tuple(one for one in people if one.id not in settled)
    rows = features(free, rare, day, [frozenset(pair) for pair in forbidden], weights)
    found = _solved(free, rows, (weights or Weights()).floor, watch)
    groups = [tuple(by_id[id] for id in group) for group in fixed] + [
        tuple(free[n] for n in group) for group in found.groups
    ]
    made = sorted((pairing(group, rare, day, weights) for group in groups), key=lambda one: one.members)
    return _proposal(people, tuple(made), found)


def _solved(
    free: tuple[Applicant, ...], of: Features, floor: int, watch: Callable[[float], None] | None
) -> Solution:
    return solve(
        Held(all_scores(of)) if of.count <= _HELD else Reckoned(of),
        [one.id for one in free],
        [one.owed + one.waited for one in free],
        [n for n, one in enumerate(free) if one.trio],
        shunned=POINTS * floor,
        watch=watch,
    )


def _proposal(people: tuple[Applicant, ...], made: tuple[ProposedPairing, ...], found: Solution) -> Proposal:
    paired = {id for one in made for id in one.members}
    alone = [one for one in people if one.id not in paired]
    left = tuple(Unmatched(one.id, *why) for one, why in zip(alone, why_alone(people, alone), strict=True))
    return Proposal(
        pairings=made,
        unmatched=left,
        proved=_proved(found) if made else "",
        digest=hashlib.sha256(repr([one.members for one in made]).encode()).hexdigest(),
        total=sum(one.score for one in made),
        worst=min((one.score for one in made), default=0),
        wrong=found.wrong,
    )


def _proved(found: Solution) -> str:
    """What has been proved, and no more."""
    if found.wrong:
        return f"These pairs could not be proved to be the best: {found.wrong}."
    worst = "none has a better worst pair; of those, " if found.worst_proved else ""
    more = f"no other group of three would bring more than {found.missing / POINTS:.3g} points more"
    total = f"{more}, and without that " if found.missing else ""
    return f"No pairing matches more people; of those, {worst}{total}none scores more."
