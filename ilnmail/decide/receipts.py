"""The one receipt: what was changed, from when, and how to take it back."""

import re
from dataclasses import replace
from datetime import date

from babel.dates import format_date

from ilnmail.decide.couples import not_passed
from ilnmail.decide.sending import answer
from ilnmail.decide.state import State
from ilnmail.decide.translated import all_in
from ilnmail.effects import Send
from ilnmail.events import Mail
from ilnmail.model import Person


def receipt(
    state: State, event: Mail, to: Person, *done: str, note: str = "", back: str = "", undo: bool = True
) -> Send:
    """What was done, one sentence each; `back` is the word that reverses it, UNDO takes it back besides."""
    days = state.schedules.holds.undo_days if undo else 0
    notes = tuple(re.split(r"(?<=\.) ", note)) if note else ()
    told = all_in((*done, *notes), to.locale)
    words, beside = (told[: len(done)], told[len(done) :]) if told else (done, notes)
    sent = answer(
        event,
        "receipt",
        to,
        done=words,
        note=" ".join(beside),
        back=back,
        days=days,
        not_passed=not_passed(state),
    )
    return sent if told else replace(sent, locale="en")


def on(day: date, reader: Person) -> str:
    """A day spelled out, in the language that a receipt to this reader has: Monday 1 March 2027."""
    locale = reader.locale if all_in(("You are in",), reader.locale) else "en"
    return format_date(day, "EEEE d MMMM y" if locale == "en" else "full", locale=locale)
