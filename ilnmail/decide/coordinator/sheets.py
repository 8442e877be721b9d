"""Everything as a spreadsheet: people, pairs, answers, what is open. CSV as RFC 4180 has it, or a workbook."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import permutations
from typing import Any

from ilnmail.decide.cells import table
from ilnmail.decide.coordinator.saying import refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven
from ilnmail.model import PairingState


def _people(state: State) -> str:
    """With the columns that `ilnmail match` and `people import` read."""
    head = (
        "id name address country city work experience languages interests wish trio rhythm avoid former owed"
    )
    head += " state locale paused_until tags note"
    former, apart = _former(state), _apart(state)
    return table(
        head,
        (
            (
                *(f"P-{p.id}", p.name, p.address, p.country, p.city, p.work, p.stage, p.languages),
                *(p.interests, p.wish, "yes" if p.trio else "", p.rhythm, (*p.never, *apart[p.id])),
                *(former[p.id], p.favour or ""),
                *(p.state, p.locale, p.paused_until, p.tags, p.note),
            )
            for p in state.people
        ),
    )


def _former(state: State) -> Mapping[int, tuple[str, ...]]:
    """Everybody's partners of all rounds."""
    together = (PairingState.RUNNING, PairingState.ENDED)
    groups = [c.people for c in state.couples if c.pairing.state in together]
    return _named((one.id, other.id) for group in groups for one, other in permutations(group, 2))


def _apart(state: State) -> Mapping[int, tuple[str, ...]]:
    """Whom coordinators keep apart."""
    two: Any = state.numbers.get("kept apart", ())
    return _named(pair for a, b in two for pair in ((a, b), (b, a)))


def _named(pairs: Iterable[tuple[int, int]]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for one, other in sorted(set(pairs)):
        found[one] += (f"P-{other}",)
    return found


def _matches(state: State) -> str:
    return table(
        "id round state people ids language score starts ends reasons warnings",
        (
            (
                *(f"M-{c.pairing.id}", c.pairing.round, c.pairing.state, tuple(p.name for p in c.people)),
                *(tuple(f"P-{p.id}" for p in c.people), c.pairing.language, c.pairing.score),
                *(c.pairing.starts, c.pairing.ends, c.pairing.reasons, c.pairing.warnings),
            )
            for c in state.couples
        ),
    )


def _answers(state: State) -> str:
    return table(
        "person topic shared at text",
        ((f"P-{a.person}", a.topic, a.shared, f"{a.at:%Y-%m-%d}", a.text) for a in state.answers),
    )


def _round(state: State) -> str:
    return table(
        "round person state number since reason",
        (
            (p.round, f"P-{p.person}", p.state, p.number, f"{p.since:%Y-%m-%d}", p.reason)
            for p in state.places
        ),
    )


def _open(state: State) -> str:
    return table(
        "id kind person words default opened taken_by",
        (
            (f"Q-{t.id}", t.kind, t.person and f"P-{t.person}", t.words, t.default, t.opened_at, t.taken_by)
            for t in state.tickets
        ),
    )


SHEETS: Mapping[str, Callable[[State], str]] = {
    "people": _people,
    "matches": _matches,
    "answers": _answers,
    "round": _round,
    "tickets": _open,
}


def sheet(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """All of them in one mail."""
    return _sent(state, event, tuple(SHEETS), "csv")


def export(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """One of them, by its name."""
    words = [word.strip(".,:!?") for word in event.order.text.casefold().split()]
    named = dict.fromkeys(_SAME.get(word, word) for word in words)
    found = [name for name in named if name in SHEETS]
    if len(found) != 1:
        return refused(event, f"which one? export {' | '.join(SHEETS)}")
    return _sent(state, event, (found[0],), "xlsx" if {"xlsx", "excel"} & set(words) else "csv")


_SAME = {"pairings": "matches", "pairs": "matches", "participants": "people", "everybody": "people"}


def _sent(state: State, event: OrderGiven, names: tuple[str, ...], form: str) -> tuple[Effect, ...]:
    """CSV text in any case; a name that ends in .xlsx makes the edge write a workbook."""
    files = tuple((f"{name}.{form}", SHEETS[name](state)) for name in names)
    rows = ", ".join(
        f"{len(list(csv.reader(io.StringIO(text)))) - 1} {name.partition('.')[0]}" for name, text in files
    )
    return (Tell(event.order.line, f"attached: {rows}", files=files),)
