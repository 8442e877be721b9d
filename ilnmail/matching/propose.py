"""The proposal: the best pairs for everybody, one trio where the number is odd, and why."""

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from ilnmail.matching.blocks import NEVER, Scores, all_scores
from ilnmail.matching.people import Applicant, Proposal, ProposedPairing, Unmatched
from ilnmail.matching.rules import why_alone
from ilnmail.matching.score import pairing, rarity
from ilnmail.matching.solve import Solution, solve

_NO_DAY = date(2027, 3, 1)


def propose(
    applicants: Sequence[Applicant],
    day: date | None = None,
    fixed: Sequence[tuple[int, ...]] = (),
    forbidden: Sequence[tuple[int, int]] = (),
) -> Proposal:
    """The best pairs for everybody, `fixed` ones as they are and `forbidden` ones never.

    Deterministic: the same people in any order give the same pairs. `day` is when the clocks are compared.
    """
    day = day or _NO_DAY
    people = tuple(sorted(applicants, key=lambda one: one.id))
    by_id, rare = {one.id: one for one in people}, rarity(people)
    settled = {id for group in fixed for id in group}
    free = tuple(one for one in people if one.id not in settled)
    scores = all_scores(free, rare, day, [frozenset(pair) for pair in forbidden])
    found = solve(scores, [one.id for one in free], [one.owed + one.waited for one in free])
    groups = [tuple(by_id[id] for id in group) for group in fixed] + [
        tuple(free[n] for n in group) for group in _with_trio(free, found, scores)
    ]
    made = tuple(sorted((pairing(group, rare, day) for group in groups), key=lambda one: one.members))
    return _proposal(people, made, found, sum(int(scores[pair]) for pair in found.pairs))


def _with_trio(people: tuple[Applicant, ...], found: Solution, scores: Scores) -> list[tuple[int, ...]]:
    """Somebody left over joins a pair of volunteers, all from different countries; the best such trio."""
    groups: list[tuple[int, ...]] = sorted(found.pairs)
    paired = {n for pair in found.pairs for n in pair}
    alone = [n for n in range(len(people)) if n not in paired]
    for one in alone[:1]:
        fits = [
            (weakest, pair)
            for pair in groups
            if all(people[n].trio for n in (*pair, one))
            and (weakest := _weakest(scores, (*pair, one))) > NEVER
        ]
        if fits:
            _, pair = max(fits)
            groups[groups.index(pair)] = tuple(sorted((*pair, one)))
    return groups


def _weakest(scores: Scores, group: tuple[int, ...]) -> int:
    """The lowest score among a group's pairs; NEVER where one of them breaks a rule."""
    return min(int(scores[pair]) for pair in combinations(group, 2))


def _proposal(
    people: tuple[Applicant, ...], made: tuple[ProposedPairing, ...], found: Solution, total: int
) -> Proposal:
    paired = {id for one in made for id in one.members}
    left = tuple(Unmatched(one.id, *why_alone(one, people)) for one in people if one.id not in paired)
    return Proposal(
        pairings=made,
        unmatched=left,
        proof=_proof(found, total) if made else "",
        digest=hashlib.sha256(repr([one.members for one in made]).encode()).hexdigest(),
        total=sum(one.score for one in made),
        worst=min((one.score for one in made), default=0),
    )


def _proof(found: Solution, total: int) -> str:
    """What can be said for sure: everything where every pair was looked at, a share of a bound elsewhere."""
    if found.exact:
        return (
            "No pairing of two and two matches more people; of those, none has a better worst pair; "
            "of those, none scores more."
        )
    share = 100 * total / found.bound if found.bound else 100
    return (
        "Looked for among each one's best candidates: no pairing of them matches more people or has a better worst "
        f"pair; the total is {share:.1f} % of what no pairing at all can exceed."
    )
