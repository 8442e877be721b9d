"""The coordinators' letter: what needs them, the numbers, who is quiet, what comes next."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ilnmail.decide.calendar import today
from ilnmail.decide.prompts import shortened, signature
from ilnmail.decide.rounds import advance, with_country
from ilnmail.decide.sending import others, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import Due
from ilnmail.letters.shown import Figure, Need, Quiet
from ilnmail.model import Person, Round

_MOST_NEEDS, _MOST_QUIET = 10, 3
_WORDS_A_MINUTE = 200


def digest_due(state: State, event: Due) -> tuple[Effect, ...]:
    """One coordinator's letter of the week."""
    reader = state.person
    if reader is None:
        return (advance(event),)
    needs, lines = _needs(state)
    day = today(event.at, reader.zone)
    sent = plain_letter(
        "digest",
        f"{event.period}",
        reader,
        week=day.isocalendar().week,
        needs=needs[:_MOST_NEEDS],
        needs_more=max(0, len(needs) - _MOST_NEEDS),
        minutes=1 + sum(len(need.words.split()) for need in needs[:_MOST_NEEDS]) // _WORDS_A_MINUTE,
        example=_example(lines[:_MOST_NEEDS]),
        **_round_values(state, day),
        **_quiet(state, day),
        kind_words=tuple((shortened(a.text, 90), _signed(state, a.person)) for a in state.answers[:2]),
        **{
            name: _number(state, name)
            for name in ("relayed", "answered", "absences", "pauses", "unreachable")
        },
        stuck=_number(state, "stuck") + _number(state, "quarantined"),
        last_read=_last_read(state, event.at, reader),
        next=state.numbers.get("next", ()),
        others=others(state, reader),
    )
    return (*question(state, event.at, sent, event.period, lines=lines), advance(event))


def _needs(state: State) -> tuple[tuple[Need, ...], tuple[tuple[str, str], ...]]:
    """What waits for a person, and what the number of each line stands for."""
    needs = [Need(ticket.words, ticket.default) for ticket in state.tickets]
    means = [f"Q-{ticket.id}" for ticket in state.tickets]
    if waiting := _number(state, "proposed"):
        needs.insert(
            0,
            Need(
                f"{waiting} proposed pairs wait for your yes; the proposal has them one by one.",
                "those above the floor go out by themselves two days before the introductions",
            ),
        )
        means.insert(0, "proposal:")
    return tuple(needs), tuple((str(n), one) for n, one in enumerate(means, 1))


def _example(lines: tuple[tuple[str, str], ...]) -> str:
    """How to answer, with the numbers of this very letter."""
    forms = ("yes", "(your words)", "hold")
    return ", ".join(f"{number} {form}" for (number, _), form in zip(lines, forms, strict=False))


def _round_values(state: State, day: date) -> dict[str, Any]:
    running: Round | None = state.round
    if running is None:
        return {"round": "", "round_week": 0, "round_weeks": 0, "figures": ()}
    weeks = (running.ends - running.starts).days // 7
    return {
        "round": running.name,
        "round_week": min(weeks, (day - running.starts).days // 7 + 1),
        "round_weeks": weeks,
        "figures": tuple(_figure(state, label) for label in _FIGURES if label in state.numbers),
    }


_FIGURES = (
    "people",
    "pairings",
    "have begun to write",
    "wrote in the last 14 days",
    "no word yet",
    "waiting",
)
_SHARES = frozenset({"have begun to write", "wrote in the last 14 days", "no word yet"})


def _figure(state: State, label: str) -> Figure:
    now, before = _two(state, label)
    pairings, _ = _two(state, "pairings")
    percent = round(100 * now / max(1, pairings)) if label in _SHARES else None
    return Figure(label, now, now if before is None else before, percent)


def _two(state: State, label: str) -> tuple[int, int | None]:
    """(now, a week ago); None where nobody counted then."""
    found = state.numbers[label]
    assert isinstance(found, tuple)
    return found[0], found[1]


def _quiet(state: State, day: date) -> dict[str, Any]:
    shown = tuple(
        Quiet(tuple(with_country(p) for p in c.people), (day - c.pairing.starts).days)
        for c in state.couples[:_MOST_QUIET]
    )
    return {"quiet": shown, "quiet_more": max(0, len(state.couples) - _MOST_QUIET)}


def _signed(state: State, person: int) -> str:
    return next((signature(p) for p in state.people if p.id == person), "")


def _number(state: State, name: str) -> int:
    return int(str(state.numbers.get(name) or 0))


def _last_read(state: State, at: datetime, reader: Person) -> datetime:
    read = state.numbers.get("last_read")
    return (read if isinstance(read, datetime) else at).astimezone(ZoneInfo(reader.zone))
