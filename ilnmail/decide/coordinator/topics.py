"""TOPIC: a question for one of the next months, mailed as a draft; shown back with what was checked, asked after a YES.

topic for April: Books that travel
What was the longest journey that something from your collection has made?

By bus, by boat, by donkey; in a coat for eleven years.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ilnmail.decide.cards import language_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.plan import dated
from ilnmail.decide.read_cells import language_code
from ilnmail.decide.shelf import ticket_key
from ilnmail.decide.state import State
from ilnmail.decide.topics import mailed_for, prompt_days, topic_for
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.letters import Topic
from ilnmail.model import MailedTopic, Round
from ilnmail.understand.ends import read_day
from ilnmail.understand.links import links_in
from ilnmail.understand.wording import plain

_HEAD = re.compile(
    r"\s*(?:for\s+(?P<day>[^:\n]+?))??\s*(?:\bin\s+(?P<language>[^:\n]+?))?\s*:(?P<title>[^\n]*)(?:\n(?P<rest>.*))?",
    re.I | re.S,
)
_QUESTION_ENDS = ("?", "？", "؟")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_LONGEST_TITLE = 60  # characters: subjects are cut off behind
_MOST_WORDS, _MOST_IN_QUESTION = 70, 25
_SOONEST = timedelta(days=2)  # in the first time zones the day begins a day before it does here
_HOW = "topic for April: its title -- on the lines below one question, then a few lines about it"


@dataclass(frozen=True)
class Draft:
    """A topic as it was mailed."""

    day: str  # "April", "1 April"; "" takes the next question that has none
    locale: str  # ISO 639; "" is a language we do not know
    title: str
    question: str
    body: str


@dataclass(frozen=True)
class _Slot:
    """A question of a round that is still to come."""

    round: Round
    number: int
    day: date


def draft(text: str) -> Draft | None:
    """The reading of an order's words; None where they have no colon with a title behind it."""
    found = _HEAD.fullmatch(text)
    if found is None or not found["title"].strip():
        return None
    question, body = _question_and_rest(found["rest"] or "")
    locale = language_code(found["language"]) if found["language"] else "en"
    return Draft((found["day"] or "").strip(), locale, " ".join(found["title"].split()), question, body)


def _question_and_rest(text: str) -> tuple[str, str]:
    """The first lines of a paragraph up to a question mark at the end of a line, and all the others."""
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]
    for place, paragraph in enumerate(paragraphs):
        lines = [line.strip() for line in paragraph.split("\n")]
        end = next((n for n, line in enumerate(lines, 1) if line.endswith(_QUESTION_ENDS)), 0)
        if end:
            rest = [*paragraphs[:place], "\n".join(lines[end:]), *paragraphs[place + 1 :]]
            return " ".join(lines[:end]), "\n\n".join(one for one in rest if one)
    return "", "\n\n".join(paragraphs)


