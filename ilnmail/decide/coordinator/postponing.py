"""POSTPONE: a round begins later. Everybody with a place in it is told the new day, and nothing else changes."""

import re
from dataclasses import replace
from datetime import date, timedelta

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.rounds import plan_letters
from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.plan import what_moves
from ilnmail.decide.sending import letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven
from ilnmail.model import PlaceState, Round, RoundState
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
    by = starts - later.starts
    dates = tuple((step, str(date.fromisoformat(day) + by)) for step, day in later.moved)
    now = replace(later, starts=starts, ends=later.ends + by, moved=dates)
    moved = change(later, starts=now.starts, ends=now.ends, moved=dates)
    pairs = tuple(
        part
        for c in state.couples
        for part in change(c.pairing, starts=c.pairing.starts + by, ends=c.pairing.ends + by)
    )
    words = f"{later.name} begins on {starts:%A %-d %B %Y} instead of {later.starts:%-d %B}"
    lines = what_moves(state, later, now)
    told = (*_told(state, event, later, starts), *plan_letters(state, event, now, lines))
    return (*done(state, event, words, *moved, *pairs, *told), *shown(event, *lines))


def _new_day(event: OrderGiven, later: Round) -> date | None:
    text = event.order.text.replace(later.name, "")
    if found := _WEEKS.search(text):
        count = int(found[1]) if found[1].isdecimal() else _WORDS[found[1].casefold()]
        return later.starts + timedelta(weeks=count)
    return read_day(text, event.at.date(), "en")


def _told(state: State, event: OrderGiven, later: Round, starts: date) -> tuple[Effect, ...]:
    with_place = {p.person for p in state.places if p.state is not PlaceState.WITHDRAWN}
    ends = later.ends + (starts - later.starts)
    return tuple(
        replace(
            letter("new-date", f"{later.name}.{starts}", p, was=later.starts, starts=starts, ends=ends),
            round=later.id,
        )
        for p in state.people
        if p.id in with_place
    )
