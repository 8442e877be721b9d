"""Pairings by hand: match, unmatch, avoid, freeze."""

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.saying import done, named, pair, refused
from ilnmail.decide.couples import part
from ilnmail.decide.introductions import introduce
from ilnmail.decide.rescue import broken, earliest, new_couple
from ilnmail.decide.rescuing import parted
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import Avoid, PairingState, PersonState, RoundState


def match(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Two people, or three, from this hour on: the rescue of somebody whose partner is gone, or who asked for another."""
    people = state.people
    if len(people) not in (2, 3):
        return refused(event, "match takes two or three people: match P-1 P-2")
    away = [p for p in people if p.state is not PersonState.ACTIVE]
    if away:
        return refused(event, f"{' and '.join(map(named, away))} cannot take part just now")
    parting = {c.pairing.id for c in state.parting}
    taken = [c for c in state.couples if c.pairing.state in _TOGETHER and c.pairing.id not in parting]
    if taken:
        return refused(event, f"{pair(taken[0])} are together already; unmatch M-{taken[0].pairing.id} first")
    for first, second in ((a, b) for n, a in enumerate(people) for b in people[n + 1 :]):
        if why := broken(state, first, second):
            return refused(event, f"{first.name} and {second.name}: {why}")
    running = next((r for r in state.rounds if r.state is RoundState.RUNNING), state.round)
    if running is None:
        return refused(event, "no round is running or being made")
    couple, facts = new_couple(state, running, people, event.at)
    introduced = introduce(state, couple, event.at, earliest=earliest(state, event.at), second=True)
    closed = (
        part
        for t in state.tickets
        if t.key in {f"rematch:P-{p.id}" for p in people}
        for part in change(t, closed_at=event.at)
    )
    words = f"matched {pair(couple)}; introductions go in {state.schedules.holds.coordinators} minutes"
    return done(state, event, words, *parted(state, (couple,), event.at), *facts, *introduced, *closed)


_TOGETHER = (PairingState.RUNNING, PairingState.APPROVED)


def unmatch(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The pairing ends for everybody in it; each is told that, and asked what next."""
    alive = [c for c in state.couples if c.pairing.state in _TOGETHER]
    if not alive:
        return refused(event, "which pairing? unmatch M-27")
    effects: tuple[Effect, ...] = ()
    because = event.order.text or "unmatched"
    for place, couple in enumerate(alive):
        told = couple.people if couple.pairing.state is PairingState.RUNNING else ()
        cause = f"M-{couple.pairing.id}"
        effects += part(state, couple, told, event.at, cause, because=because, number=3 * place)
    return done(state, event, f"ended {pair(alive[0])}", *effects)


def avoid(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    if len(state.people) != 2:
        return refused(event, "avoid takes two people: avoid P-1 P-2")
    one, other = state.people
    words = f"{named(one)} and {named(other)} will not be paired"
    return done(state, event, words, Keep(Avoid(person=one.id, other=other.id, words=event.order.text)))


def freeze(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return _frozen(state, event, True)


def unfreeze(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return _frozen(state, event, False)


def _frozen(state: State, event: OrderGiven, frozen: bool) -> tuple[Effect, ...]:
    """No mail passes while frozen; neither of the two is told."""
    if not state.couples:
        return refused(event, "which pairing? freeze M-27")
    couple = state.couples[0]
    words = f"{'frozen' if frozen else 'passing mail again'}: {pair(couple)}"
    return done(state, event, words, *change(couple.pairing, frozen=frozen))