def topic(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Asked on its day instead of the next topic from the shelf, which then comes one question later."""
    asked = draft(event.order.text)
    if asked is None or (why := _unfit(asked)):
        return refused(event, _HOW if asked is None else why)
    slot = _slot(state, event, asked)
    if isinstance(slot, str):
        return refused(event, slot)
    words = (
        f'"{asked.title}" is the question of {dated(slot.day)} in {language_name(asked.locale)}, '
        f"for everybody in round {slot.round.name}"
    )
    kept = _kept(state, slot, asked)
    closed = (t for t in state.tickets if t.key == ticket_key(slot.round, slot.day) and t.closed_at is None)
    settled = (part for t in closed for part in change(t, closed_at=event.at, taken_by=event.person))
    told = shown(event, asked.question, *asked.body.split("\n\n"), *_checks(state, slot, asked))
    return (*done(state, event, words, *kept, *settled), *told)


def _unfit(asked: Draft) -> str:
    if not asked.locale:
        return 'we do not know this language; write for example "in French"'
    if len(asked.title) > _LONGEST_TITLE:
        return f"the title has {len(asked.title)} characters; {_LONGEST_TITLE} fit into a subject"
    if not asked.question:
        return "it asks nothing yet: write one question on lines of its own, with a question mark at the end"
    return ""


def _slots(state: State, today: date) -> Iterator[_Slot]:
    """The questions to come, of all rounds that are not over, the next first."""
    found = (
        _Slot(one, number, day)
        for one in state.rounds
        for number, day in enumerate(prompt_days(state, one), 1)
        if day >= today + _SOONEST
    )
    yield from sorted(found, key=lambda slot: (slot.day, slot.round.id))


def _slot(state: State, event: OrderGiven, asked: Draft) -> _Slot | str:
    """The day it names, else the next that has none in this language; or why there is no such day."""
    slots = tuple(_slots(state, event.at.date()))
    if not slots:
        return "there is no question to come; open a round first: round open 2027A 2027-03-01"
    taken = {(m.round, m.number) for m in state.mailed if m.locale == asked.locale}
    free = (slot for slot in slots if (slot.round.id, slot.number) not in taken)
    named = (slot for slot in slots if _is_meant(slot.day, asked.day, event.at.date()))
    if slot := next(named if asked.day else free, None):
        return slot
    days = ", ".join(dated(one.day) for one in slots[:6])
    if asked.day:
        return f"no question goes out then; the next ones: {days}"
    return (
        f"each of them has its topic: {days}; name the day to replace one: topic for {slots[0].day:%B}: ..."
    )


def _is_meant(day: date, words: str, today: date) -> bool:
    return words.casefold() == f"{day:%B}".casefold() or read_day(words, today, "en") == day


def _kept(state: State, slot: _Slot, asked: Draft) -> tuple[Effect, ...]:
    """A second draft in the same language takes the place of the first."""
    values = {"title": asked.title, "question": asked.question, "body": asked.body}
    here = [m for m in state.mailed if (m.round, m.number) == (slot.round.id, slot.number)]
    if before := next((m for m in here if m.locale == asked.locale), None):
        return change(before, **values)
    slug = here[0].slug if here else _slug(state, slot, asked)
    place = {"round": slot.round.id, "number": slot.number, "locale": asked.locale}
    return (Keep(MailedTopic(slug=slug, **place, **values)),)  # type: ignore[arg-type]


def _slug(state: State, slot: _Slot, asked: Draft) -> str:
    """The name of its page: from the title, where that has letters for it; never that of another topic."""
    dated_name = f"{slot.round.name}-{slot.number}".casefold()
    words = re.findall(r"[a-z0-9]+", plain(asked.title))
    name = "-".join(words) or dated_name
    return f"{name}-{dated_name}" if name in _slugs(state) else name


def _slugs(state: State) -> set[str]:
    return {one.slug for one in state.topics} | {one.slug for one in state.mailed}


def _titles(state: State) -> set[str]:
    return {one.title.casefold() for one in state.topics} | {one.title.casefold() for one in state.mailed}


def _checks(state: State, slot: _Slot, asked: Draft) -> Iterator[str]:
    """What was looked at, one line each: what is well first, then what a second look may change."""
    text = f"{asked.question}\n{asked.body}"
    links = links_in(asked.body)
    yield f"checked: {len(text.split())} words, {len(links)} {'link' if len(links) == 1 else 'links'}"
    yield from (f"link, please try it: {link}" for link in links)
    if len(asked.question.split()) > _MOST_IN_QUESTION:
        yield f"look again: the question has {len(asked.question.split())} words; short ones get more answers"
    if len(asked.body.split()) > _MOST_WORDS:
        yield f"look again: {len(asked.body.split())} words below it; {_MOST_WORDS} keep the letter short"
    if sum(text.count(mark) for mark in _QUESTION_ENDS) > 1:
        yield "look again: more than one question mark; people answer one question best"
    if _ADDRESS.search(text):
        yield "look again: everybody will read the e-mail address in it"
    if asked.title.casefold() in _titles(state):
        yield "look again: there is a topic of this title already"
    yield from _instead(state, slot, asked)


def _instead(state: State, slot: _Slot, asked: Draft) -> Iterator[str]:
    """What happens to the topic that would have come, and who reads it in which language."""
    mailed = mailed_for(state, slot.round, slot.number)
    if not mailed and (shelf := topic_for(state, slot.round, slot.day)):
        yield f'"{shelf[0].title}" from the shelf comes one question later'
    languages = {*(one.locale for one in mailed), asked.locale}
    if "en" not in languages:
        yield "everybody gets it in this language until it comes in English too: topic in English: ..."
    elif len(languages) == 1:
        yield "everybody gets it in English; in French as well: topic in French: ..."


def topics(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What is asked when, from the shelf or mailed."""
    lines = [_line(state, slot) for slot in _slots(state, event.at.date())]
    return shown(event, *lines, _HOW) if lines else refused(event, "there is no question to come")


def _line(state: State, slot: _Slot) -> str:
    versions = topic_for(state, slot.round, slot.day)
    source = "mailed" if mailed_for(state, slot.round, slot.number) else "from the shelf"
    said = f'"{_main(versions).title}", {source}, in {_languages(versions)}' if versions else "nothing yet"
    return f"{dated(slot.day)} ({slot.round.name}): {said}"


def _main(versions: tuple[Topic, ...]) -> Topic:
    return next((one for one in versions if one.locale == "en"), versions[0])


def _languages(versions: tuple[Topic, ...]) -> str:
    return " and ".join(language_name(one.locale) for one in versions)
