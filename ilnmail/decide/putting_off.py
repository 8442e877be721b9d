"""A round begins later: its dates and pairs move, everybody with a place is told, the coordinators get the plan."""

from dataclasses import replace
from datetime import date, datetime

from ilnmail.decide.changing import change
from ilnmail.decide.plan import plan, what_moves
from ilnmail.decide.sending import letter, plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.model import PlaceState, Round

SMALL_ROUND = "small round"
"""The kind of the ticket that asks whether a small round shall go on."""


def put_off(
    state: State, later: Round, starts: date, cause: str
) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    """What happens, and in words what falls on another day."""
    by = starts - later.starts
    dates = tuple((step, str(date.fromisoformat(day) + by)) for step, day in later.moved)
    now = replace(later, starts=starts, ends=later.ends + by, moved=dates)
    moved = change(later, starts=now.starts, ends=now.ends, moved=dates)
    pairs = tuple(
        part
        for c in state.couples
        for part in change(c.pairing, starts=c.pairing.starts + by, ends=c.pairing.ends + by)
    )
    lines = what_moves(state, later, now)
    return (*moved, *pairs, *_told(state, later, now), *plan_letters(state, now, cause, lines)), lines


def _told(state: State, later: Round, now: Round) -> tuple[Effect, ...]:
    with_place = {p.person for p in state.places if p.state is not PlaceState.WITHDRAWN}
    return tuple(
        replace(
            letter(
                "new-date",
                f"{later.name}.{now.starts}",
                p,
                was=later.starts,
                starts=now.starts,
                ends=now.ends,
            ),
            round=later.id,
        )
        for p in state.people
        if p.id in with_place
    )


def plan_letters(state: State, of: Round, cause: str, moved: tuple[str, ...] = ()) -> tuple[Send, ...]:
    """The round's dates to every coordinator; with what has moved, where something has."""
    return tuple(
        plain_letter(
            "round-plan", f"{of.name}.{cause}", one, round=of.name, plan=plan(state, of), moved=moved
        )
        for one in state.coordinators
    )


def settled(state: State, at: datetime, by: int | None = None) -> tuple[Effect, ...]:
    """Whether a small round goes on is asked no more."""
    asked = (t for t in state.tickets if t.kind == SMALL_ROUND and t.closed_at is None)
    return tuple(part for one in asked for part in change(one, closed_at=at, taken_by=by))
