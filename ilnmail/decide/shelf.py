"""The shelf: some days before a question the coordinators are told which topic comes, and may send one of their own."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.changing import change
from ilnmail.decide.state import State
from ilnmail.decide.topics import mailed_for, prompt_days, topic_for
from ilnmail.effects import Effect, Keep
from ilnmail.events import Due
from ilnmail.letters import in_language
from ilnmail.model import Round, RoundState, Ticket

TOPIC = "topic"
"""The kind of such a ticket."""

ANOTHER = (
    "send us the other one: topic: its title -- on the lines below one question, then a few lines about it"
)
_DAY_BEFORE = timedelta(days=2)  # on the day before it has begun already, in the first time zones


def ticket_key(of: Round, day: date) -> str:
    """Of the digest's line that asks whether the one from the shelf will do."""
    return f"topic:{of.name}.{day}"


def topics_due(state: State, event: Due) -> tuple[Effect, ...]:
    """Once a day: a line for each question that is near and has its topic from the shelf; old lines go."""
    over = (t for t in state.tickets if t.closed_at is None and t.due is not None and t.due <= event.at)
    closed = (part for one in over for part in change(one, closed_at=event.at))
    lines = enumerate(_lines(state, event.at.date()), state.ids.ticket)
    return (*closed, *(Keep(_ticket(event, id, *line)) for id, line in lines), advance(event))


def _lines(state: State, today: date) -> Iterator[tuple[str, str, date]]:
    """(key, title, day) of those that nobody has been told about."""
    told = {one.key for one in state.tickets}
    first, last = today + _DAY_BEFORE, today + timedelta(days=state.schedules.prompts.ask_before)
    running = (one for one in state.rounds if one.state is RoundState.RUNNING)
    for one, number, day in ((r, n, d) for r in running for n, d in enumerate(prompt_days(state, r), 1)):
        versions = topic_for(state, one, day) if first < day <= last else ()
        if versions and not mailed_for(state, one, number) and ticket_key(one, day) not in told:
            yield ticket_key(one, day), in_language(versions, "en").title, day


def _ticket(event: Due, id: int, key: str, title: str, day: date) -> Ticket:
    last = day - _DAY_BEFORE
    return Ticket(
        id=id,
        key=key,
        kind=TOPIC,
        words=f'The question of {day:%-d %B}: "{title}", from the shelf? yes, or send us your own by '
        f"{last:%A %-d %B}: topic: its title, and below it one question.",
        default="yes",
        due=datetime.combine(last, time(18), event.at.tzinfo),
        opened_at=event.at,
    )
