"""The coordinators' letter: what needs them, the numbers, who is quiet, what comes next."""

import textwrap
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import today
from ilnmail.decide.cards import with_country
from ilnmail.decide.figures import round_values, saved
from ilnmail.decide.prompts import shortened, signature
from ilnmail.decide.proposing import pairs_wait
from ilnmail.decide.sending import others, plain_letter, question
from ilnmail.decide.shelf import TOPIC
from ilnmail.decide.state import Couple, SetAside, State, Undelivered
from ilnmail.decide.tickets import ADDED, KEPT, can_be_answered
from ilnmail.effects import Effect
from ilnmail.events import Due
from ilnmail.letters.shown import Need, Quiet
from ilnmail.model import Person, Ticket

MOST_NEEDS, _MOST_QUIET = 10, 3
_WORDS_A_MINUTE = 200


class _Room(NamedTuple):
    """How much of everything there is, where so many things wait: the letter stays under sixty lines."""

    needs: int  # at most
    characters: int  # of each
    kind_words: int
    quoted: int  # characters of each of these
    dates: int


_ROOMS = (_Room(4, 118, 2, 90, 3), _Room(6, 118, 1, 36, 2), _Room(MOST_NEEDS, 56, 0, 0, 2))

_ELSEWHERE = frozenset({"problem"})
"""Tickets that go to their readers at once, and never stand in the general letter."""


def digest_due(state: State, event: Due) -> tuple[Effect, ...]:
    """One coordinator's letter of the week, or of the day; nobody who is away is written to."""
    reader = state.person
    if reader is None or _resting(reader, today(event.at, reader.zone)):
        return (advance(event),)
    return (*digest_letter(state, reader, event.at, event.period), *saved(state, event.at), advance(event))


def _resting(reader: Person, day: date) -> bool:
    return reader.away_until is not None and reader.away_until > day


def digest_letter(state: State, reader: Person, at: datetime, cause: str) -> tuple[Effect, ...]:
    """The letter, and the question it opens: its numbers mean its own lines."""
    needs, lines = _needs(state, at)
    shown = needs[:MOST_NEEDS]
    room = next(one for one in _ROOMS if len(shown) <= one.needs)
    day = today(at, reader.zone)
    sent = plain_letter(
        "digest",
        cause,
        reader,
        week=day.isocalendar().week,
        needs=_fitting(shown, room.characters),
        needs_more=len(needs) - len(shown),
        minutes=1 + sum(len(need.words.split()) for need in shown) // _WORDS_A_MINUTE,
        example=_example(state, lines[:MOST_NEEDS]),
        **round_values(state, day),
        **_quiet(state, day, lines),
        kind_words=tuple(
            (shortened(a.text, room.quoted), _signed(state, a.person))
            for a in state.answers[: room.kind_words]
        ),
        **{name: _number(state, name) for name in _COUNTED},
        stopped=state.numbers.get("stopped") or (),
        held=str(state.numbers.get("held") or ""),
        last_read=_last_read(state, at, reader),
        next=_next(state)[: room.dates],
        others=others(state, reader),
        away=tuple((c.name, c.away_until) for c in state.coordinators if _resting(c, day)),
    )
    return question(state, at, sent, cause, lines=lines)


_COUNTED = (
    *("relayed", "answered", "absences", "pauses", "unreachable"),
    *("stuck", "uncertain", "failed", "unproven", "missed", "junk", "day_spent"),
)


def _needs(state: State, at: datetime) -> tuple[tuple[Need, ...], tuple[tuple[str, str], ...]]:
    """What waits for a person, the most urgent first, and what the number of each line stands for."""
    found: list[tuple[Need, str]] = []
    if waiting := _number(state, "proposed"):
        words = pairs_wait(waiting, "proposed")
        found += [(Need(words, str(state.numbers.get("proposed default", "they wait"))), "proposal:")]
    names = {c.id: c.name for c in state.coordinators}
    open_ones = [t for t in state.tickets if t.kind not in _ELSEWHERE and not _is_held(t, at)]
    by_ref: dict[str, Ticket] = {}
    for one in sorted((t for t in open_ones if t.kind != ADDED), key=_urgency):
        by_ref.setdefault(answered_as(one), one)  # two who wait for a partner may be each other's: one line
    found += [(_of_ticket(t, names), ref) for ref, t in by_ref.items()]
    found += of_words(tuple(t for t in open_ones if t.kind == ADDED))
    found += [(_of_mail(one), f"mail:{one.id}") for one in state.set_aside]
    found += list(of_letters(state.undelivered))
    lines = tuple((str(n), ref) for n, (_, ref) in enumerate(found, 1))
    return tuple(need for need, _ in found), lines


def _is_held(ticket: Ticket, at: datetime) -> bool:
    """HOLD till Friday: nobody is asked about it before."""
    return ticket.held_until is not None and ticket.held_until > at


def answered_as(ticket: Ticket) -> str:
    """What an answer to its line is about: the pair that is proposed, or the ticket itself."""
    return f"Q-{ticket.id}" if ticket.pairing is None else f"M-{ticket.pairing}"


def _urgency(ticket: Ticket) -> tuple[int, datetime]:
    """Words of a person before what the programme wonders about; then the oldest."""
    return _RANKS.get(ticket.kind, 1), ticket.opened_at


_RANKS = {"please read": 0, "new partner": 0, "topic": 2, "unreachable": 2, "forged": 2}


