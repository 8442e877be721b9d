"""A round's dates, and what goes out when, to how many: for the coordinators' letter, their digest and the keyboard."""

from dataclasses import dataclass
from datetime import date, timedelta

from ilnmail.decide.round_days import day_of
from ilnmail.decide.state import State
from ilnmail.decide.topics import prompt_days
from ilnmail.model import Round

_BY_ITSELF = ("undecided pairs wait for you", "undecided pairs go out by themselves")


@dataclass(frozen=True)
class Planned:
    """Something that will go out."""

    day: date
    words: str
    whom: str = ""  # whose number says how many get it (`load/plan.py`); "" where it goes to coordinators


def planned(state: State, one: Round) -> tuple[Planned, ...]:
    """Everything that goes out by itself, in order."""
    return tuple(sorted((*_before(state, one), *_silence(state, one), *_term(state, one)), key=_order))


def _order(line: Planned) -> tuple[date, str]:
    return line.day, line.words


def _before(state: State, one: Round) -> tuple[Planned, ...]:
    times = state.schedules.round
    default = day_of(state, one, "default")
    words = "applications close, at the end of the day anywhere on Earth; places are told"
    return (
        Planned(
            day_of(state, one, "opens"), "again? to everybody who is with us and has no place yet", "free"
        ),
        Planned(day_of(state, one, "closes"), words, "applied"),
        Planned(day_of(state, one, "still_in"), _STILL_IN, "unsure"),
        Planned(day_of(state, one, "match"), "the match runs; the proposal comes to you"),
        *(
            Planned(one.starts + timedelta(days=offset), "a reminder to you, if pairs wait")
            for offset in times.remind
        ),
        Planned(default, _BY_ITSELF[one.defaults]),
        Planned(default, "whoever has no partner is told why, and chooses", "unmatched"),
        Planned(one.starts, "introductions, 09:00 on each one's clock", "placed"),
    )


_STILL_IN = "still in? once more, to those who have not answered"


def _silence(state: State, one: Round) -> tuple[Planned, ...]:
    times = state.schedules.silence
    steps = (
        (times.ask, "where no mail has passed: is all well?"),
        (times.choose, "where no answer came: the four choices"),
        (times.end, "where nothing was chosen: a new partner is looked for"),
    )
    return tuple(Planned(one.starts + timedelta(days=n), words, "quiet") for n, words in steps)


def _term(state: State, one: Round) -> tuple[Planned, ...]:
    """Prompts, and the end."""
    times = state.schedules.round
    prompts = (
        Planned(day, "the month's question, 09:00 on each one's clock", "readers")
        for day in prompt_days(state, one)
    )
    checkins = state.schedules.checkins
    asked = (
        Planned(
            one.starts + timedelta(weeks=week),
            "how is it going?" if week != checkins.survey else "five short questions",
            "paired",
        )
        for week in checkins.weeks
    )
    return (
        *prompts,
        *asked,
        Planned(one.ends - timedelta(days=times.remind_end), "the term ends in four weeks", "paired"),
        Planned(one.ends, "goodbye, and: again?", "paired"),
        Planned(day_of(state, one, "report"), "the report to you"),
    )


def plan(state: State, one: Round) -> tuple[tuple[date, str], ...]:
    """The same as (day, words), with the number of readers as far as it is known today."""
    return tuple((line.day, _with_count(state, one, line)) for line in planned(state, one))


def _with_count(state: State, one: Round, line: Planned) -> str:
    count = state.numbers.get(f"{line.whom} of round {one.id}")
    return line.words if count is None else f"{line.words} ({count} {'person' if count == 1 else 'people'})"


def dated(day: date) -> str:
    """Mon 1 Mar 2027"""
    return f"{day:%a} {day.day} {day:%b %Y}"


def what_moves(state: State, was: Round, now: Round) -> tuple[str, ...]:
    """What falls on another day than before: "Mon 22 Feb 2027 instead of Mon 15 Feb 2027: applications close"."""
    before, after = planned(state, was), planned(state, now)
    days = {line.words: [one.day for one in before if one.words == line.words] for line in before}
    lines = []
    for words in dict.fromkeys(line.words for line in after):
        new = [one.day for one in after if one.words == words]
        old = days.get(words, [])
        if new != old:
            new_days, old_days = (" and ".join(map(dated, some)) or "no day" for some in (new, old))
            lines.append(f"{new_days} instead of {old_days}: {words}")
    gone = [words for words in days if not any(line.words == words for line in after)]
    return (*lines, *(f"no longer, {' and '.join(map(dated, days[words]))}: {words}" for words in gone))
