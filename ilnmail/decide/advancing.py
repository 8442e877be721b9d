"""Where a mailing stands."""

from ilnmail.effects import Advance
from ilnmail.events import Due


def advance(event: Due) -> Advance:
    """This batch is served; the next tick goes on behind it."""
    last = event.people[-1] if event.people else 0
    return Advance(event.schedule, event.period, event.zone, last, event.last)
