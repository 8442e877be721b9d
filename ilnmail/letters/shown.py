"""Small facts that letters show. Whoever decides fills them; the words around them are the letter's."""

from datetime import date, datetime
from typing import NamedTuple


class Clock(NamedTuple):
    """How far a partner's clock is from the reader's."""

    there: str  # Oslo
    here: str  # Mombasa
    minutes: int  # there minus here: -120 is two hours behind
    changes: date | None = None  # the next day within the term from which that is different
    then: int = 0  # minutes from that day on


class Partner(NamedTuple):
    """A partner as an introduction presents them."""

    name: str  # Jonas Berg
    work: str  # as it reads after the name: "who directs a public library", "cataloguer of maps"; may be ""
    city: str  # "" where not said
    country: str  # ISO 3166-1 code, or the person's own words
    wish: str = ""  # in the person's words
    clock: Clock | None = None
    hello: str = ""  # Hei
    closed: tuple[tuple[date, date], ...] = ()  # first and last day of the next public holidays


class Hour(NamedTuple):
    """A moment on several clocks; each is the time that stands on that clock."""

    here: datetime
    there: tuple[tuple[str, datetime], ...]  # (name of a partner, their time)


class Need(NamedTuple):
    """Something that waits for a coordinator."""

    words: str  # one to three short sentences: what it is, and the answers that count
    default: str  # what happens if nobody answers: "introduced on Wednesday 24 March"


class Figure(NamedTuple):
    """A number with the one before it."""

    label: str
    now: int
    before: int
    percent: int | None = None  # drawn as a bar


class Quiet(NamedTuple):
    """A pairing without mail for long."""

    people: tuple[str, ...]  # "Owen Price (UK)"
    days: int
    note: str = ""  # "see 1"


class Proposed(NamedTuple):
    """A pair or trio to approve."""

    people: tuple[str, ...]  # "Amina Yusuf (Kenya)"
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Result(NamedTuple):
    """What a round says to one question of the survey, 1 to 5."""

    question: int
    average: float
    answers: int
    by_country: tuple[tuple[str, float, int], ...] = ()  # (ISO 3166-1 alpha-2, average, answers)


class Sample(NamedTuple):
    """A letter as its reader will get it, for the coordinators to look at."""

    subject: str
    lines: tuple[str, ...]  # short enough to be indented by four; without the footer


class Done(NamedTuple):
    """One line of a coordinator's mail and what became of it."""

    line: str
    words: str
    done: bool = True
    number: int = 1  # which order of that mail it was: UNDO takes it back by this number
