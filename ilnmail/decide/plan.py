"""A round's dates, and what happens when: for the coordinators' letter and the command line."""

from datetime import date, timedelta

from ilnmail.decide.prompts import prompt_days
from ilnmail.decide.state import State
from ilnmail.model import Round


def plan(state: State, one: Round) -> tuple[tuple[date, str], ...]:
    """Every day of the round on which something goes out by itself, in order."""
    times = state.schedules.round
    steps = (
        (times.opens, "again? to everybody who is with us and has no place yet"),
        (times.closes, "applications close, at the end of the day anywhere on Earth; places are told"),
        (times.match, "the match runs; the proposal comes to you"),
        *((offset, "a reminder to you, if pairs wait") for offset in times.remind),
        (
            times.default,
            "undecided pairs go out by themselves" if one.defaults else "undecided pairs wait for you",
        ),
        (times.introduce, "introductions, 09:00 on each one's clock"),
        (state.schedules.silence.ask, "where no mail has passed: is all well?"),
        (state.schedules.silence.choose, "where no answer came: the four choices"),
        (state.schedules.silence.end, "where nothing was chosen: a new partner is looked for"),
    )
    fixed = [(one.starts + timedelta(days=offset), words) for offset, words in steps]
    fixed += [
        (
            one.starts + timedelta(weeks=week),
            "how is it going?" if week != state.schedules.checkins.survey else "five short questions",
        )
        for week in state.schedules.checkins.weeks
    ]
    prompts = [(day, "the month's question, 09:00 on each one's clock") for day in prompt_days(state, one)]
    ending = [
        (one.ends - timedelta(days=times.remind_end), "the term ends in four weeks"),
        (one.ends, "goodbye, and: again?"),
        (one.ends + timedelta(days=times.report), "the report to you"),
    ]
    return tuple(sorted([*fixed, *prompts, *ending]))
