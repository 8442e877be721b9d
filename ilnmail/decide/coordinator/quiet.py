"""QUIET: who has been silent for long; and no nudges to a country where life has other worries."""

import re

from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.lookups import list_
from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven
from ilnmail.understand.dates import read_until

_COUNTRY = re.compile(r"country\s+(?P<code>[a-z]{2})\b\s*(?P<until>.*)", re.I)


def country_of(text: str) -> str:
    """The code that `quiet country NP until ...` names; empty where it asks for the silent pairs."""
    found = _COUNTRY.match(text)
    return found["code"].upper() if found else ""


def quiet(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Alone it lists the silent pairs. With a country nobody there is asked for a sign of life until that day:
    their clocks stop as if they were out of office, and their partners are not asked to choose."""
    code = country_of(event.order.text)
    if not code:
        return list_(state, event)
    found = _COUNTRY.match(event.order.text)
    until = read_until(found["until"] if found else "", event.at.date(), "en")
    if until is None or until <= event.at.date():
        return refused(event, f"until when? quiet country {code} until 3 May")
    stopped = tuple(part for p in state.people for part in change(p, away_until=until))
    words = f"no nudges to {country_name(code)} until {until:%A %-d %B}; it concerns {len(state.people)}"
    return done(state, event, words, *stopped) if state.people else refused(event, f"nobody is in {code}")
