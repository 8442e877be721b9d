"""How long mail is kept: some weeks after it is done with, then its words go."""

from datetime import timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Empty
from ilnmail.events import Due


def old_mail_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once a day."""
    return Empty(event.at - timedelta(days=state.schedules.holds.mail_days)), advance(event)
