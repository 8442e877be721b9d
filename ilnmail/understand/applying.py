"""Who writes to us for the first time, or again after leaving, applies; so does a friend who is recommended."""

from ilnmail.events import Applied, Event
from ilnmail.model import PersonState
from ilnmail.understand.case import Case


def by_somebody_new(case: Case) -> Event | None:
    sender, reading = case.context.sender, case.reading
    newcomer = sender is None or sender.state is PersonState.LEFT
    if not newcomer and not (reading.door == "join" and sender and sender.state is not PersonState.APPLYING):
        return None
    return _as_applied(case)


def _as_applied(case: Case) -> Event:
    reading = case.reading
    if reading.in_part:
        raise ValueError(
            "read in part, though its writer has left meanwhile: the next attempt reads it whole"
        )
    return Applied(
        **case.mail,
        application=reading.application,
        intent=reading.intent,
        text=reading.text,
        door=reading.door,
        friends=reading.friends,
    )


def a_recommendation(case: Case) -> Event | None:
    """By somebody who is with us, in a mail of its own: "please write to my friend ..."."""
    fresh = case.context.sender is not None and case.context.route in ("", "only open question")
    return _as_applied(case) if fresh and case.reading.friends else None
