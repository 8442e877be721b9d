"""A round by order: open, close, match, show."""

from collections.abc import Mapping
from datetime import date, timedelta

from ilnmail.decide.admission import closed
from ilnmail.decide.calendar import days
from ilnmail.decide.changing import change, changed
from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.plan import dated, plan, what_moves
from ilnmail.decide.putting_off import plan_letters, settled
from ilnmail.decide.round_days import NOW, day_of
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import Place, Round, RoundState
from ilnmail.understand.ends import read_day


def decide(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """round open 2027A 2027-03-01 | round close | round match | round calendar | round change 2027A close 2027-02-20"""
    word, _, rest = event.order.text.partition(" ")
    known = {
        "open": _open,
        "close": _close,
        "match": _match,
        "show": _show,
        "calendar": _show,
        "dates": _show,
        "change": _change,
    }
    if word.lower() not in known:
        return refused(event, "round open, close, match or show")
    return known[word.lower()](state, event, rest.strip())


def _open(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """Takes applications from now on; whoever said "again" has a place in it."""
    starts = read_day(rest, event.at.date(), "en")
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
    words = f"round {name} is open; introductions on {dated(starts)}; its dates come by mail: round calendar"
    return done(state, event, words, Keep(opened), *places, *plan_letters(state, opened, _cause(event)))


def _cause(event: OrderGiven) -> str:
    return f"{event.cause}.{event.order.line}"


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
        state,
        event,
        f"applications for {taking.name} are closed: {applied} {'person' if applied == 1 else 'people'}",
        *closed(state, taking),
        *settled(state, event.at, event.person),
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
        *change(ready, state=RoundState.CLOSED, matched_digest=NOW),
    )


def _show(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """Each round that is not over, and its dates."""
    if not state.rounds:
        return refused(event, "there is no round; open one: round open 2027A 2027-03-01")
    lines = []
    for one in state.rounds:
        lines.append(f"{one.name}: {one.state}, introductions on {one.starts}, until {one.ends}")
        lines += [f"  {dated(day)}  {what}" for day, what in plan(state, one)]
    return shown(event, *lines)


def _change(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    """round change 2027A close 2027-02-20: another day for one step; what moves with it is said."""
    one = next((r for r in state.rounds if r.name.casefold() in rest.casefold()), state.round)
    if one is None or one.state is RoundState.ENDED:
        return refused(event, "there is no round to change; round show lists them")
    words = rest.casefold().replace(one.name.casefold(), " ").split()
    step = next((_STEPS[word] for word in words if word in _STEPS), "")
    day = read_day(" ".join(word for word in words if word not in _STEPS), event.at.date(), "en")
    if not step or day is None:
        return refused(event, f"{_HOW}; another day for the introductions: postpone {one.name} to ...")
    if why := _why_not_moved(state, event, one, step, day):
        return refused(event, why)
    values: dict[str, object] = {"moved": tuple({**dict(one.moved), step: day.isoformat()}.items())}
    if step == "ends":
        values = {"ends": day}
    now = changed(one, **values)
    lines = what_moves(state, one, now)
    pairs = (c for c in state.couples if c.pairing.ends == one.ends) if step == "ends" else ()
    parts = (part for c in pairs for part in change(c.pairing, ends=day))
    words_done = f"{one.name}: {_NAMES[step]} on {dated(day)}"
    letters = plan_letters(state, now, _cause(event), lines)
    return (
        *done(state, event, words_done, *change(one, **values), *parts, *letters),
        *shown(event, *lines),
    )


_STEPS = {
    **{"close": "closes", "closes": "closes", "closing": "closes", "match": "match"},
    **{"default": "default", "approve": "default", "end": "ends", "ends": "ends", "goodbye": "ends"},
    **{"report": "report"},
}
_NAMES = {
    "closes": "applications close",
    "match": "the match runs",
    "default": "undecided pairs go out, and people without a partner are told,",
    "starts": "introductions go",
    "ends": "the term ends",
    "report": "the report comes",
}
_HOW = (
    "write the step and its new day: round change 2027A close 2027-02-20 (close, match, default, end, report)"
)
_DONE_WITH: Mapping[str, frozenset[RoundState]] = {
    "closes": frozenset({RoundState.CLOSED, RoundState.PROPOSED, RoundState.RUNNING}),
    "match": frozenset({RoundState.PROPOSED, RoundState.RUNNING}),
    "default": frozenset({RoundState.RUNNING}),
    "ends": frozenset({RoundState.RUNNING}),
}
"""Once there, the step has been taken, or told to people: it keeps its day."""


def _why_not_moved(state: State, event: OrderGiven, one: Round, step: str, day: date) -> str:
    if one.state in _DONE_WITH.get(step, frozenset()):
        return f"{one.name} is {one.state}: {_NAMES[step]} on the day that people were told"
    if day <= event.at.date():
        return f"{dated(day)} is not ahead"
    order = [(name, day_of(state, one, name)) for name in ("closes", "match", "default")]
    order += [("starts", one.starts), ("ends", one.ends), ("report", day_of(state, one, "report"))]
    names = [name for name, _ in order]
    place = names.index(step)
    if place and day <= order[place - 1][1]:
        return f"{dated(day)} is not after the day on which {_NAMES[names[place - 1]].rstrip(',')}: {dated(order[place - 1][1])}"
    if place + 1 < len(order) and day >= order[place + 1][1]:
        return f"{dated(day)} is not before the day on which {_NAMES[names[place + 1]].rstrip(',')}: {dated(order[place + 1][1])}"
    return ""
