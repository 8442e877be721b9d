"""What is due by now: from the rounds, the schedules and the clocks of the people concerned. Pure.

An occurrence is named by schedule, period and zone; the row of that name in `runs` says how far it has come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ilnmail.decide.calendar import end_of_day_anywhere, moment, today
from ilnmail.decide.plan import plan
from ilnmail.decide.prompts import prompt_days
from ilnmail.decide.state import State
from ilnmail.model import Person, Round, RoundState

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAILY_AT = time(6)  # UTC; the letters it decides wait for each reader's daytime


@dataclass(frozen=True)
class Occurrence:
    """Something that falls due once."""

    schedule: str
    period: str
    at: datetime
    zone: str = ""
    round: int | None = None


def occurrences(state: State, zones: Iterable[str], now: datetime) -> tuple[Occurrence, ...]:
    """Everything whose time has come, the earliest first; what is too old to be sent is left out.

    `zones` are those of the people with us.
    """
    of_rounds = (
        one for r in state.rounds for one in (*_of_a_round(state, r), *_prompts(state, r, tuple(zones), now))
    )
    due = (*of_rounds, *_daily(now), *_digests(state, now))
    return tuple(sorted((one for one in due if one.at <= now), key=lambda one: one.at))


def _of_a_round(state: State, one: Round) -> Iterator[Occurrence]:
    """The steps that this round can still take from where it stands."""
    times = state.schedules.round

    def on(offset: int, at: time = time(6)) -> datetime:
        return moment(one.starts + timedelta(days=offset), at, state.programme.zone)

    closes = end_of_day_anywhere(one.starts + timedelta(days=times.closes))
    first_morning = moment(one.starts, times.at, "Pacific/Kiritimati")
    steps: dict[RoundState, tuple[tuple[str, datetime], ...]] = {
        RoundState.OPEN: (("close", closes),),
        RoundState.CLOSED: (("places", closes), ("match", on(times.match))),
        RoundState.PROPOSED: (
            *((f"remind{offset}", on(offset, times.at)) for offset in times.remind),
            ("default", on(times.default)),
            ("introduce", first_morning),
        ),
        RoundState.RUNNING: (
            ("introduce", first_morning),
            (
                "term-reminder",
                moment(one.ends - timedelta(days=times.remind_end), times.at, state.programme.zone),
            ),
            ("goodbye", moment(one.ends, times.at, state.programme.zone)),
            ("report", moment(one.ends + timedelta(days=times.report), times.at, state.programme.zone)),
        ),
    }
    for name, at in steps.get(one.state, ()):
        yield Occurrence(
            name.rstrip("-0123456789") if name.startswith("remind") else name,
            f"{one.name}.{name}",
            at,
            round=one.id,
        )


def _prompts(state: State, one: Round, zones: tuple[str, ...], now: datetime) -> Iterator[Occurrence]:
    """A running round's prompts of the last days, once for each zone whose hour has come."""
    if one.state is not RoundState.RUNNING:
        return
    oldest = now - timedelta(days=state.schedules.prompts.keep_for)
    for day in prompt_days(state, one):
        if abs((day - now.date()).days) <= state.schedules.prompts.keep_for + 1:
            for zone in zones:
                at = moment(day, state.schedules.prompts.at, zone)
                if oldest <= at <= now:
                    yield Occurrence("prompt", f"{one.name}.{day}", at, zone, one.id)


def _daily(now: datetime) -> Iterator[Occurrence]:
    """Once a day: today's, or yesterday's where today's hour has not come. Older days are not made up for."""
    day: date = now.date()
    if now.time() < _DAILY_AT:
        day -= timedelta(days=1)
    at = datetime.combine(day, _DAILY_AT, now.tzinfo)
    for name in ("pauses", "cards", "silence"):
        yield Occurrence(name, str(day), at)


def _digests(state: State, now: datetime) -> Iterator[Occurrence]:
    """The last Monday 08:00 on each coordinator's clock."""
    for person in state.coordinators:
        one = _digest(state, person, now)
        if person.confirmed_at is None or one.at >= person.confirmed_at:
            yield one


def _digest(state: State, person: Person, now: datetime) -> Occurrence:
    times = state.schedules.digest
    here = today(now, person.zone)
    day = here - timedelta(days=(here.weekday() - _WEEKDAYS.index(times.weekday.lower())) % 7)
    at = moment(day, times.at, person.zone)
    if at > now:
        day, at = day - timedelta(days=7), moment(day - timedelta(days=7), times.at, person.zone)
    return Occurrence("digest", f"{day}", at, f"P-{person.id}")


def next_dates(state: State, now: datetime, most: int = 3) -> tuple[tuple[date, str], ...]:
    """What comes next in the rounds that are not over, for the digest."""
    days = (one for r in state.rounds for one in plan(state, r) if one[0] > now.date())
    return tuple(sorted(days))[:most]
