"""On which day a step of a round falls."""

from datetime import date, timedelta

from ilnmail.decide.state import State
from ilnmail.model import Round

NOW, UNPROVED = "now", "unproved"
"""In place of a round's digest: its match runs at once; its pairs could not be proved, so it runs when somebody says so."""


def day_of(state: State, one: Round, step: str) -> date:
    """When a step of that round falls: the day a coordinator has set, else so many days from its start."""
    moved = dict(one.moved).get(step)
    if moved:
        return date.fromisoformat(moved)
    base = one.ends if step == "report" else one.starts
    offset: int = getattr(state.schedules.round, step)
    return base + timedelta(days=offset)
