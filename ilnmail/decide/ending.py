"""The end of a term: a reminder four weeks before, goodbye, "again?", and the report to coordinators."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.changing import change
from ilnmail.decide.checkins import results
from ilnmail.decide.couples import ended, names
from ilnmail.decide.sending import letter, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Guard
from ilnmail.events import Due
from ilnmail.letters.shown import Figure
from ilnmail.model import PersonState, RoundState


def term_reminder_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The term ends in four weeks; how to stay in touch."""
    relay = timedelta(days=state.schedules.round.relay_days)
    told = tuple(
        replace(
            letter(
                "term-reminder",
                f"M-{c.pairing.id}",
                one,
                Guard.PAIRING_RUNNING,
                partners=names(c.partners_of(one.id)),
                ends=c.pairing.ends,
                relay_until=c.pairing.ends + relay,
                exchanged=all(m.shares_address for m in c.members),
            ),
            pairing=c.pairing.id,
        )
        for c in state.couples
        for one in c.people
    )
    return (*told, advance(event))


def goodbye_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The pairings of a batch end in their own time: thanks, and "again?"; the relay stays open a while."""
    following = next((r.starts for r in state.rounds if r.state in (RoundState.OPEN, RoundState.DRAFT)), None)
    relay = timedelta(days=state.schedules.round.relay_days)
    told: tuple[Effect, ...] = ()
    number = 0
    for couple in state.couples:
        told += ended(couple, "term")
        for one in couple.people:
            sent = letter(
                "goodbye",
                f"M-{couple.pairing.id}",
                one,
                partners=names(couple.partners_of(one.id)),
                began=couple.pairing.starts,
                ends=couple.pairing.ends,
                relay_until=couple.pairing.ends + relay,
                next_round=following,
            )
            told += question(state, event.at, sent, number=number)
            number += 1
    return (*told, advance(event))


def report_due(state: State, event: Due) -> tuple[Effect, ...]:
    """How the round went, to the coordinators; with it the round is over."""
    over = state.round
    assert over is not None
    figures = tuple(Figure(label, now, 0) for label, now in state.numbers.items() if isinstance(now, int))
    told = tuple(
        plain_letter(
            "round-report",
            over.name,
            one,
            round=over.name,
            starts=over.starts,
            ends=over.ends,
            figures=figures,
            results=results(state),
            kind_words=(),
            next=(),
        )
        for one in state.coordinators
    )
    return (*change(over, state=RoundState.ENDED), *told, advance(event))


def pauses_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Whose pause is over is back, without a word: the next letter tells them."""
    back = {"state": PersonState.ACTIVE, "paused_until": None}
    return (*(part for one in state.people for part in change(one, **back)), advance(event))
