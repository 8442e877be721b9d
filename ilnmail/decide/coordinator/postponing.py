"""POSTPONE: a round begins later. Everybody with a place in it is told the new day, and nothing else changes."""

import re
from datetime import date, timedelta

from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.putting_off import put_off, settled
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven
from ilnmail.model import Round, RoundState
from ilnmail.understand.ends import read_day

_BEFORE = (RoundState.OPEN, RoundState.CLOSED, RoundState.PROPOSED)
_WEEKS = re.compile(r"(?:by\s+)?(\d{1,2}|a|one|two|three|four)\s+weeks?\b", re.I)
_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def postpone(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """postpone two weeks | postpone 2027A to 2027-03-15"""
    later = state.round
    if later is None or later.state not in _BEFORE:
        return refused(event, "no round is being prepared; one that runs keeps its dates")
    starts = _new_day(event, later)
    if starts is None or starts <= later.starts:
        return refused(event, f"until when? {later.name} begins on {later.starts}: postpone two weeks")
    words = f"{later.name} begins on {starts:%A %-d %B %Y} instead of {later.starts:%-d %B}"
    effects, lines = put_off(state, later, starts, f"{event.cause}.{event.order.line}")
    return (
        *done(state, event, words, *effects, *settled(state, event.at, event.person)),
        *shown(event, *lines),
    )


def _new_day(event: OrderGiven, later: Round) -> date | None:
    text = event.order.text.replace(later.name, "")
    if found := _WEEKS.search(text):
        count = int(found[1]) if found[1].isdecimal() else _WORDS[found[1].casefold()]
        return later.starts + timedelta(weeks=count)
    return read_day(text, event.at.date(), "en")
