"""Mail that lies still: quarantined mail, read again or dropped; letters held back, sent after all."""

from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.state import SetAside, State
from ilnmail.effects import Conclude, Effect, Outcome, ReadAgain, ReleaseHold
from ilnmail.events import OrderGiven


def release(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Read from the beginning; where it fails again it is set aside again."""
    if not state.set_aside:
        return refused(event, _WHICH.format(verb="release"))
    again = tuple(ReadAgain(one.id) for one in state.set_aside)
    return done(state, event, f"read again: {_those(state.set_aside)}", *again)


def drop(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """It stays unread, and nobody is asked about it any more."""
    if not state.set_aside:
        return refused(event, _WHICH.format(verb="drop"))
    left = tuple(Conclude(one.id, Outcome.SUPPRESSED, f"dropped by {event.actor}") for one in state.set_aside)
    return done(state, event, f"left unread: {_those(state.set_aside)}", *left)


_WHICH = "which mail that was set aside? {verb} 3, with the number of its line in the digest"


def _those(mails: tuple[SetAside, ...]) -> str:
    return "; ".join(f"the mail of {one.received_at:%-d %B}" for one in mails)


def resume(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What the outbox held back may go."""
    return done(state, event, "letters that were held back go now", ReleaseHold())
