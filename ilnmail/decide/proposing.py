"""The coordinators' letter with the proposed pairs: what is doubtful first, the first introduction as it will read."""

from dataclasses import replace
from datetime import date

from ilnmail.decide.cards import with_country
from ilnmail.decide.cells import table
from ilnmail.decide.introductions import introduction
from ilnmail.decide.round_days import day_of
from ilnmail.decide.sending import asked_of_all, others, plain_letter
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Send
from ilnmail.events import MatchComputed
from ilnmail.letters.shown import Proposed
from ilnmail.model import Match, Pairing, Person, Round
from ilnmail.pages import Pairs, numbered, pairs_page

MOST_PAIRS = 60
"""So many stand in the letter; the rest are in the table that comes with it, under numbers that count on."""


def pairs_wait(count: int, which: str, of: str = "") -> str:
    """How many pairs that are `which`, proposed or held, wait for a coordinator."""
    pairs = f"{which} {'pair' if count == 1 else 'pairs'}{of and f' of {of}'}"
    return (
        f"{count} {pairs} {'waits' if count == 1 else 'wait'} for your yes; the proposal has them one by one."
    )


Draft = tuple[Pairing, tuple[Person, ...]]


def in_order(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """What comes with a warning first; where not all fit into the letter, then the lowest scores: that is where a
    person's eye helps most."""
    many = len(matches) > MOST_PAIRS
    return tuple(sorted(matches, key=lambda match: (not match.warnings, match.score if many else 0)))


def proposal_letters(
    state: State, event: MatchComputed, taking: Round, drafts: tuple[Draft, ...]
) -> tuple[Effect, ...]:
    """One to each coordinator; its numbers mean its own lines."""
    people = {p.id: p for p in state.people}
    alone = tuple((people[id].name, why) for id, why in event.unmatched if id in people)
    lines = tuple((str(n), f"M-{pairing.id}") for n, (pairing, _) in enumerate(drafts, 1))
    rest = (("pairs.csv", _table(drafts)),) if len(drafts) > MOST_PAIRS else ()
    page = (("pairs.html", _page(event, taking, drafts, alone)),) if drafts else ()
    sample = _sample(state, event, drafts[0]) if drafts else None
    values = {
        "round": taking.name,
        "starts": taking.starts,
        "count": len(drafts),
        "pairs": tuple(shown(pairing, two) for pairing, two in drafts[:MOST_PAIRS]),
        "unmatched": alone,
        "default_on": _default(state, taking),
        "proof": event.proof,
    }

    def told(to: Person) -> Send:
        cause = f"{taking.name}.{event.digest[:12]}"
        sent = plain_letter("proposal", cause, to, **values, others=others(state, to))
        return replace(sent, attached=(*page, *rest), sample=sample)

    return asked_of_all(state, event.at, told, taking.name, lines)


def _default(state: State, taking: Round) -> date | None:
    return day_of(state, taking, "default") if taking.defaults else None


def shown(pairing: Pairing, people: tuple[Person, ...]) -> Proposed:
    """A pair as a line of the letter."""
    return Proposed(tuple(with_country(p) for p in people), pairing.reasons, pairing.warnings)


def _sample(state: State, event: MatchComputed, draft: Draft) -> Send:
    """The first pair's introduction, as the first of the two will read it."""
    pairing, people = draft
    return introduction(state, Couple(pairing=pairing, members=(), people=people), people[0], event.at)


def _page(
    event: MatchComputed, taking: Round, drafts: tuple[Draft, ...], alone: tuple[tuple[str, str], ...]
) -> str:
    """All of it to look at; the numbers are those of the letter."""
    return pairs_page(
        Pairs(
            round=taking.name,
            proof=event.proof,
            digest=event.digest,
            pairs=numbered((tuple((p.name, p.country) for p in people), pair) for pair, people in drafts),
            left=alone,
        )
    )


def _table(drafts: tuple[Draft, ...]) -> str:
    return table(
        "number pair people reasons warnings score",
        (
            (
                n,
                f"M-{pairing.id}",
                tuple(with_country(p) for p in two),
                pairing.reasons,
                pairing.warnings,
                pairing.score,
            )
            for n, (pairing, two) in enumerate(drafts, 1)
        ),
    )
