"""QUIET: who has been silent for long; and no nudges to a country where life has other worries."""

from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.days import day_meant
from ilnmail.decide.coordinator.groups import group_of
from ilnmail.decide.coordinator.lookups import list_
from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven


def country_asked(text: str) -> str:
    """The code that `quiet country NP until ...` names, or `quiet Nepal until ...`; empty where it asks for the
    silent pairs."""
    return _asked(text)[0]


def _asked(text: str) -> tuple[str, str]:
    """The country, and what is said of it."""
    group = group_of(text) or (group_of(f"country {text}") if len(text.split(maxsplit=1)[:1]) else None)
    return (group.which, group.rest) if group and group.kind == "country" else ("", "")


def quiet(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Alone it lists the silent pairs. With a country nobody there is asked for a sign of life until that day:
    their clocks stop as if they were out of office, and their partners are not asked to choose."""
    code, rest = _asked(event.order.text)
    if not code:
        return list_(state, event)
    until = day_meant(rest, event.at.date())
    if until is None or until <= event.at.date():
        return refused(event, f"until when? quiet country {code} until 3 May")
    stopped = tuple(part for p in state.people for part in change(p, away_until=until))
    words = f"no nudges to {country_name(code)} until {until:%A %-d %B}; it concerns {len(state.people)}"
    return done(state, event, words, *stopped) if state.people else refused(event, f"nobody is in {code}")
