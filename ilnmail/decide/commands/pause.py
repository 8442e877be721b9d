"""PAUSE: no mail for a while.

PAUSE                     for four weeks
PAUSE until 3 May         until that day, in any of the usual ways to write it
PAUSE 6 weeks             for so long
"""

from datetime import timedelta

from ilnmail.decide.calendar import today
from ilnmail.decide.changing import act, change, changed
from ilnmail.decide.couples import partner_names, tell_partners
from ilnmail.decide.receipts import on, receipt
from ilnmail.decide.sending import acted, answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven
from ilnmail.model import PersonState


def pause(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """The partner hears the dates, and nothing else."""
    person = state.person
    assert person is not None
    day = today(event.at, person.zone)
    until = event.until or day + timedelta(weeks=state.schedules.holds.pause_weeks)
    if until <= day:
        return (
            answer(event, "not-understood", person, text=event.text, by=promised(state, event)),
            conclude(event, Outcome.ASKED, "a pause into the past"),
        )
    paused = {"state": PersonState.PAUSED, "paused_until": until}
    words = f"Paused until {on(until, person)}"
    note = "" if event.until else "You named no day, so we took four weeks."
    if told := partner_names(state):
        note = f"{note} {' and '.join(told)} is told the day, and nothing else.".strip()
    effects: tuple[Effect, ...] = (
        *change(person, **paused),
        *tell_partners(state, event, "partner-paused", until=until),
        receipt(state, event, changed(person, **paused), words, note=note, back="RESUME"),
    )
    return acted(event, words, *act(state, event, words, effects))
