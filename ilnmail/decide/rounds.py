"""A round, from its match run to the introductions: closed, proposed, running."""

from dataclasses import replace
from datetime import time, timedelta
from itertools import combinations

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import moment
from ilnmail.decide.changing import act, change
from ilnmail.decide.introductions import introduce
from ilnmail.decide.proposing import in_order, pairs_wait, proposal_letters
from ilnmail.decide.rescue import mark
from ilnmail.decide.round_days import UNPROVED, day_of
from ilnmail.decide.sending import asked_of_all, letter, others, plain_letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.decide.translated import worded
from ilnmail.effects import Effect, Keep, Send
from ilnmail.events import Due, MatchComputed
from ilnmail.letters.shown import Need
from ilnmail.model import (
    Fact,
    Job,
    Match,
    Member,
    Pairing,
    PairingState,
    Person,
    PersonState,
    PlaceState,
    Round,
    RoundState,
    Ticket,
)

REPLACED = "replaced"
"""Why a proposed pairing ended that a newer match run put aside."""
_CHANGED = "Something about one of the two changed while the pairs were worked out."


def match_computed(state: State, event: MatchComputed) -> tuple[Effect, ...]:
    """The proposal: kept pair by pair, and mailed to the coordinators with reasons, warnings and proof."""
    taking = state.round
    assert taking is not None
    if taking.state not in (RoundState.CLOSED, RoundState.PROPOSED):
        return ()
    if event.wrong:
        return _not_proposed(state, event, taking)
    matches = in_order(_still_possible(state, event))
    drafts = tuple(_draft(state, taking, state.ids.pairing + n, match) for n, match in enumerate(matches))
    facts: list[Fact] = [pairing for pairing, _ in drafts]
    facts += [member for _, members in drafts for member in members]
    kept = tuple(Keep(fact) for fact in facts)
    reasons = dict(event.unmatched) | dict.fromkeys(_changed_since(event, matches), _CHANGED)
    unmatched = tuple(
        part
        for place in state.places
        if place.person in reasons
        for part in change(place, reason=reasons[place.person])
    )
    stale = tuple(
        part
        for couple in state.couples
        if couple.pairing.state is PairingState.PROPOSED
        for part in change(couple.pairing, state=PairingState.REJECTED, ended_because=REPLACED)
    )
    proposed = change(taking, state=RoundState.PROPOSED, matched_digest=event.digest, proof=event.proof)
    people = {p.id: p for p in state.people}
    pairs = tuple(
        (pairing, tuple(people[id] for id in match.people))
        for (pairing, _), match in zip(drafts, matches, strict=True)
    )
    return (
        *act(
            state,
            event,
            f"{taking.name}: {len(drafts)} pairs proposed",
            (*stale, *kept, *unmatched, *proposed),
        ),
        Keep(_job(event, "done")),
        *proposal_letters(state, event, taking, pairs),
    )


def _still_possible(state: State, event: MatchComputed) -> tuple[Match, ...]:
    """The run took a snapshot: whoever left, paused, got a partner or changed their card while it computed is in none of its
    pairs, and no two are who are to be kept apart by now."""
    undone = (PairingState.PROPOSED, PairingState.REJECTED, PairingState.ENDED)
    settled = {p.id for c in state.couples if c.pairing.state not in undone for p in c.people}
    seen = dict(event.seen)
    same = {p.id for p in state.people if seen.get(p.id) in (None, mark(p))}
    free = {p.id for p in state.people if p.state is PersonState.ACTIVE} & same - settled
    apart = {frozenset(two) for two in state.numbers.get("kept apart", ())}  # type: ignore[attr-defined]
    return tuple(
        match
        for match in event.matches
        if free.issuperset(match.people)
        and not any(frozenset(two) in apart for two in combinations(match.people, 2))
    )


def _changed_since(event: MatchComputed, kept: tuple[Match, ...]) -> set[int]:
    """Who was in a pair that is not possible any more."""
    return {id for match in event.matches if match not in kept for id in match.people}


def _not_proposed(state: State, event: MatchComputed, taking: Round) -> tuple[Effect, ...]:
    """A proof that does not hold is a fault of ours: nobody is shown these pairs, and coordinators hear why there are none."""
    line = Ticket(
        id=state.ids.ticket,
        key=f"match:{taking.name}",
        kind="match",
        words=f"the pairs of {taking.name} could not be proved to be the best ({event.wrong}), so none are proposed. "
        "Tell whoever runs the machine; round match tries again",
        default="there is no proposal",
        due=event.at + timedelta(days=1),
        opened_at=event.at,
    )
    return (
        *act(
            state, event, f"{taking.name}: no pairs could be proved", change(taking, matched_digest=UNPROVED)
        ),
        Keep(line),
        Keep(_job(event, "refused")),
    )


