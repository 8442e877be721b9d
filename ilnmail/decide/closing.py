"""Applications close: the coordinators see how the places fall; a round too small to pair is put off unless they go on."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

from ilnmail.decide.admission import applications, closed
from ilnmail.decide.advancing import advance
from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import act
from ilnmail.decide.putting_off import SMALL_ROUND, put_off, settled
from ilnmail.decide.rescue import applicant
from ilnmail.decide.round_days import day_of
from ilnmail.decide.sending import asked_of_all, others, plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep, Send
from ilnmail.events import Due
from ilnmail.matching import Admission, admit, broken_rules
from ilnmail.matching.cap import FIFTH, SMALL, TWO_FIFTHS
from ilnmail.model import Person, Round, RoundState, Ticket

_BY_ITSELF = "it begins two weeks later"


def close_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The cap is settled: who has a place, who waits and where in the queue. A small round stays open meanwhile."""
    taking = state.round
    assert taking is not None
    if taking.state is not RoundState.OPEN:
        return (advance(event),)
    if why := _too_small(state):
        return (*_asked_whether(state, event, taking, why), advance(event))
    done = act(state, event, f"{taking.name}: applications closed", closed(state, taking))
    return (*done, *_told(state, event, taking), advance(event))


def small_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Nobody has said that it goes on: it begins later."""
    taking = state.round
    assert taking is not None
    if taking.state is not RoundState.OPEN:
        return (advance(event),)
    starts = taking.starts + timedelta(days=state.schedules.round.put_off)
    effects, _ = put_off(state, taking, starts, f"small.{taking.starts}")
    words = f"{taking.name}: too few people; it begins on {starts}"
    return (*act(state, event, words, (*effects, *settled(state, event.at))), advance(event))


def _here(state: State) -> tuple[Person, ...]:
    theirs = {number for number, *_ in applications(state)}
    return tuple(p for p in state.people if p.id in theirs)


def _too_small(state: State) -> str:
    """Why pairing makes no sense yet; empty where it does."""
    here = _here(state)
    if len(here) < state.schedules.round.least:
        return f"{len(here)} {'person has' if len(here) == 1 else 'people have'} applied"
    pool = [applicant(one) for one in here]
    possible = any(not broken_rules(one, other) for one, other in combinations(pool, 2))
    return "" if possible else f"no two of the {len(here)} people can be paired (country, language)"


def _asked_whether(state: State, event: Due, taking: Round, why: str) -> tuple[Effect, ...]:
    """One line for the digest, and a letter with the same question; its default happens in some days."""
    times = state.schedules.round
    day, later = (
        day_of(state, taking, "closes") + timedelta(days=times.wait),
        taking.starts + timedelta(days=times.put_off),
    )
    ticket = Ticket(
        id=state.ids.ticket,
        key=f"{SMALL_ROUND}:{taking.name}.{taking.starts}",
        kind=SMALL_ROUND,
        words=f"{taking.name}: {why}. Begin two weeks later (yes), or go on with those who are there (no)?",
        default=f"{_BY_ITSELF}, on {later:%-d %B}",
        opened_at=event.at,
    )

    def told(to: Person) -> Send:
        return plain_letter(
            "closing",
            f"{taking.name}.{taking.starts}",
            to,
            round=taking.name,
            applied=len(_here(state)),
            why=why,
            by=day,
            later=later,
            others=others(state, to),
        )

    lines = (("1", f"Q-{ticket.id}"),)
    return (Keep(ticket), *asked_of_all(state, event.at, told, f"closing.{taking.name}", lines))


def _told(state: State, event: Due, taking: Round) -> tuple[Effect, ...]:
    """How many applied, have a place, wait; below a hundred what the usual fifth would have meant."""
    people = applications(state)
    small = len(people) < SMALL
    values = {
        "round": taking.name,
        "applied": len(people),
        "outcomes": tuple(
            (share, *_outcome(state, admit(people, part)))
            for share, part in ((40, TWO_FIFTHS), (20, FIFTH))
            if small or part == FIFTH
        ),
    }
    return tuple(
        plain_letter(
            "closing", f"{taking.name}.{taking.starts}.closed", one, others=others(state, one), **values
        )
        for one in state.coordinators
    )


def _outcome(state: State, found: Admission) -> tuple[int, int, str, int]:
    """Admitted, waiting, the country with most of those admitted, and its share in percent."""
    countries = {p.id: p.country for p in state.people}
    counts = Counter(countries[person] for person in found.admitted)
    most = max(counts, key=lambda code: (counts[code], code), default="")
    share = round(100 * counts[most] / max(1, len(found.admitted)))
    return len(found.admitted), len(found.waiting), country_name(most, "en", "nowhere yet"), share
