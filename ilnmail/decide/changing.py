"""Changes that can be taken back: every one is kept with the values before and after."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import Due, Event, LetterRefused, Mail, MatchComputed, OrderGiven
from ilnmail.model import (
    Act,
    Address,
    Answer,
    Ask,
    AskState,
    Avoid,
    Fact,
    MailedTopic,
    Member,
    Pairing,
    Person,
    Place,
    Round,
    Ticket,
)

_TABLES: dict[type, tuple[str, tuple[str, ...]]] = {
    Person: ("people", ("id",)),
    Address: ("addresses", ("address",)),
    Round: ("rounds", ("id",)),
    Place: ("places", ("round", "person")),
    Pairing: ("pairings", ("id",)),
    Member: ("members", ("pairing", "person")),
    Ask: ("asks", ("id",)),
    Avoid: ("avoids", ("person", "other")),
    Answer: ("answers", ("round", "topic", "person")),
    Ticket: ("tickets", ("id",)),
    MailedTopic: ("mailed_topics", ("round", "number", "locale")),
}
F = TypeVar("F", bound=Fact)
KEPT = "*"
"""In an act's changes, instead of a field: the whole row is new."""

_TAKEN_AWAY = (Avoid, MailedTopic, Member, Pairing, Person, Place, Round)
Changes = tuple[tuple[str, tuple[object, ...], str, object, object], ...]


def change(fact: Fact, **values: object) -> tuple[Change, ...]:
    """Set these fields of a fact; what they hold already is left out."""
    table, primary = _TABLES[type(fact)]
    key = tuple(getattr(fact, name) for name in primary)
    return tuple(
        Change(table, key, field, getattr(fact, field), after)
        for field, after in values.items()
        if getattr(fact, field) != after
    )


ANSWERED = "answer to a question"
"""The rule of an act whose words are the question's kind and what was chosen."""


def changed(fact: F, **values: object) -> F:
    """The fact as it will be."""
    return replace(fact, **values)  # type: ignore[arg-type]


def close(ask: Ask | None, message: int | None, state: AskState = AskState.ANSWERED) -> tuple[Change, ...]:
    """A question is open no longer."""
    if ask is None or ask.state is not AskState.OPEN:
        return ()
    return change(ask, state=state, answered_by=message)


def act(
    state: State, event: Event, words: str, effects: Iterable[Effect], rule: str = ""
) -> tuple[Effect, ...]:
    """The effects, and the act that remembers them so that UNDO can restore what was before.

    `words` says what was done, for the receipt: "Paused until Monday 1 March".
    """
    done = tuple(effects)
    actor, cause, line, level = _who(event)
    remembered = Act(
        id=state.ids.act,
        cause=cause,
        line=line,
        actor=actor,
        level=level,
        rule=rule or type(event).__name__,
        words=words,
        changes=(*_changes(done), *_kept(done)),
        letters=tuple(letter.key for letter in done if isinstance(letter, Send)),
        at=event.at,
    )
    return (*done, Keep(remembered))


def _changes(done: tuple[Effect, ...]) -> Changes:
    return tuple(
        (c.table, c.key, c.field, plain(c.before), plain(c.after))
        for c in done
        if isinstance(c, Change) and c.table != "asks"  # a question that was answered stays so
    )


def _kept(done: tuple[Effect, ...]) -> Changes:
    """New rows that are taken away again when the act is taken back, the newest first to go."""
    facts = (effect.fact for effect in done if isinstance(effect, Keep))
    return tuple(
        (
            _TABLES[type(fact)][0],
            tuple(getattr(fact, part) for part in _TABLES[type(fact)][1]),
            KEPT,
            None,
            None,
        )
        for fact in facts
        if isinstance(fact, _TAKEN_AWAY)
    )


_PRIMARY = dict(_TABLES.values())


def key_after(table: str, key: tuple[object, ...], field: str, after: object) -> tuple[object, ...]:
    """Where the row is found once the field has changed: a swap changes whose seat it is."""
    names = _PRIMARY.get(table, ())
    return (
        tuple(after if name == field else part for name, part in zip(names, key, strict=True))
        if names
        else key
    )


def plain(value: object) -> object:
    """As JSON can hold it; `record` gives it its column's type again."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _who(event: Event) -> tuple[str, str, int, int]:
    """Actor, cause, line and level of an act."""
    match event:
        case OrderGiven():
            return event.actor, event.cause, event.order.line, int(event.level)
        case Due():
            return (
                "time",
                f"{event.schedule}.{event.period}.{event.zone}",
                event.people[-1] if event.people else 0,
                0,
            )
        case LetterRefused():
            return "time", f"outbox{event.row}", 0, 0
        case MatchComputed():
            return "time", f"match.{event.digest}", event.round, 0
        case Mail():
            return event.sender, f"m{event.message}", 0, int(event.level)
        case _:
            return "time", type(event).__name__, 0, 0
