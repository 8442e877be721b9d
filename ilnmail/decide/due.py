"""What is due by now: from the rounds, the schedules and the clocks of the people concerned. Pure.

An occurrence is named by schedule, period and zone; the row of that name in `runs` says how far it has come.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from ilnmail.decide.ambassadors import first_monday
from ilnmail.decide.calendar import WEEKDAYS, end_of_day_anywhere, moment, today
from ilnmail.decide.plan import plan
from ilnmail.decide.round_days import NOW, UNPROVED, day_of
from ilnmail.decide.state import State
from ilnmail.decide.topics import prompt_days
from ilnmail.model import Person, Round, RoundState

_AT_ONCE = datetime.min.replace(tzinfo=UTC)
_DAILY_AT = time(6)  # UTC; the letters it decides wait for each reader's daytime


class Occurrence(NamedTuple):
    """Something that falls due once."""

    schedule: str
    period: str
    at: datetime
    zone: str = ""
    round: int | None = None


def occurrences(state: State, zones: Sequence[str], now: datetime) -> tuple[tuple[Occurrence, ...], datetime]:
    """Everything whose time has come, the earliest first; what is too old to be sent is left out. And when something
    else comes next, a day ahead at most.

    `zones` are those of the people with us.
    """
    around = tuple(_around(state, zones, now))
    due = (one for one in around if one.at <= now)
    return tuple(sorted(due, key=lambda one: one.at)), min(one.at for one in around if one.at > now)


def _around(state: State, zones: Sequence[str], now: datetime) -> Iterator[Occurrence]:
    """What lies behind, as far as it is still of use, and what comes next."""
    for one in state.rounds:
        yield from _of_a_round(state, one)
        yield from _prompts(state, one, zones, now)
        if one.state is RoundState.CLOSED:
            yield from (Occurrence("line", f"{one.name}.{at.date()}", at, round=one.id) for at in _days(now))
    yield from _daily(now)
    for person in state.coordinators:
        yield from _digests(state, person, now)


def _of_a_round(state: State, one: Round) -> Iterator[Occurrence]:
    """The steps that this round can still take from where it stands."""
    times = state.schedules.round

    def on(day: date, at: time = time(6)) -> datetime:
        return moment(day, at, state.programme.zone)

    closes = end_of_day_anywhere(day_of(state, one, "closes"))
    first_morning = moment(one.starts, times.at, "Pacific/Kiritimati")
    steps: dict[RoundState, tuple[tuple[str, datetime], ...]] = {
        RoundState.OPEN: (
            ("again", on(day_of(state, one, "opens"), times.at)),
            ("close", closes),
            ("small", closes + timedelta(days=times.wait)),
        ),
        RoundState.CLOSED: (
            ("places", closes),
            ("still-in", on(day_of(state, one, "still_in"), times.at)),
            *(
                (("match", _AT_ONCE if one.matched_digest == NOW else on(day_of(state, one, "match"))),)
                if one.matched_digest != UNPROVED
                else ()
            ),
        ),
        RoundState.PROPOSED: (
            *(
                (f"remind{offset}", on(one.starts + timedelta(days=offset), times.at))
                for offset in times.remind
            ),
            ("default", on(day_of(state, one, "default"))),
            ("introduce", first_morning),
        ),
        RoundState.RUNNING: (
            ("introduce", first_morning),
            *(
                (f"check-in{week}", on(one.starts + timedelta(weeks=week), state.schedules.checkins.at))
                for week in state.schedules.checkins.weeks
            ),
            ("term-reminder", on(one.ends - timedelta(days=times.remind_end), times.at)),
            ("goodbye", on(one.ends, times.at)),
            ("report", on(day_of(state, one, "report"), times.at)),
        ),
    }
    for name, at in steps.get(one.state, ()):
        # A postponed round closes, and is decided, once more.
        period = (
            f"{one.name}.{name}" if one.state is RoundState.RUNNING else f"{one.name}.{one.starts}.{name}"
        )
        yield Occurrence(name.rstrip("-0123456789"), period, at, round=one.id)


def _prompts(state: State, one: Round, zones: Sequence[str], now: datetime) -> Iterator[Occurrence]:
    """A running round's prompts of these days, one for each zone."""
    times = state.schedules.prompts
    for day in _prompt_days_near(state, one, now):
        for zone in zones:
            at = moment(day, times.at, zone)
            if at >= now - timedelta(days=times.keep_for):
                yield Occurrence("prompt", f"{one.name}.{day}", at, zone, one.id)


def depends_on_zones(state: State, now: datetime) -> bool:
    """Do these days bring a prompt, which goes zone by zone?"""
    return any(_prompt_days_near(state, one, now) for one in state.rounds)


def _prompt_days_near(state: State, one: Round, now: datetime) -> tuple[date, ...]:
    if one.state is not RoundState.RUNNING:
        return ()
    here, back = now.date(), state.schedules.prompts.keep_for
    return tuple(day for day in prompt_days(state, one) if -back - 1 <= (day - here).days <= 1)


def _daily(now: datetime) -> Iterator[Occurrence]:
    """Once a day. Of days gone by only the last counts."""
    for at in _days(now):
        if first_monday(at.date()):
            yield Occurrence("ambassadors", str(at.date()), at)
        for name in _DAILY:
            yield Occurrence(name, str(at.date()), at)


_DAILY = (
    "pauses",
    "cards",
    "silence",
    "left-alone",
    "rescue",
    "problems",
    "tickets",
    "topics",
    "addresses",
    "old-mail",
)


def _days(now: datetime) -> tuple[datetime, datetime]:
    """The last and the next time of what is looked at once a day."""
    today_at = datetime.combine(now.date(), _DAILY_AT, now.tzinfo)
    last = today_at if today_at <= now else today_at - timedelta(days=1)
    return last, last + timedelta(days=1)


def _digests(state: State, person: Person, now: datetime) -> Iterator[Occurrence]:
    """The last and the next 08:00 on this coordinator's clock, of Mondays or of every day, from the day they
    were appointed; nothing for whoever has said OFF."""
    times = state.schedules.digest
    if person.digest == "off":
        return
    here = today(now, person.zone)
    step = timedelta(days=1 if person.digest == "daily" else 7)
    back = 0 if person.digest == "daily" else (here.weekday() - WEEKDAYS.index(times.weekday.lower())) % 7
    day = here - timedelta(days=back)
    for one in (day - step, day, day + step):
        at = moment(one, times.at, person.zone)
        # Of two that lie behind only the later counts.
        stale = at <= now - step
        if not stale and (person.confirmed_at is None or at >= person.confirmed_at):
            yield Occurrence("digest", f"{one}", at, f"P-{person.id}")


def next_dates(state: State, now: datetime, most: int = 3) -> tuple[tuple[date, str], ...]:
    """What comes next in the rounds that are not over, for the digest."""
    days = (one for r in state.rounds for one in plan(state, r) if one[0] > now.date())
    return tuple(sorted(days))[:most]
