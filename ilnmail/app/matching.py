"""A match run as a job: a snapshot in, an event out, nothing held open meanwhile."""

from datetime import datetime

from ilnmail.decide.rescue import applicant
from ilnmail.events import Match, MatchComputed
from ilnmail.load.matching import Snapshot
from ilnmail.matching import propose
from ilnmail.schedules import Weights


def computed(of: Snapshot, at: datetime, weights: Weights) -> MatchComputed:
    """The best pairs for everybody in the snapshot."""
    places = {place.person: place for place in of.places}
    paired = {person for pair in of.fixed for person in pair}
    pool = tuple(
        applicant(
            person, of.avoided.get(person.id, ()), of.former.get(person.id, ()), places[person.id].priority
        )
        for person in of.people
        if person.id not in paired
    )
    made = propose(pool, day=of.round.starts, weights=weights)
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
    )
