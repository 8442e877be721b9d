"""A round by order: open, close, match, show."""

from datetime import date, timedelta

from ilnmail.decide.calendar import days
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.plan import plan
from ilnmail.decide.rounds import closed
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import Place, Round, RoundState
from ilnmail.understand.dates import read_until


def decide(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """round open 2027A 2027-03-01 | round close | round match | round show"""
    word, _, rest = event.order.text.partition(" ")
    known = {
        "open": _open,
        "close": _close,
        "match": _match,
        "show": _show,
        "calendar": _show,
        "dates": _show,
    }
    if word.lower() not in known:
        return refused(event, "round open, close, match or show")
    return known[word.lower()](state, event, rest.strip())


def _open(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """Takes applications from now on; whoever said "again" has a place in it."""
    starts = read_until(rest, event.at.date(), "en")
    name = next(
        (word for word in rest.split() if any(c.isdigit() for c in word) and any(c.isalpha() for c in word)),
        "",
    )
    if starts is None:
        return refused(event, "on which day do the introductions go? round open 2027A 2027-03-01")
    name = name or f"{starts.year}{'ABCD'[(starts.month - 1) // 3]}"
    if why := _why_not_open(state, event, name, starts):
        return refused(event, why)
    opened = Round(
        id=state.ids.round,
        name=name,
        state=RoundState.OPEN,
        starts=starts,
        ends=starts + timedelta(weeks=state.schedules.round.term_weeks),
    )
    placed = (
        Keep(Place(round=opened.id, person=p.id, since=p.confirmed_at or event.at)) for p in state.people
    )
    places: tuple[Effect, ...] = (*placed, *(part for p in state.people for part in change(p, again="")))
    plain = (f"{day:%a} {day.day} {day:%b %Y}  {what}" for day, what in plan(state, opened))
    return (*done(state, event, f"round {name} is open", Keep(opened), *places), *shown(event, *plain))


def _why_not_open(state: State, event: OrderGiven, name: str, starts: date) -> str:
    if any(r.name == name for r in state.rounds):
        return f"there is a round {name} already"
    if taking := next((r for r in state.rounds if r.state is RoundState.OPEN), None):
        return f"round {taking.name} takes applications now; close it first"
    closes = starts + days(state.schedules.round.closes)
    return (
        f"applications would have closed on {closes}; choose a later day" if closes <= event.at.date() else ""
    )


def _close(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    taking = next((r for r in state.rounds if r.state is RoundState.OPEN), None)
    if taking is None:
        return refused(event, "no round takes applications")
    applied = sum(1 for place in state.places if place.state == "applied")
    return done(
        state, event, f"applications for {taking.name} are closed: {applied} people", *closed(state, taking)
    )


def _match(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """The run itself is a job: it begins at the next tick, and its proposal comes by mail."""
    ready = next((r for r in state.rounds if r.state in (RoundState.CLOSED, RoundState.PROPOSED)), None)
    if ready is None:
        return refused(event, "close a round first: round close")
    return done(
        state,
        event,
        f"the match of {ready.name} runs now; its proposal comes by mail",
        *change(ready, state=RoundState.CLOSED, matched_digest="now"),
    )


def _show(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """Each round that is not over, and its dates."""
    if not state.rounds:
        return refused(event, "there is no round; open one: round open 2027A 2027-03-01")
    lines = []
    for one in state.rounds:
        lines.append(f"{one.name}: {one.state}, introductions on {one.starts}, until {one.ends}")
        lines += [f"  {day:%a} {day.day} {day:%b %Y}  {what}" for day, what in plan(state, one)]
    return shown(event, *lines)