def _job(event: MatchComputed, state: str) -> Job:
    key = f"match:{event.round}:{event.at.isoformat()}"
    return Job(
        key=key,
        kind="match",
        read_hash=event.read,
        state=state,
        result=event.wrong or event.digest,
        at=event.at,
    )


def _draft(state: State, taking: Round, id: int, match: Match) -> tuple[Pairing, tuple[Member, ...]]:
    pairing = Pairing(
        id=id,
        round=taking.id,
        starts=taking.starts,
        ends=taking.ends,
        language=match.language,
        score=match.score,
        reasons=match.reasons,
        warnings=match.warnings,
        interests=match.interests,
    )
    return pairing, tuple(Member(pairing=id, person=one, seat=1, current=False) for one in match.people)


def default_due(state: State, event: Due) -> tuple[Effect, ...]:
    """What nobody decided: pairs above the floor are approved, if the round allows it; and whoever has no
    partner is told why, with their choices."""
    taking = state.round
    assert taking is not None
    undecided = (c for c in state.couples if c.pairing.state is PairingState.PROPOSED)
    above = tuple(c for c in undecided if taking.defaults and c.pairing.score >= taking.floor)
    approved = tuple(part for c in above for part in approve(c))
    words = f"{taking.name}: {len(above)} pairs approved, since nobody decided"
    done = act(state, event, words, approved) if approved else ()
    return (*done, *_without_partner(state, event, taking), advance(event))


def approve(couple: Couple) -> tuple[Effect, ...]:
    """To be introduced on the round's day."""
    return (
        *change(couple.pairing, state=PairingState.APPROVED),
        *(part for member in couple.members for part in change(member, current=True)),
    )


def _without_partner(state: State, event: Due, taking: Round) -> tuple[Effect, ...]:
    paired = {
        p.id
        for c in state.couples
        if c.pairing.state not in (PairingState.REJECTED, PairingState.ENDED)
        for p in c.people
    }
    places = {place.person: place for place in state.places if place.state is not PlaceState.WITHDRAWN}
    alone = [p for p in state.people if p.id in places and p.id not in paired]
    eve = moment(taking.starts, time(0), state.programme.zone)
    told: tuple[Effect, ...] = ()
    for number, person in enumerate(alone):
        why = places[person.id].reason or "Nobody was left who fits your wishes and ours."
        sent = letter("no-partner", taking.name, person, why=why, starts=taking.starts, next_round=None)
        sent = worded(sent, "why")
        # Better on a Saturday than on the morning on which the others are introduced.
        sent = replace(sent, not_after=max(eve, event.at + timedelta(days=1)))
        told += (
            *question(state, event.at, sent, taking.name, number=number),
            # Unanswered it is choice 3, so it holds from now on; 1 and 2 take it back.
            *change(person, favour=person.favour + 1, again="yes"),
        )
    return told


def introduce_due(state: State, event: Due) -> tuple[Effect, ...]:
    """A batch of approved pairings gets going; `people` of this event are pairings' ids."""
    taking = state.round
    assert taking is not None
    running = change(taking, state=RoundState.RUNNING) if taking.state is not RoundState.RUNNING else ()
    places = {place.person: place for place in state.places}
    introduced: tuple[Effect, ...] = ()
    for couple in state.couples:
        introduced += introduce(state, couple, event.at)
        introduced += tuple(
            part
            for p in couple.people
            if p.id in places
            for part in change(places[p.id], state=PlaceState.MATCHED)
        )
    return (*running, *introduced, advance(event))


def remind_coordinators_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Those who have not decided are reminded, with what happens otherwise."""
    taking = state.round
    assert taking is not None
    wait = sum(c.pairing.state in (PairingState.PROPOSED, PairingState.HELD) for c in state.couples)
    if not wait:
        return (advance(event),)
    held = all(c.pairing.state is not PairingState.PROPOSED for c in state.couples)
    default = day_of(state, taking, "default")
    then = f"those that fit well are approved on {default:%A %-d %B}" if taking.defaults else "they wait"
    words = pairs_wait(wait, "held" if held else "proposed", taking.name)
    need = Need(words, "they wait" if held else then)

    def told(to: Person) -> Send:
        return plain_letter("reminder", event.period, to, needs=(need,), others=others(state, to))

    lines = (("1", "proposal:"),)
    return (*asked_of_all(state, event.at, told, taking.name, lines), advance(event))
