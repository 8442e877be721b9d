"""Rescue: every morning a new partner is looked for, for whoever was deserted, or is alone for another reason.

They are paired among each other, with the waiting list, with whoever said NOW, then with volunteers for a second
partner; never two of these, which would pass by the cap. What is proposed goes out by itself after two days, if the round
allows it. Whoever has asked for another partner keeps the one they have until then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations

from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import with_country
from ilnmail.decide.changing import act, change
from ilnmail.decide.couples import part
from ilnmail.decide.introductions import introduce
from ilnmail.decide.proposing import shown
from ilnmail.decide.rescue import ends_of, with_memory
from ilnmail.decide.sending import asked_of_all, others, plain_letter
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Keep, Send
from ilnmail.events import Due
from ilnmail.matching import ProposedPairing
from ilnmail.model import Ask, Fact, Member, Pairing, PairingState, Person, PersonState, Round, Ticket

SECOND = "second"
"""The tag of people who would write with a second partner."""

NOW = "now"
"""The tag of people who would step in before their round begins."""

_OWED = 20  # favours more than anybody else, so that whoever is alone comes first


@dataclass(frozen=True)
class _New:
    """A pair, or a group of three of people who would do with that, that is proposed."""

    pairing: Pairing
    people: tuple[Person, ...]


def rescue_due(state: State, event: Due) -> tuple[Effect, ...]:
    """What nobody decided in time goes out; whoever is still alone is proposed somebody."""
    running = state.round
    if running is None:
        return (advance(event),)
    day = event.at.date()
    ripe = tuple(c for c in state.couples if running.defaults and c.pairing.starts <= day and _all_here(c))
    out = (*parted(state, ripe, event.at), *(part for one in ripe for part in _goes_out(state, event, one)))
    made = _proposed(state, running, day)
    kept = tuple(effect for n, one in enumerate(made) for effect in _kept(state, event, one, n))
    words = f"{running.name}: {len(ripe)} new pairs introduced, {len(made)} proposed"
    done = act(state, event, words, (*out, *kept)) if ripe or made else ()
    return (*done, *_letters(state, event, running, made, _asks(out)), advance(event))


def _asks(effects: tuple[Effect, ...]) -> int:
    """How many questions these open."""
    return sum(isinstance(one, Keep) and isinstance(one.fact, Ask) for one in effects)


def _all_here(couple: Couple) -> bool:
    proposed = couple.pairing.state is PairingState.PROPOSED
    return proposed and all(p.state is PersonState.ACTIVE for p in couple.people)


def _goes_out(state: State, event: Due, couple: Couple) -> tuple[Effect, ...]:
    return (
        *introduce(state, couple, event.at, earliest=event.at, second=True),
        *settled(state, couple, event.at),
    )


def parted(state: State, new: Iterable[Couple], at: datetime) -> tuple[Effect, ...]:
    """The pairings which somebody in these new ones has asked to leave: until this day their mail has passed. Each ends
    once, where both have asked and go their ways on one day, too."""
    theirs = {p.id for couple in new for p in couple.people}
    effects: tuple[Effect, ...] = ()
    for old in state.parting:
        stay = tuple(p for p in old.people if p.id not in theirs)
        if len(stay) < len(old.people):
            effects += part(state, old, stay, at, f"M-{old.pairing.id}", number=_asks(effects))
    return effects


def settled(state: State, couple: Couple, at: datetime, by: int | None = None) -> tuple[Effect, ...]:
    """The lines of the digest that asked for it are done with, and whoever said NOW has stepped in."""
    lines = (t for t in state.tickets if t.pairing == couple.pairing.id)
    stepped_in = ((p, tuple(tag for tag in p.tags if tag != NOW)) for p in couple.people)
    return (
        *(effect for line in lines for effect in change(line, closed_at=at, taken_by=by)),
        *(effect for p, tags in stepped_in for effect in change(p, tags=tags)),
    )


def _proposed(state: State, running: Round, day: date) -> tuple[_New, ...]:
    """The best pairs with somebody in them who needs one; those that a coordinator rejected never again."""
    from ilnmail.matching.propose import propose

    needing = {t.person for t in state.tickets if t.pairing is None}
    pool = {p.id: p for p in state.people}
    alone = sorted(id for id in pool if id not in needing)
    found = propose(
        tuple(
            replace(with_memory(state, one), owed=one.favour + (_OWED if id in needing else 0))
            for id, one in pool.items()
        ),
        day=day,
        forbidden=(*combinations(alone, 2), *state.rejected),
        weights=state.schedules.matching,
    )
    proved = () if found.wrong else found.pairings
    return tuple(
        _new(state, running, day, number, one, tuple(pool[id] for id in one.members))
        for number, one in enumerate(proved)
    )


def _new(
    state: State, running: Round, day: date, number: int, found: ProposedPairing, people: tuple[Person, ...]
) -> _New:
    """It starts on the day on which it goes out by itself."""
    starts = day + timedelta(days=state.schedules.rescue.days)
    return _New(
        Pairing(
            id=state.ids.pairing + number,
            round=running.id,
            starts=starts,
            ends=ends_of(state, running, starts),
            language=found.language,
            score=found.score,
            reasons=found.reasons,
            warnings=found.warnings,
            interests=found.shared_interests,
        ),
        people,
    )


def _kept(state: State, event: Due, new: _New, number: int) -> tuple[Effect, ...]:
    """The pair, its seats, and the lines of the digest that it would settle."""
    seats = (
        Member(pairing=new.pairing.id, person=p.id, seat=2 if SECOND in p.tags else 1, current=False)
        for p in new.people
    )
    facts: Iterable[Fact] = (new.pairing, *seats)
    waiting = {t.person: t for t in state.tickets}
    return (
        *(Keep(fact) for fact in facts),
        *(effect for p in new.people if p.id in waiting for effect in _told(state, waiting[p.id], new)),
    )


def _told(state: State, ticket: Ticket, new: _New) -> tuple[Effect, ...]:
    one, *offered = sorted(new.people, key=lambda p: p.id != ticket.person)
    partners = " and ".join(with_country(other) for other in offered)
    words = f"New partner for {with_country(one)}: {partners}? {'; '.join(new.pairing.reasons)}."
    default = f"introduced on {_day(new.pairing.starts)}" if _by_itself(state) else "they wait"
    return change(ticket, pairing=new.pairing.id, words=words, default=default)


def _by_itself(state: State) -> bool:
    return state.round is not None and state.round.defaults


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _letters(
    state: State, event: Due, running: Round, made: tuple[_New, ...], asked: int
) -> tuple[Effect, ...]:
    """To every coordinator the same day; its numbers mean its own lines."""
    if not made:
        return ()
    lines = tuple((str(n), f"M-{one.pairing.id}") for n, one in enumerate(made, 1))
    pairs = tuple(shown(one.pairing, one.people) for one in made)

    def told(to: Person) -> Send:
        return plain_letter(
            "rescue",
            event.period,
            to,
            round=running.name,
            pairs=pairs,
            default_on=made[0].pairing.starts if _by_itself(state) else None,
            others=others(state, to),
        )

    return asked_of_all(state, event.at, told, f"rescue.{event.period}", lines, asked)
