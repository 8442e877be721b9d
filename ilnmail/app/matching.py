"""A match run as a job: a snapshot in, an event out, nothing held open meanwhile."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from sqlalchemy import Engine

from ilnmail.database import reading
from ilnmail.decide.rescue import applicant, mark
from ilnmail.events import Due, MatchComputed
from ilnmail.load.matching import Snapshot, snapshot
from ilnmail.matching import Applicant, Proposal, ProposedPairing
from ilnmail.model import Match
from ilnmail.schedules import Weights


def matched(engine: Engine, due: Due, weights: Weights) -> MatchComputed:
    """The best pairs for a round as it is now."""
    assert due.round is not None
    with reading(engine) as db:
        found = snapshot(db, due.round)
    return computed(found, due.at, weights)


def computed(of: Snapshot, at: datetime, weights: Weights) -> MatchComputed:
    """The best pairs for everybody in the snapshot."""
    places = {place.person: place for place in of.places}
    paired = {person for pair in of.fixed for person in pair}
    pool = tuple(
        applicant(
            person,
            of.avoided.get(person.id, ()),
            of.former.get(person.id, ()),
            places[person.id].priority,
            tuple(sorted({of.countries[one] for one in of.former.get(person.id, ()) if one in of.countries})),
        )
        for person in of.people
        if person.id not in paired
    )
    made = _in_two_steps(pool, of, weights)
    return MatchComputed(
        at=at,
        round=of.round.id,
        matches=tuple(
            Match(
                people=p.members,
                score=p.score,
                language=p.language,
                reasons=p.reasons,
                warnings=p.warnings,
                interests=p.shared_interests,
            )
            for p in made.pairings
        ),
        unmatched=tuple((u.id, u.reason) for u in made.unmatched),
        proof=made.proof,
        digest=made.digest,
        read=sha256(repr((pool, of.fixed, of.rejected, sorted(of.unsure), weights)).encode()).hexdigest(),
        seen=tuple((person.id, mark(person)) for person in of.people),
        wrong=made.wrong,
    )


def _in_two_steps(pool: tuple[Applicant, ...], of: Snapshot, weights: Weights) -> Proposal:
    """Those who are sure to be in first; then whoever has not said so, with each other and with who is left."""
    from ilnmail.matching.propose import propose

    sure = tuple(one for one in pool if one.id not in of.unsure)
    paired = partial(propose, day=of.round.starts, forbidden=of.rejected, weights=weights)
    if not sure or len(sure) == len(pool):
        return paired(pool)
    first = paired(sure)
    left = {one.id for one in first.unmatched} | of.unsure
    rest = paired(tuple(one for one in pool if one.id in left))
    asked = tuple(replace(p, warnings=(*p.warnings, *_unsure(p, of))) for p in rest.pairings)
    return replace(
        rest,
        pairings=(*first.pairings, *asked),
        proved=_of_both(first, rest),
        digest=sha256(f"{first.digest} {rest.digest}".encode()).hexdigest(),
        total=first.total + rest.total,
        worst=min((one.worst for one in (first, rest) if one.pairings), default=0),
        wrong=first.wrong or rest.wrong,
    )


def _of_both(first: Proposal, rest: Proposal) -> str:
    """What has been proved of each step."""
    if first.proved == rest.proved:
        return f"{_SURE_FIRST}, then the others with whoever was left. Of either step it is proved: {rest.proved}"
    of_the_first = first.proved or "No two of them can be."
    of_the_rest = f" Then the others, with whoever was left. {rest.proved}" if rest.proved else ""
    return f"{_SURE_FIRST}. {of_the_first}{of_the_rest}"


_SURE_FIRST = "First those were paired who have said that they are still in"


def _unsure(pair: ProposedPairing, of: Snapshot) -> tuple[str, ...]:
    names = {p.id: p.name for p in of.people}
    return tuple(
        f"{names[one]} has not said whether they are still in" for one in pair.members if one in of.unsure
    )
