"""UNDO of a coordinator: all that the last mail did, or one of its orders by its number."""

from datetime import timedelta

from ilnmail.decide.changing import KEPT
from ilnmail.decide.commands.undo import taken_back, why_not
from ilnmail.decide.coordinator.saying import refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven
from ilnmail.model import Act

_AND_NOW = {
    "pairings": "; unmatch ends the pairing",
    "people": "; whoever does not answer is deleted by itself, remove P-1 does it now",
}
_WHY = {"late": "that is more than a week ago", "changed": "it was changed again since"}


def undo(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What it changed is restored where it is still so; letters that wait are cancelled, others have gone."""
    if not state.acts:
        return refused(event, "there is nothing of yours to take back")
    effects: tuple[Effect, ...] = ()
    for number, one in enumerate(reversed(state.acts)):
        effects += _one(state, event, one, number)
    return effects


def _one(state: State, event: OrderGiven, one: Act, number: int) -> tuple[Effect, ...]:
    gone = int(str(state.numbers.get(f"sent by act {one.id}", 0)))
    if why := _final(state, event, one, gone):
        return refused(event, f"{one.words}: {why}")
    words = f"taken back: {one.words}" + (f" ({gone} letters had gone already)" if gone else "")
    line = 1000 * event.order.line + number
    back = taken_back(one, state.ids.act + number, event.at, event.actor, event.cause, line)
    return (*back, Tell(event.order.line, words))


def _final(state: State, event: OrderGiven, one: Act, gone: int) -> str:
    """Why it cannot be taken back, in words; empty where it can."""
    if not one.changes and not one.letters:
        return "that cannot be taken back"
    if gone and any(field == KEPT for _, _, field, _, _ in one.changes):
        made = {table for table, _, field, _, _ in one.changes if field == KEPT}
        return "the letters have gone" + next((w for table, w in _AND_NOW.items() if table in made), "")
    if gone and not one.changes:
        return "the letters have gone, and what was sent stays sent"
    oldest = event.at - timedelta(days=state.schedules.holds.undo_days)
    why = why_not(one, oldest, state)
    return _WHY.get(why, why)
