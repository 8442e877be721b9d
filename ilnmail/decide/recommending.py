"""A colleague is recommended: one letter asks them, ever; nobody is enrolled on somebody else's word."""

from datetime import date, timedelta

from ilnmail.decide.calendar import today
from ilnmail.decide.sending import answer, conclude
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome, Send
from ilnmail.events import Applied

MOST_FRIENDS = 3  # of one mail; whoever names more is read by a person
KNOWN = "no letter to"


def recommended(state: State, event: Applied, starts: date | None, closes: date | None) -> tuple[Effect, ...]:
    """To each who is named, once; whoever we know, or who asked us to forget them, gets nothing, and nobody is told which."""
    spared = state.numbers.get(KNOWN, ())
    assert isinstance(spared, tuple)
    letters = tuple(
        _invitation(state, event, one, starts, closes) for one in event.friends if one not in spared
    )
    thanks = answer(event, "friend-invited", state.person, friends=event.friends)
    return (*letters, thanks, conclude(event, Outcome.ACTED, f"{len(letters)} invited, as recommended"))


def _invitation(
    state: State, event: Applied, friend: str, starts: date | None, closes: date | None
) -> Effect:
    known = state.person
    values = {
        "name": "",
        "by": known.name if known else event.sender,
        "starts": starts,
        "closes": closes,
        "wrote": today(event.at, "UTC"),
    }
    locale = event.locale or (known.locale if known else "en")
    return Send(
        kind="recommended",
        cause="friend",
        person=None,
        address=friend,
        locale=locale,
        values=values,
        not_before=event.at + timedelta(minutes=state.schedules.holds.participants),
    )
