"""Letters that nobody asked for just now reach their readers by day: 09:00 to 17:00 on their clock.

What the calendar brings comes on a working day of the reader's country. What somebody else has just done (the partner
left, or paused) is told the same day, whichever day that is.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ilnmail.decide.calendar import daytime, working_time
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.events import MACHINES, Due, Event, Mail
from ilnmail.letters import LETTERS
from ilnmail.letters.catalogue import MAY_WAIT, Headers
from ilnmail.model import Person

_BY_ITSELF = frozenset({Headers.PROGRAMME, Headers.LIST})
_A_DAY, _LONG_HOLIDAYS = timedelta(days=1), timedelta(days=21)
_CAN_WAIT = frozenset({"introduction", "broadcast", "new-date"})  # also where a person set them going


def in_daytime(state: State, event: Event, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects; a programme letter that would come at night waits for the morning. Whoever has just written
    is awake."""
    couples = (*state.couples, *state.parting, *((state.couple,) if state.couple else ()))
    concerned = (state.person,) if state.person else ()
    people = (*state.people, *concerned, *(p for couple in couples for p in couple.people))
    awake = event.person if isinstance(event, Mail) and not isinstance(event, MACHINES) else None
    readers = {person.id: person for person in people if not person.coordinator and person.id != awake}
    return tuple(
        _in_daytime(readers, event, one) if isinstance(one, Send) and one.person is not None else one
        for one in effects
    )


def _in_daytime(readers: dict[int, Person], event: Event, sent: Send) -> Send:
    reader = readers.get(sent.person or 0)
    if reader is None or LETTERS[sent.kind].headers not in _BY_ITSELF:
        return sent
    earliest = max(sent.not_before or event.at, event.at)
    if isinstance(event, Due) or sent.kind in _CAN_WAIT:
        working = working_time(earliest, reader.zone, reader.country)
        if sent.kind in MAY_WAIT and working - earliest < _LONG_HOLIDAYS:
            # As good on the first day after them; it was not late, the country was closed.
            sent = replace(sent, not_after=sent.not_after and max(sent.not_after, working + _A_DAY))
        if not _too_late(sent, working):
            return replace(sent, not_before=working, zone=reader.zone, country=reader.country)
    morning = daytime(earliest, reader.zone)
    return sent if _too_late(sent, morning) else replace(sent, not_before=morning, zone=reader.zone)


def _too_late(sent: Send, at: datetime) -> bool:
    return sent.not_after is not None and at > sent.not_after