def _of_ticket(ticket: Ticket, names: dict[int, str]) -> Need:
    taken = names.get(ticket.taken_by or 0)
    return Need(f"{ticket.words} ({taken} has it.)" if taken else ticket.words, ticket.default)


def of_words(added: tuple[Ticket, ...]) -> list[tuple[Need, str]]:
    """One line for all words beside answers that say it all: they are to be read, not answered."""
    if not added:
        return []
    ref = "Q-" + ".".join(str(t.id) for t in added)
    if len(added) == 1:
        return [(Need(added[0].words, added[0].default), ref)]
    words = f"{len(added)} people added words to an answer that says it all; SHOW has them. The last: {added[-1].words}"
    return [(Need(words, KEPT), ref)]


def _of_mail(one: SetAside) -> Need:
    words = f"A mail of {one.received_at:%-d %B} could not be understood: release, or drop?"
    return Need(words, "it stays unread, and we ask again")


def of_letters(letters: tuple[Undelivered, ...]) -> Iterator[tuple[Need, str]]:
    """One line for all of a kind that ended alike: a bad day of the server is not a page of lines."""
    for (kind, in_doubt), same in groupby(sorted(letters, key=_alike), _alike):
        which = tuple(same)
        readers = tuple(dict.fromkeys(one.reader for one in which))
        to = ", ".join(readers[:2]) + (f" and {len(readers) - 2} more" if len(readers) > 2 else "")
        what = "may not have arrived" if in_doubt else "could not be delivered"
        letter = which[0].called if len(which) == 1 else f"{len(which)} letters ({kind.replace('-', ' ')})"
        said = "" if in_doubt else f" ({shortened(which[-1].last_reply, 40)})"
        words = f"{letter[0].upper()}{letter[1:]} to {to} {what}{said}: release, or drop?"
        ids = ".".join(str(one.id) for one in which)
        yield Need(words, "not sent again, and we ask once more"), f"letter:{ids}"


def _alike(letter: Undelivered) -> tuple[str, bool]:
    return letter.kind, letter.state == "uncertain"


def _fitting(needs: tuple[Need, ...], room: int) -> tuple[Need, ...]:
    """The more there are, the shorter each; `show 3` has the whole of it."""
    return tuple(
        Need(shortened(need.words, room), textwrap.shorten(need.default, 44, placeholder=""))
        for need in needs
    )


def _next(state: State) -> tuple[tuple[date, str], ...]:
    found = state.numbers.get("next")
    return found if isinstance(found, tuple) else ()


def _example(state: State, lines: tuple[tuple[str, str], ...]) -> str:
    """How to answer, with the numbers of this very letter and what fits each of its lines."""
    words = {f"Q-{t.id}": "(your words)" for t in state.tickets if can_be_answered(t)}
    words |= {f"Q-{t.id}": "yes" for t in state.tickets if t.kind == TOPIC}
    forms = [(number, _FORMS.get(ref[:2]) or words.get(ref, "close")) for number, ref in lines]
    first = {form: int(number) for number, form in reversed(forms)}  # where each is called for first
    fresh = [f"{number} {form}" for form, number in sorted(first.items(), key=itemgetter(1))]
    plain = [*fresh, *(f"{number} hold" for number, _ in forms[len(fresh) : len(fresh) + 1])]
    return ", ".join(plain[:_MOST_FORMS])


_FORMS = {"pr": "yes", "M-": "yes", "ma": "drop", "le": "release"}
"""By the first letters of what a line stands for: proposal, pairing, mail that was set aside, letter."""
_MOST_FORMS = 3


def _quiet(state: State, day: date, lines: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The longest silences, with what comes next or what a coordinator can do."""
    numbers = {ref: number for number, ref in lines}
    see = {t.person: numbers.get(answered_as(t), "") for t in state.tickets if t.person and t.kind != ADDED}
    shown = tuple(
        Quiet(tuple(with_country(p) for p in c.people), _days(c, day), _step(state, c, day, see))
        for c in state.couples[:_MOST_QUIET]
    )
    yours = any(one.note.startswith(("see", "unmatch")) for one in shown)
    return {
        "quiet": shown,
        "quiet_more": max(0, _number(state, "quiet") - len(shown)),
        "quiet_yours": yours,
    }


def _days(couple: Couple, day: date) -> int:
    return (day - couple.pairing.starts).days


def _step(state: State, couple: Couple, day: date, see: dict[int, str]) -> str:
    """see 1 | asked on day 7 | choosing until day 21 | unmatch M-27"""
    line = next((see[p.id] for p in couple.people if p.id in see), None)
    if line is not None:
        return f"see {line}" if line and int(line) <= MOST_NEEDS else "somebody wrote"
    times, passed = state.schedules.silence, _days(couple, day)
    if passed < times.ask:
        return f"asked on day {times.ask}"
    if passed < times.choose:
        return "asked"
    return "choosing" if passed < times.end else f"unmatch M-{couple.pairing.id}?"


def _signed(state: State, person: int) -> str:
    return next((signature(p) for p in state.people if p.id == person), "")


def _number(state: State, name: str) -> int:
    return int(str(state.numbers.get(name) or 0))


def _last_read(state: State, at: datetime, reader: Person) -> datetime:
    read = state.numbers.get("last_read")
    return (read if isinstance(read, datetime) else at).astimezone(ZoneInfo(reader.zone))
