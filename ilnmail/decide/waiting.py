"""What nobody has answered the day before it is due: we have promised an answer, so the coordinators hear again."""

from dataclasses import replace
from datetime import date, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.announcing import at_work
from ilnmail.decide.calendar import daytime, today
from ilnmail.decide.sending import others, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import READ
from ilnmail.effects import Effect
from ilnmail.events import Due
from ilnmail.letters.shown import Need
from ilnmail.model import Person, Ticket

_A_DAY = timedelta(days=1)


def tickets_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once for each: on the first morning of the last day before it is due. Who has taken one hears of it alone."""
    late = [t for t in state.tickets if _is_late(t, event)]
    told: tuple[Effect, ...] = ()
    for number, reader in enumerate(at_work(state, event.at)):
        if _digest_is_near(state, reader, today(event.at, reader.zone)):
            continue
        mine = tuple(t for t in late if t.taken_by in (None, reader.id))
        told += _again(state, event, reader, mine, number) if mine else ()
    return (*told, advance(event))


def _digest_is_near(state: State, reader: Person, day: date) -> bool:
    """Today's or tomorrow's digest has it anyway."""
    weekly = state.schedules.digest.weekday.casefold()
    near = {f"{one:%A}".casefold() for one in (day, day + _A_DAY)}
    return reader.digest == "daily" or (reader.digest == "weekly" and weekly in near)


def _is_late(ticket: Ticket, event: Due) -> bool:
    """In the one day of its life in which the reminder falls; of one that is held that is the day until which it is."""
    if ticket.due is None or ticket.kind not in READ:
        return False
    last_day = ticket.due - _A_DAY
    falls = max(last_day, ticket.held_until or last_day)
    return falls <= event.at < falls + _A_DAY


def _again(
    state: State, event: Due, reader: Person, mine: tuple[Ticket, ...], number: int
) -> tuple[Effect, ...]:
    needs = tuple(Need(f"Q-{t.id}: {t.words}", t.default) for t in mine)
    sent = plain_letter(
        "reminder", f"tickets.{event.period}", reader, needs=needs, others=others(state, reader)
    )
    sent = replace(sent, not_before=daytime(event.at, reader.zone))
    lines = tuple((str(n), f"Q-{t.id}") for n, t in enumerate(mine, 1))
    return question(state, event.at, sent, f"tickets.{event.period}", number=number, lines=lines)
