"""The proposal: maximum-weight matching on a general graph over everybody.

Edmonds' blossom algorithm (Edmonds 1965; Galil 1986), from rustworkx.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import combinations

import rustworkx

from ilnmail.matching.people import Applicant, Proposal, ProposedPairing, Unmatched
from ilnmail.matching.rules import broken_rules, why_alone
from ilnmail.matching.score import pairing, rarity, score

_PRIORITY = (
    10_000  # one favour or round waited outweighs every score: it decides who stays out, not with whom
)
Edge = tuple[int, int, int]  # two places in the list of people, and the score
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
    edges = _edges(free, rare, day, {frozenset(pair) for pair in forbidden})
    pairs = _with_trio(free, _best(free, edges), edges)
    groups = [tuple(by_id[id] for id in group) for group in fixed] + [
        tuple(free[n] for n in group) for group in pairs
    ]
    made = tuple(sorted((pairing(group, rare, day) for group in groups), key=lambda one: one.members))
    return _proposal(people, made)


def _edges(
    people: tuple[Applicant, ...], rare: dict[str, float], day: date, never: set[frozenset[int]]
) -> list[Edge]:
    """Every pair that breaks no rule."""
    return [
        (n, m, score(one, other, rare, day))
        for (n, one), (m, other) in combinations(enumerate(people), 2)
        if not broken_rules(one, other) and frozenset((one.id, other.id)) not in never
    ]


def _best(people: tuple[Applicant, ...], edges: list[Edge]) -> set[tuple[int, int]]:
    """As many people as can be, then those who have waited, then the worst pair, then the total."""
    whole = _matching(people, edges)
    floors = sorted({weight for _, _, weight in edges})
    low, high = 0, len(floors) - 1
    best = whole
    while low <= high:  # the highest floor under which nobody more is left out, by bisection
        middle = (low + high) // 2
        tried = _matching(people, [edge for edge in edges if edge[2] >= floors[middle]])
        if _worth(people, tried) >= _worth(people, whole):
            best, low = tried, middle + 1
        else:
            high = middle - 1
    return best


def _worth(people: tuple[Applicant, ...], pairs: set[tuple[int, int]]) -> tuple[int, int]:
    return len(pairs), sum(people[n].owed + people[n].waited for pair in pairs for n in pair)


def _matching(people: tuple[Applicant, ...], edges: list[Edge]) -> set[tuple[int, int]]:
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(list(range(len(people))))
    waited = [_PRIORITY * (one.owed + one.waited) for one in people]
    graph.add_edges_from([(n, m, weight + waited[n] + waited[m]) for n, m, weight in edges])
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return {(min(pair), max(pair)) for pair in found}


def _with_trio(
    people: tuple[Applicant, ...], pairs: set[tuple[int, int]], edges: list[Edge]
) -> list[tuple[int, ...]]:
    """Somebody left over joins a pair of volunteers, all from different countries; the best such trio."""
    groups: list[tuple[int, ...]] = sorted(pairs)
    weights = {(n, m): weight for n, m, weight in edges}
    alone = [n for n in range(len(people)) if all(n not in pair for pair in pairs)]
    for one in alone[:1]:
        fits = [
            (_weakest(weights, (*pair, one)), pair)
            for pair in groups
            if all(people[n].trio for n in (*pair, one)) and _weakest(weights, (*pair, one)) is not None
        ]
        if fits:
            _, pair = max(fits, key=lambda fit: (fit[0] or 0, fit[1]))
            groups[groups.index(pair)] = tuple(sorted((*pair, one)))
    return groups


def _weakest(weights: dict[tuple[int, int], int], group: tuple[int, ...]) -> int | None:
    """The lowest score among a group's pairs; None where one of them breaks a rule."""
    found = [weights.get((min(pair), max(pair))) for pair in combinations(group, 2)]
    return None if None in found else min(weight for weight in found if weight is not None)


def _proposal(people: tuple[Applicant, ...], made: tuple[ProposedPairing, ...]) -> Proposal:
    paired = {id for one in made for id in one.members}
    left = tuple(Unmatched(one.id, *why_alone(one, people)) for one in people if one.id not in paired)
    proof = "No pairing of two and two matches more people; of those, none has a better worst pair."
    return Proposal(
        pairings=made,
        unmatched=left,
        proof=proof if made else "",
        digest=hashlib.sha256(repr([one.members for one in made]).encode()).hexdigest(),
        total=sum(one.score for one in made),
        worst=min((one.score for one in made), default=0),
    )
