"""UNDO: the values before, where what was set is still so; else it is said what changed since."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ilnmail.decide.changing import ANSWERED, KEPT, change, close, key_after
from ilnmail.decide.receipts import on
from ilnmail.decide.sending import answer, conclude, letter
from ilnmail.decide.state import State
from ilnmail.decide.translated import worded
from ilnmail.effects import Cancel, Change, Discard, Effect, Forget, Keep, Outcome, Send
from ilnmail.events import CommandGiven
from ilnmail.model import Act, AskState, Person


def undo(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Takes back the sender's last act that is not taken back yet."""
    person = state.person
    assert person is not None
    if not state.acts:
        return (
            _too_late(state, event, person, "", "nothing"),
            conclude(event, Outcome.ASKED, "nothing to undo"),
        )
    last = state.acts[-1]
    reason = why_not(last, event.at - timedelta(days=state.schedules.holds.undo_days), state)
    if reason:
        return (
            _too_late(state, event, person, _to_the_reader(last, person), reason),
            conclude(event, Outcome.ASKED, f"cannot be undone: {reason}"),
        )
    return (
        *taken_back(last, state.ids.act, event.at, event.sender, f"m{event.message}"),
        *_back_together(state, event, person),
        worded(answer(event, "undone", person, what=_to_the_reader(last, person)), "what"),
        conclude(event, Outcome.ACTED, f"undone: {last.words}"),
    )


def _to_the_reader(last: Act, person: Person) -> str:
    """What is taken back, in words for the person; an act's own words may be for coordinators ("no-answer: wait")."""
    return f"Your answer of {on(last.at.date(), person)}" if last.rule == ANSWERED else last.words


def _back_together(state: State, event: CommandGiven, person: Person) -> tuple[Effect, ...]:
    """Whoever was told that somebody has left, and was asked what next, hears that they are back."""
    told = state.numbers.get("told")
    heard = told if isinstance(told, frozenset) else frozenset()
    back = tuple(
        letter("partner-back", f"m{event.message}", one, partner=person.name)
        for couple in state.couples
        for one in couple.partners_of(person.id)
        if one.id in heard
    )
    asked = (part for one in state.asks if back for part in close(one, event.message, AskState.LAPSED))
    looked_for = (part for one in state.tickets if back for part in change(one, closed_at=event.at))
    return (*asked, *looked_for, *back)


def _too_late(state: State, event: CommandGiven, person: Person, words: str, why: str) -> Send:
    return worded(answer(event, "too-late", person, what=words, why=why), "what")


def why_not(last: Act, oldest: datetime, state: State) -> str:
    """The word for why an act can no longer be taken back; empty when it can."""
    if last.at < oldest:
        return "late"
    return "changed" if state.numbers.get(f"changed since act {last.id}") else ""


def _away(table: str, key: tuple[object, ...]) -> Effect:
    """What was made goes; a person with all that hangs on them."""
    return Forget(int(str(key[0]))) if table == "people" else Discard(table, key)


def taken_back(last: Act, id: int, at: datetime, actor: str, cause: str, line: int = 0) -> Sequence[Effect]:
    """Its changes in reverse, its letters cancelled while they wait, and the act that says so."""
    gone = {(table, tuple(key)) for table, key, field, _, _ in last.changes if field == KEPT}
    back = tuple(
        _away(table, tuple(key))
        if field == KEPT
        else Change(table, key_after(table, tuple(key), field, after), field, after, before)
        for table, key, field, before, after in reversed(last.changes)
        if field == KEPT or (table, tuple(key)) not in gone  # what was made goes as a whole
    )
    undoing = Act(
        id=id,
        cause=cause,
        line=line,
        actor=actor,
        rule="undo",
        words=f"Undone: {last.words}",
        changes=tuple((c.table, c.key, c.field, c.before, c.after) for c in back if isinstance(c, Change)),
        undoes=last.id,
        at=at,
    )
    return (*back, Cancel(keys=last.letters), Keep(undoing))
