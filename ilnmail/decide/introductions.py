"""Introductions: why you two, the partner's place on the map and the clock, and how to begin."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.languages import get_official_languages

from ilnmail.data.hello import HELLO
from ilnmail.data.interests import named
from ilnmail.decide.calendar import moment, public_holidays, working_time
from ilnmail.decide.changing import change
from ilnmail.decide.sending import letter
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Guard, Send
from ilnmail.letters.shown import Clock, Partner
from ilnmail.model import PairingState, Person

_HOLIDAYS_AHEAD = 28  # days
_MOST_HOLIDAYS = 2


def introduce(
    state: State, couple: Couple, at: datetime, *, earliest: datetime | None = None, second: bool = False
) -> tuple[Effect, ...]:
    """The pairing runs, and each of its people gets the others' introduction on the same sending day.

    With `earliest` they go as soon as that; else at the round's hour on its start day.
    """
    return (
        *change(couple.pairing, state=PairingState.RUNNING),
        *(part for member in couple.members for part in change(member, current=True)),
        *(introduction(state, couple, one, at, earliest, second) for one in couple.people),
    )


def introduction(
    state: State,
    couple: Couple,
    reader: Person,
    at: datetime,
    earliest: datetime | None = None,
    second: bool = False,
) -> Send:
    """The letter by which one of them gets to know the others."""
    pairing = couple.pairing
    at_hour = moment(pairing.starts, state.schedules.round.at, reader.zone)
    sent = letter(
        "introduction",
        f"M-{pairing.id}",
        reader,
        Guard.PAIRING_RUNNING,
        partners=tuple(
            partner_shown(reader, one, pairing.starts, pairing.ends) for one in couple.partners_of(reader.id)
        ),
        ends=pairing.ends,
        interests=tuple(named(one, reader.locale) for one in pairing.interests),
        language=pairing.language,
        plain=not any(_at_home_in(pairing.language, one) for one in couple.people),
        second=second,
        ask_on=pairing.starts + timedelta(days=state.schedules.silence.ask),
    )
    by_day = working_time(earliest or max(at_hour, at), reader.zone, *(p.country for p in couple.people))
    return replace(sent, pairing=pairing.id, round=pairing.round, not_before=by_day)


def _at_home_in(language: str, one: Person) -> bool:
    """The language they named first is taken for the one they are at home in."""
    return bool(one.languages) and one.languages[0] == language


def partner_shown(reader: Person, one: Person, starts: date, ends: date) -> Partner:
    """A partner as the reader is introduced to them."""
    return Partner(
        name=one.name,
        work=one.work,
        city=one.city,
        country=one.country or one.place,
        wish=one.wish,
        clock=clock_between(reader, one, starts, ends),
        hello=_hello(one),
        closed=closed_days(one.country, starts),
    )


def _hello(one: Person) -> str:
    """In the language they are at home in, else in one of theirs that their country speaks. English needs no telling."""
    of_country = get_official_languages(one.country, regional=True, de_facto=True) if one.country else ()
    told = (code for code in one.languages if _at_home_in(code, one) or code in of_country)
    return next((HELLO[code] for code in told if code in HELLO and code != "en"), "")


def clock_between(reader: Person, one: Person, starts: date, ends: date) -> Clock:
    """How far apart the two clocks are on the start day, and when that changes within the term."""
    now = _apart(reader, one, starts)
    days = (starts + timedelta(days=n) for n in range((ends - starts).days))
    changes = next((day for day in days if _apart(reader, one, day) != now), None)
    return Clock(
        there=one.city or one.place or one.country,
        here=reader.city or reader.place or reader.country,
        minutes=now,
        changes=changes,
        then=_apart(reader, one, changes) if changes else 0,
    )


def _apart(reader: Person, one: Person, day: date) -> int:
    """Minutes from the reader's clock to the other's at noon UTC of that day."""
    noon = datetime.combine(day, time(12), UTC)
    offsets = (noon.astimezone(ZoneInfo(p.zone)).utcoffset() or timedelta() for p in (one, reader))
    there, here = offsets
    return int((there - here).total_seconds()) // 60


def closed_days(country: str, start: date) -> tuple[tuple[date, date], ...]:
    """The next public holidays, neighbouring ones as one stretch; none where we know of no calendar."""
    last = start + timedelta(days=_HOLIDAYS_AHEAD)
    known = {day for year in {start.year, last.year} for day in public_holidays(country, year)}
    days = sorted(day for day in known if start < day <= last)
    return tuple(_stretches(days))[:_MOST_HOLIDAYS]


def _stretches(days: Iterable[date]) -> Iterable[tuple[date, date]]:
    """Days that follow each other, weekends between them included, as first and last."""
    first = last = None
    for day in days:
        if last is not None and first is not None and (day - last).days > (3 if last.weekday() >= 4 else 1):
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None and last is not None:
        yield first, last
