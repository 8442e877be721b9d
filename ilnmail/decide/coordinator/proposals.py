"""The proposed pairs: approve, reject, hold, swap, why."""

from dataclasses import replace
from datetime import date

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator import tickets
from ilnmail.decide.coordinator.saying import already, done, pair, refused, shown
from ilnmail.decide.introductions import introduce
from ilnmail.decide.rescue import broken, earliest, scored
from ilnmail.decide.rescuing import parted, settled
from ilnmail.decide.rounds import approve as approved
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven
from ilnmail.model import PairingState, Person, PersonState, RoundState

_UNDECIDED = (PairingState.PROPOSED, PairingState.HELD)


def approve(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """To be introduced on the round's day, or now if that has come. Whoever has changed since is refused."""
    if state.tickets and not state.couples:
        return tickets.agreed(state, event)
    ready = [c for c in state.couples if c.pairing.state in _UNDECIDED and not _gone(c)]
    refusals = tuple(
        part for c in state.couples if (why := _why_not(c)) for part in _refusal(state, event, c, why)
    )
    if not ready:
        return refusals or refused(event, "there is no pair to approve in it")
    running = state.round is not None and state.round.state is RoundState.RUNNING
    effects = parted(state, ready, event.at) if running else ()
    for couple in ready:
        effects += _at_once(state, event, couple) if running else approved(couple)
    words = f"approved {pair(ready[0])}" if len(ready) == 1 else f"approved {len(ready)} pairs"
    return (*done(state, event, words, *effects), *refusals)


def _at_once(state: State, event: OrderGiven, couple: Couple) -> tuple[Effect, ...]:
    """Within a running round it begins today, and settles the lines of the digest that asked for it."""
    begins = replace(couple, pairing=replace(couple.pairing, starts=max(event.at.date(), _starts(state))))
    return (
        *change(couple.pairing, starts=begins.pairing.starts),
        *introduce(state, begins, event.at, earliest=earliest(state, event.at), second=True),
        *settled(state, couple, event.at, event.person),
    )


def _starts(state: State) -> date:
    assert state.round is not None
    return state.round.starts


def _refusal(state: State, event: OrderGiven, couple: Couple, why: str) -> tuple[Effect, ...]:
    """Where another coordinator was quicker, who and when; else what has changed."""
    place = ("pairings", (couple.pairing.id,), "state")
    last = next((a for a in reversed(state.acts) if any(c[:3] == place for c in a.changes)), None)
    by = next((c.name for c in state.coordinators if last and c.address == last.actor), "")
    if last and by and last.actor != event.actor:
        return already(event, by, last.at, f"{pair(couple)}: {couple.pairing.state}")
    return (Tell(event.order.line, f"not approved: {pair(couple)}: {why}", done=False),)


def _gone(couple: Couple) -> bool:
    return any(p.state is not PersonState.ACTIVE for p in couple.people)


def _why_not(couple: Couple) -> str:
    if couple.pairing.state not in _UNDECIDED:
        return f"is {couple.pairing.state} already"
    gone = [p.name for p in couple.people if p.state is not PersonState.ACTIVE]
    return f"{' and '.join(gone)} paused or left since" if gone else ""


def reject(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return _set(state, event, PairingState.REJECTED, "rejected")


def hold(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return _set(state, event, PairingState.HELD, "held")


def _set(state: State, event: OrderGiven, to: PairingState, word: str) -> tuple[Effect, ...]:
    """Its people are free again; a reason stays with the act."""
    if state.tickets and not state.couples:
        return tickets.declined(state, event, word)
    open_ones = [c for c in state.couples if c.pairing.state in (*_UNDECIDED, PairingState.APPROVED)]
    if not open_ones:
        decided = (p for c in state.couples for p in _refusal(state, event, c, _why_not(c)))
        return tuple(decided) or refused(event, "there is no proposed pair in it")
    effects: tuple[Effect, ...] = ()
    for couple in open_ones:
        effects += change(couple.pairing, state=to, ended_because=event.order.text)
        if to is PairingState.REJECTED:
            needing = (t for t in state.tickets if t.pairing == couple.pairing.id)
            effects += tuple(part for ticket in needing for part in change(ticket, pairing=None))
        effects += tuple(part for m in couple.members for part in change(m, current=False))
    words = f"{word} {pair(open_ones[0])}" if len(open_ones) == 1 else f"{word} {len(open_ones)} pairs"
    return done(state, event, words, *effects)


def swap(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Exchange the second people of two pairs, where the rules allow it."""
    if len(state.couples) != 2 or any(
        len(c.people) != 2 or c.pairing.state not in _UNDECIDED for c in state.couples
    ):
        return refused(event, "swap takes two proposed pairs: swap 3 7")
    one, other = state.couples
    new_one, new_other = (one.people[0], other.people[1]), (other.people[0], one.people[1])
    for first, second in (new_one, new_other):
        if why := broken(state, first, second):
            return refused(event, f"{first.name} and {second.name}: {why}")
    moved = (
        *change(one.members[1], person=new_one[1].id),
        *change(other.members[1], person=new_other[1].id),
    )
    words = f"swapped: {' and '.join(p.name for p in new_one)}; {' and '.join(p.name for p in new_other)}"
    fresh = (*_reasoned(state, one, new_one), *_reasoned(state, other, new_other))
    return done(state, event, words, *moved, *fresh)


def _reasoned(state: State, couple: Couple, people: tuple[Person, ...]) -> tuple[Effect, ...]:
    """Reasons and interests of the new pair."""
    return change(couple.pairing, **scored(state, people))


def why(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Reasons, warnings and score of the pairs asked about."""
    if not state.couples:
        return refused(event, "which pair? why 8, in answer to a proposal, or why M-27")
    lines = []
    for couple in state.couples:
        pairing = couple.pairing
        warned = f" Mind: {'; '.join(pairing.warnings)}." if pairing.warnings else ""
        lines.append(f"{pair(couple)}: {'; '.join(pairing.reasons)}.{warned} Score {pairing.score}.")
    return shown(event, *lines)
