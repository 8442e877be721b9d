"""What nobody has answered the day before it is due: we have promised an answer, so the coordinators hear again."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.announcing import at_work
from ilnmail.decide.calendar import WEEKDAYS, daytime, moment, today
from ilnmail.decide.changing import change
from ilnmail.decide.sending import others, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ADDED, NEW_PARTNER, READ, STRANGER
from ilnmail.effects import Effect, Send
from ilnmail.events import Due
from ilnmail.letters.shown import Need
from ilnmail.model import Person, Ticket

_A_DAY = timedelta(days=1)
_STOOD = timedelta(days=14)  # in two digests, where they are weekly


def tickets_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once for each: on the first morning of the last day before it is due. Who has taken one hears of it alone."""
    late = [t for t in state.tickets if _is_late(t, event)]
    told: tuple[Effect, ...] = ()
    for number, reader in enumerate(at_work(state, event.at)):
        if _digest_is_near(state, reader, today(event.at, reader.zone)):
            continue
        mine = tuple(t for t in late if t.taken_by in (None, reader.id))
        told += _again(state, event, reader, mine, number) if mine else ()
    for ticket in _late_today(state, event):
        told += _said_to_its_writer(state, event, ticket)
    done = (t for t in state.tickets if _is_done_with(state, t, event))
    return (*told, *(part for t in done for part in change(t, closed_at=event.at)), advance(event))


def _is_done_with(state: State, ticket: Ticket, event: Due) -> bool:
    """Words that have stood there long enough; and whoever looked for a partner and has left looks for none."""
    if ticket.kind == ADDED:
        return event.at - ticket.opened_at > _STOOD
    return ticket.kind == NEW_PARTNER and not any(p.id == ticket.person for p in state.people)


def _late_today(state: State, event: Due) -> tuple[Ticket, ...]:
    """Those with an answer promised for the day whose afternoon comes next. Whoever has left waits for nothing; whoever
    has heard it of one mail does not hear it of the next while that one is open."""
    readers = {p.id for p in state.people}
    promised = (t for t in state.tickets if t.kind in READ and t.due)
    theirs = [t for t in promised if t.person in readers or t.key.startswith(STRANGER)]
    first = {(t.person or t.key): t for t in sorted(theirs, key=_by_day, reverse=True)}.values()
    since = event.at - timedelta(hours=6)  # a morning that came late; the letter's key is there once
    return tuple(t for t in first if since <= _in_the_afternoon(state, t) < event.at + _A_DAY)


def _by_day(ticket: Ticket) -> tuple[datetime, int]:
    assert ticket.due is not None
    return ticket.due, ticket.id


def _in_the_afternoon(state: State, ticket: Ticket) -> datetime:
    """Of the promised day, at three where the writer is: whoever answers in the morning is in time."""
    assert ticket.due is not None
    return moment(ticket.due.date(), time(15), _zone(state, ticket))


def _zone(state: State, ticket: Ticket) -> str:
    return next((p.zone for p in state.people if p.id == ticket.person), state.programme.zone)


def _said_to_its_writer(state: State, event: Due, ticket: Ticket) -> tuple[Effect, ...]:
    """Once, on the day: it is not forgotten, and when the coordinators look again."""
    one = next((p for p in state.people if p.id == ticket.person), None)
    wrote, at = today(ticket.opened_at, _zone(state, ticket)), _in_the_afternoon(state, ticket)
    weekday = WEEKDAYS.index(state.schedules.digest.weekday.casefold())
    ahead = (weekday - at.weekday() - 1) % 7 + 1
    sent = Send(
        kind="still-waiting",
        cause=f"Q-{ticket.id}",
        person=one.id if one else None,
        address=one.address if one else ticket.key.removeprefix(STRANGER),
        locale=one.locale if one else "en",
        values={
            "name": one.name if one else "",
            "wrote": wrote,
            "asked": wrote,
            "next": at.date() + timedelta(days=ahead),
        },
        not_before=at,
        not_after=at + timedelta(hours=12),  # so that it goes on a day off, too
    )
    return (sent,)


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
