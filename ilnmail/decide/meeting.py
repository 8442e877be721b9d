"""MEET: three times on everybody's clock, each chooses, and when all chose the same it stands in their calendars.

What is agreed lies in `Member.meets_at`. How they talk, by which program or by telephone, is theirs to write to each other.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ilnmail.decide.changing import change
from ilnmail.decide.couples import names
from ilnmail.decide.meeting_times import MINUTES, TIMES, in_office_hours, meeting_times
from ilnmail.decide.receipts import on, receipt
from ilnmail.decide.sending import acted, conclude, letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Guard, Meeting, Outcome, Send
from ilnmail.events import CommandGiven, Mail, QuestionAnswered
from ilnmail.letters import LETTERS
from ilnmail.letters.shown import Hour
from ilnmail.model import PairingState, Person

_MOST_PROPOSALS = 2  # of three times; after that the two find a time in their own words


def meet(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Three times to all of the pairing; what was chosen or agreed before is forgotten."""
    person, couple = state.person, state.couple
    assert person is not None
    if couple is None or couple.pairing.state is not PairingState.RUNNING:
        words = "You have no partner just now, so there is nobody to meet"
        return (
            receipt(state, event, person, words, undo=False),
            conclude(event, Outcome.ASKED, "no partner"),
        )
    return acted(event, "times for a call proposed", *_proposed(state, event, couple, event.at, 1))


def _proposed(state: State, event: Mail, couple: Couple, after: datetime, times: int) -> tuple[Effect, ...]:
    """The same three times to each, on their own clock."""
    found = meeting_times(couple.people, after) if times <= _MOST_PROPOSALS else ()
    cause = f"M-{couple.pairing.id}.m{event.message}"
    if len(found) < TIMES:
        told = tuple(_letter("meeting-none", cause, one, couple) for one in couple.people)
        return (*_chosen_by_nobody(couple), *told)
    asked: tuple[Effect, ...] = ()
    for number, one in enumerate(couple.people):
        sent = _letter(
            "meeting-times",
            cause,
            one,
            couple,
            hours=tuple(hour(at, one, couple) for at in found),
            asked_by="" if one.id == event.person or state.person is None else state.person.name,
            wide=not all(in_office_hours(at, couple.people) for at in found),
            again=times > 1,
        )
        asked += question(
            state,
            event.at,
            sent,
            f"M-{couple.pairing.id}",
            number=number,
            times=times,
            lines=_lines(found),
        )
    return (*_chosen_by_nobody(couple), *asked)


def _lines(found: tuple[datetime, ...]) -> tuple[tuple[str, str], ...]:
    """What the numbers stand for, and behind them the moment of each."""
    meanings = LETTERS["meeting-times"].answers
    return (
        *((str(n), meaning) for n, meaning in enumerate(meanings, 1)),
        *((meaning, at.isoformat()) for meaning, at in zip(meanings[:TIMES], found, strict=True)),
    )


def _letter(kind: str, cause: str, one: Person, couple: Couple, **values: object) -> Send:
    partners = names(couple.partners_of(one.id))
    sent = letter(kind, cause, one, Guard.PAIRING_RUNNING, partners=partners, **values)
    return replace(sent, pairing=couple.pairing.id)


def hour(at: datetime, reader: Person, couple: Couple) -> Hour:
    """A moment on the reader's clock, and on each partner's."""
    here = at.astimezone(ZoneInfo(reader.zone))
    there = tuple(
        (one.name, at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None))
        for one in couple.partners_of(reader.id)
    )
    return Hour(here.replace(tzinfo=None), there)


def _chosen_by_nobody(couple: Couple) -> tuple[Effect, ...]:
    return tuple(part for member in couple.members for part in change(member, meets_at=None))


def _called(couple: Couple, person: Person) -> str:
    return " and ".join(p.name for p in couple.partners_of(person.id))


def chose(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """One of the three. Where a partner has chosen another one, that one is asked about."""
    ask, couple, person = state.ask, state.couple, state.person
    assert ask is not None and couple is not None and person is not None
    lines = dict(ask.lines)
    written = lines.get(lines.get(event.value, ""))
    if written is None or (at := datetime.fromisoformat(written)) <= event.at:
        return others(state, event)
    theirs = {m.meets_at for m in couple.members if m.person != person.id}
    if theirs == {at}:
        return _settled(state, event, couple, person, at)
    another = next((one for one in theirs if one not in (None, at)), None)
    if another is not None and another > event.at:
        return _asked_about(state, event, couple, person, another)
    words = f"You can meet on {_said(at, person)}. When {_called(couple, person)} has chosen too, you get an invitation"
    return (
        *change(couple.member(person.id), meets_at=at),
        receipt(state, event, person, words, undo=False),
    )


def agreed(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES to the time that the partner chose."""
    return chose(state, replace(event, value="1"))


def _said(at: datetime, person: Person) -> str:
    local = at.astimezone(ZoneInfo(person.zone))
    return f"{on(local.date(), person)}, {local:%H:%M}"


def _asked_about(
    state: State, event: QuestionAnswered, couple: Couple, person: Person, at: datetime
) -> tuple[Effect, ...]:
    """The partner's choice, to whoever chose another: YES or NO."""
    cause = f"M-{couple.pairing.id}.m{event.message}"
    sent = _letter("meeting-other", cause, person, couple, hour=hour(at, person, couple))
    lines = (("first", at.isoformat()), ("1", "first"), ("2", "others"))
    times = state.ask.times if state.ask else 1
    return question(state, event.at, sent, f"M-{couple.pairing.id}", lines=lines, times=times)


def _settled(
    state: State, event: QuestionAnswered, couple: Couple, person: Person, at: datetime
) -> tuple[Effect, ...]:
    """All chose it: to each a letter with the calendar's own invitation."""
    told: tuple[Effect, ...] = change(couple.member(person.id), meets_at=at)
    for number, one in enumerate(couple.people):
        sent = _letter(
            "meeting-set", _cause(couple, at), one, couple, hour=hour(at, one, couple), minutes=MINUTES
        )
        sent = replace(sent, meeting=_meeting(couple, at, "REQUEST"))
        told += question(state, event.at, sent, f"M-{couple.pairing.id}", number=number)
    return told


def _cause(couple: Couple, at: datetime) -> str:
    return f"M-{couple.pairing.id}.{at:%Y%m%dT%H%MZ}"


def _meeting(couple: Couple, at: datetime, method: str) -> Meeting:
    return Meeting(uid=f"meeting-{_cause(couple, at)}", starts=at, minutes=MINUTES, method=method)


def others(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """None of them suits: three later ones to all, once."""
    ask, couple = state.ask, state.couple
    assert ask is not None and couple is not None
    moments = [datetime.fromisoformat(at) for label, at in ask.lines if label in ("first", "second", "third")]
    return _proposed(state, event, couple, max((event.at, *moments)), ask.times + 1)


def off(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """It does not suit somebody any more: it is taken out of all calendars."""
    couple, person = state.couple, state.person
    assert couple is not None and person is not None
    at = couple.member(person.id).meets_at
    if at is None:
        return (receipt(state, event, person, "There is no call any more", undo=False),)
    told = tuple(
        replace(
            _letter(
                "meeting-off",
                _cause(couple, at),
                one,
                couple,
                hour=hour(at, one, couple),
                by="" if one.id == person.id else person.name,
            ),
            meeting=_meeting(couple, at, "CANCEL"),
        )
        for one in couple.people
    )
    return (*_chosen_by_nobody(couple), *told)
