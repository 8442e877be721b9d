"""Letters that nobody asked for just now reach their readers by day: 09:00 to 17:00 on their clock.

Also at the weekend: the days of the calendar are those that coordinators were told.
"""

from dataclasses import replace
from datetime import datetime

from ilnmail.decide.calendar import SUNDAY, daytime
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Send
from ilnmail.events import MACHINES, Event, Mail
from ilnmail.letters import LETTERS
from ilnmail.letters.catalogue import Headers

_BY_ITSELF = frozenset({Headers.PROGRAMME, Headers.LIST})


def in_daytime(state: State, event: Event, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The same effects; a programme letter that would come at night waits for the morning. Whoever has just written
    is awake."""
    couples = (*state.couples, *((state.couple,) if state.couple else ()))
    concerned = (state.person,) if state.person else ()
    people = (*state.people, *concerned, *(p for couple in couples for p in couple.people))
    awake = event.person if isinstance(event, Mail) and not isinstance(event, MACHINES) else None
    zones = {person.id: person.zone for person in people if not person.coordinator and person.id != awake}
    return tuple(_in_daytime(zones, event.at, one) if isinstance(one, Send) else one for one in effects)


def _in_daytime(zones: dict[int, str], at: datetime, sent: Send) -> Send:
    zone = zones.get(sent.person) if sent.person is not None else None
    if zone is None or LETTERS[sent.kind].headers not in _BY_ITSELF:
        return sent
    morning = daytime(max(sent.not_before or at, at), zone, last_day=SUNDAY)
    if sent.not_after and morning > sent.not_after:
        return sent
    return replace(sent, not_before=morning, zone=zone)
