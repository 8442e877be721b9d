"""Mail that lies still: mail that was set aside and letters that did not arrive, taken up again or dropped; letters held
back, sent after all.
"""

from collections.abc import Iterable
from datetime import timedelta

from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.state import SetAside, State, Undelivered
from ilnmail.effects import Change, Effect, ReadAgain, ReleaseHold
from ilnmail.events import OrderGiven

DROPPED = "dropped"
"""The verdict of a letter that nobody wants sent any more, and the outcome's reason of such a mail."""


def release(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Mail is read from the beginning, and set aside again where that fails again; letters go once more, the same bytes,
    after the time in which UNDO is real."""
    if not state.set_aside and not state.undelivered:
        return refused(event, _WHICH.format(verb="release"))
    earliest = event.at + timedelta(minutes=state.schedules.holds.coordinators)
    words = [f"read again: {_those(state.set_aside)}"] if state.set_aside else []
    if state.undelivered:
        words.append(f"sent again at {earliest:%H:%M} UTC: {_letters(state.undelivered)}")
    now = {"state": "queued", "verdict": "", "done_at": None, "due_at": earliest, "not_before": earliest}
    again: list[Effect] = [ReadAgain(one.id) for one in state.set_aside]
    for one in state.undelivered:
        again += _changed(one, **now, not_after=None)
    return done(state, event, "; ".join(words), *again)


def drop(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """It stays unread or unsent, and nobody is asked about it any more."""
    if not state.set_aside and not state.undelivered:
        return refused(event, _WHICH.format(verb="drop"))
    words = [f"left unread: {_those(state.set_aside)}"] if state.set_aside else []
    words += [f"not sent again: {_letters(state.undelivered)}"] if state.undelivered else []
    left: list[Effect] = []
    for mail in state.set_aside:
        by = f"{DROPPED} by {event.actor}"
        left += [Change("messages", (mail.id,), "outcome", "quarantined", "suppressed")]
        left += [Change("messages", (mail.id,), "reason", mail.reason, by)]
    for letter in state.undelivered:
        left += _changed(letter, verdict=DROPPED)
    return done(state, event, "; ".join(words), *left)


def _changed(letter: Undelivered, **values: object) -> Iterable[Change]:
    return (
        Change("outbox", (letter.id,), field, getattr(letter, field), after)
        for field, after in values.items()
        if getattr(letter, field) != after
    )


_WHICH = (
    "which one? {verb} 3, with the number of a line of the digest about a mail that was set aside or a letter that did "
    "not arrive"
)


def _those(mails: tuple[SetAside, ...]) -> str:
    return "; ".join(f"the mail of {one.received_at:%-d %B}" for one in mails)


def _letters(letters: tuple[Undelivered, ...]) -> str:
    named = [f"{one.called} to {one.reader}" for one in letters]
    more = f" and {len(named) - _BY_NAME} more" if len(named) > _BY_NAME else ""
    return ", ".join(named[:_BY_NAME]) + more


_BY_NAME = 3


def resume(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What the outbox held back may go."""
    return done(state, event, "letters that were held back go now", ReleaseHold())
