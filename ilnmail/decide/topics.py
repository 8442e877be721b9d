"""Which topic is asked on which day of a round: one that a coordinator has mailed, else the next from the shelf."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from ilnmail.decide.state import State
from ilnmail.letters import Topic, in_language, shelf
from ilnmail.model import MailedTopic, Round
from ilnmail.schedules import PromptTimes


def prompt_days(state: State, running: Round) -> tuple[date, ...]:
    """The days on which this round's prompts go: the first of each month, not too near either end."""
    return _prompt_days(state.schedules.prompts, running.starts, running.ends)


@lru_cache(maxsize=64)  # every turn asks for those of the same few rounds
def _prompt_days(times: PromptTimes, starts: date, ends: date) -> tuple[date, ...]:
    first, last = starts + timedelta(days=times.first_after), ends - timedelta(days=times.last_before)
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    if times.every == "fortnight":
        return tuple(day for day in span if day.weekday() == 0 and (day - starts).days % 14 < 7)
    return tuple(day for day in span if day.day == 1)


def topic_for(state: State, running: Round, day: date) -> tuple[Topic, ...]:
    """The topic of that day in all its languages: a mailed one, else the next from the shelf. The introduction is the
    first one, so file numbers begin at 2."""
    days, ready = prompt_days(state, running), shelf(state.topics)
    if day not in days:
        return ()
    number = days.index(day) + 1
    if own := mailed_for(state, running, number):
        return own
    before = {one.number for one in state.mailed if one.round == running.id and one.number < number}
    return ready[(number - 1 - len(before)) % len(ready)] if ready else ()


def mailed_for(state: State, one: Round, number: int) -> tuple[Topic, ...]:
    """What coordinators have mailed for that question of the round, in all its languages; those on the shelf wait."""
    return tuple(
        Topic(number, m.slug, m.locale, m.title, m.question, m.body)
        for m in state.mailed
        if (m.round, m.number) == (one.id, number)
    )


def asked_topics(state: State, rounds: tuple[Round, ...], now: datetime) -> tuple[tuple[Topic, ...], ...]:
    """What these rounds have asked by now anywhere on Earth, the newest first, each once."""
    begun = sorted(
        ((day, one) for one in rounds for day in prompt_days(state, one) if day <= now.date()),
        key=lambda pair: pair[0],
        reverse=True,
    )
    found = (topic_for(state, one, day) for day, one in begun)
    return tuple({topic[0].slug: topic for topic in found if topic}.values())


def title_of(state: State, slug: str, locale: str) -> str:
    """What a topic is called in that language; its short name where it is no longer on the shelf."""
    versions = [topic for topic in (*state.topics, *_as_topics(state.mailed)) if topic.slug == slug]
    return in_language(versions, locale).title if versions else slug


def _as_topics(mailed: Iterable[MailedTopic]) -> tuple[Topic, ...]:
    return tuple(Topic(m.number, m.slug, m.locale, m.title, m.question, m.body) for m in mailed)
