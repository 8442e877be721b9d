"""The numbers of the week beside those of the week before; each week's are kept to stand beside the next."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.letters.shown import Figure
from ilnmail.model import Round, Switch

LABELS = (
    "have joined",
    "countries",
    "have not answered their card",
    "have a place",
    "people",
    "pairings",
    "have begun to write",
    "wrote in the last 14 days",
    "no word yet",
    "waiting",
)
_SHARES = frozenset({"have begun to write", "wrote in the last 14 days", "no word yet"})


def name_of_week(day: date, round_name: str) -> str:
    """The switch that keeps a week's numbers."""
    year, week, _ = day.isocalendar()
    return f"figures {round_name} {year}-{week:02}"


def round_values(state: State, day: date) -> dict[str, Any]:
    """What the digest shows of the round that runs, or of the next; nothing while there is none."""
    one: Round | None = state.round
    if one is None:
        return {"round": "", "figures": ()}
    weeks = (one.ends - one.starts).days // 7
    return {
        "round": one.name,
        "round_begins": one.starts if day < one.starts else None,
        "round_week": max(1, min(weeks, (day - one.starts).days // 7 + 1)),
        "round_weeks": weeks,
        "figures": tuple(_figure(state, label) for label in LABELS if label in state.numbers),
    }


def saved(state: State, at: datetime) -> tuple[Effect, ...]:
    """Kept for next week."""
    if state.round is None:
        return ()
    now = {label: _now(state, label) for label in LABELS if label in state.numbers}
    return (Keep(Switch(name=name_of_week(at.date(), state.round.name), value=json.dumps(now), at=at)),)


def week_before(at: datetime, round_name: str) -> str:
    """The switch that has last week's numbers."""
    return name_of_week(at.date() - timedelta(days=7), round_name)


def _figure(state: State, label: str) -> Figure:
    now, before = _now(state, label), _before(state, label)
    percent = round(100 * now / max(1, _now(state, "pairings"))) if label in _SHARES else None
    return Figure(label, now, now if before is None else before, percent)


def _now(state: State, label: str) -> int:
    found = state.numbers[label]
    assert isinstance(found, tuple)
    return int(found[0])


def _before(state: State, label: str) -> int | None:
    """As it was counted then; where nobody counted, what can be counted now about then."""
    kept = state.numbers.get("figures before")
    if isinstance(kept, dict) and label in kept:
        return int(kept[label])
    found = state.numbers[label]
    assert isinstance(found, tuple)
    return None if found[1] is None else int(found[1])
