"""UNDO of a coordinator: the last act, or the one of a line."""

from datetime import timedelta

from ilnmail.decide.commands.undo import taken_back, why_not
from ilnmail.decide.coordinator.saying import refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven

_WHY = {"late": "that is more than a week ago", "changed": "it was changed again since"}


def undo(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What it changed is restored where it is still so; letters that wait are cancelled, others have gone."""
    if not state.acts:
        return refused(event, "there is nothing of yours to take back")
    last = state.acts[-1]
    oldest = event.at - timedelta(days=state.schedules.holds.undo_days)
    if why := why_not(last, oldest, state):
        return refused(event, f"{last.words}: {_WHY.get(why, why)}")
    gone = state.numbers.get(f"sent by act {last.id}", 0)
    words = f"taken back: {last.words}" + (f" ({gone} letters had gone already)" if gone else "")
    back = taken_back(last, state.ids.act, event.at, event.actor, event.cause)
    return (*back, Tell(event.order.line, words))
