"""What the programme promises, checked mail by mail while a round is simulated, and once more at its end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.decide.calendar import works
from ilnmail.decide.tickets import READ
from ilnmail.letters.catalogue import MAY_WAIT, ONE_A_WEEK
from ilnmail.model import PersonState
from ilnmail.sandbox.delivery import Accepted
from ilnmail.simulate.people import Persona
from ilnmail.simulate.received import Received, open_letter

_ONCE = frozenset({"introduction", "prompt", "term-reminder", "goodbye", "place", "welcome"})
_LADDER = frozenset({"day-7", "no-answer", "in-touch"})
_CALENDAR = ONE_A_WEEK | {"introduction", "place", "waiting", "card-reminder"}
_SMALL = 100  # applicants
_BY_DAY = "no letter outside local hours"
_AT_WORK = "what the calendar brings comes on a working day"
_BUDGET = "one programme letter a week"
_PROMISED = "who is promised an answer by a day hears by then"
_WEEK = timedelta(days=6, hours=12)  # from morning to morning, whenever in it the letter went
_OPEN, _SHUT = 8, 18  # o'clock where the reader is; letters go at nine, and a round of many takes its time


@dataclass(frozen=True)
class Broken:
    """A promise that was not kept."""

    promise: str
    address: str
    at: datetime
    words: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address}: {self.promise}: {self.words}"


@dataclass
class Promises:
    """Watches every letter to the people of a round."""

    people: dict[str, Persona]
    left: dict[str, datetime] = field(default_factory=dict)
    last: dict[tuple[str, str], datetime] = field(
        default_factory=dict
    )  # by address and what must not be doubled
    letters: Counter[str] = field(default_factory=Counter)  # programme letters by address
    broken: list[Broken] = field(default_factory=list)
    early: dict[str, Broken] = field(default_factory=dict)  # introductions at night, by address

    def see(self, sent: Accepted) -> None:
        """One letter as it goes out."""
        person = self.people.get(sent.recipient)
        if person is None:
            self.left.pop(sent.sender, None)  # who writes again wants to hear from us
            return
        letter = open_letter(sent.raw, sent.received)
        by_itself = letter.by_itself
        self.letters[sent.recipient] += by_itself
        found = (
            *self._after_leaving(sent, by_itself),
            *self._at_night(sent, person, by_itself),
            *self._off_work(sent, person, letter.kind),
            *self._too_many(sent, letter.kind),
            *self._doubled(sent, letter),
        )
        broken = [
            Broken(promise, sent.recipient, sent.received, f"{words} ({letter.subject})")
            for promise, words in found
        ]
        self._excused(sent.recipient, letter.kind, broken)
        self.broken += broken
        if letter.kind == "left":
            self.left[sent.recipient] = sent.received

    def _excused(self, recipient: str, kind: str, broken: list[Broken]) -> None:
        """A partner who writes first makes an introduction go at any hour, with what they wrote right behind it."""
        if kind == "introduction" and broken and all(one.promise in (_BY_DAY, _AT_WORK) for one in broken):
            self.early[recipient] = broken[0]
            broken.clear()
        early = self.early.pop(recipient, None) if kind != "introduction" else None
        if early is not None and kind != "relay":
            broken.append(early)

    def _after_leaving(self, sent: Accepted, by_itself: bool) -> Iterator[tuple[str, str]]:
        gone = self.left.get(sent.recipient)
        if gone and by_itself:
            yield "nothing to anyone who left", f"left on {gone:%-d %B}"

    def _at_night(self, sent: Accepted, person: Persona, by_itself: bool) -> Iterator[tuple[str, str]]:
        hour = sent.received.astimezone(ZoneInfo(person.zone)).hour
        if by_itself and not _OPEN <= hour < _SHUT:
            yield _BY_DAY, f"it is {hour} o'clock in {person.zone}"

    def _off_work(self, sent: Accepted, person: Persona, kind: str) -> Iterator[tuple[str, str]]:
        day = sent.received.astimezone(ZoneInfo(person.zone)).date()
        if kind in _CALENDAR and not works(day, person.country):
            yield _AT_WORK, f"nobody works in {person.country} on {day:%A %-d %B}"

    def _too_many(self, sent: Accepted, kind: str) -> Iterator[tuple[str, str]]:
        """Those that may wait keep their distance; those with a day in them are counted."""
        if kind not in ONE_A_WEEK:
            return
        before = self.last.get((sent.recipient, _BUDGET))
        self.last[sent.recipient, _BUDGET] = sent.received
        if kind in MAY_WAIT and before and sent.received - before < _WEEK:
            yield _BUDGET, f"the one before went on {before:%-d %B}"

    def _doubled(self, sent: Accepted, letter: Received) -> Iterator[tuple[str, str]]:
        """A new partner may be as silent as the one before: what is asked about another person is another question."""
        names = {"ladder never doubled": _LADDER, "each letter once": _ONCE}
        promise = next((name for name, kinds in names.items() if letter.kind in kinds), "")
        if not promise:
            return
        key = (sent.recipient, f"{letter.subject}\n{letter.first_choice}")
        before = self.last.get(key)
        self.last[key] = sent.received
        if before and sent.received - before < timedelta(days=20):
            yield promise, f"the same on {before:%-d %B}"


def at_the_end(db: Connection, at: datetime) -> Iterator[Broken]:
    """What only the tables tell."""
    members, places, people, out = tables.members.c, tables.places.c, tables.people.c, tables.outbox.c
    met = Counter(_pairs(db))
    yield from (
        Broken("no partner twice", f"P-{a} and P-{b}", at, f"{n} times") for (a, b), n in met.items() if n > 1
    )
    yield from _over_the_cap(db, at)
    yield from _unanswered(db, at)
    yield from (
        Broken(
            "no fault of ours", row.schedule, row.first_at, f"{row.period}: {row.words}, {row.times} times"
        )
        for row in db.execute(select(tables.faults))
    )
    messages = tables.messages.c
    yield from (
        Broken("no mail is set aside", f"message {row.id}", at, row.reason)
        for row in db.execute(select(messages.id, messages.reason).where(messages.outcome == "quarantined"))
    )
    late = db.execute(
        select(func.count()).where(
            out.state.in_(("queued", "deferred", "held")), out.not_before < at - timedelta(days=1)
        )
    ).scalar_one()
    if late:
        yield Broken("everything goes", "outbox", at, f"{late} letters wait for more than a day")
    waits = select(people.address).where(
        people.id == places.person,
        places.state == "admitted",
        people.state == "active",
        people.id.not_in(select(members.person)),
    )
    told = select(out.address).where(out.kind.in_(("no-partner", "waiting", "place")))
    yield from (
        Broken("everybody is told", row.address, at, "admitted, without a partner, and not told")
        for row in db.execute(waits)
        if row.address not in set(db.execute(told).scalars())
    )


def _unanswered(db: Connection, at: datetime) -> Iterator[Broken]:
    """Somebody was promised an answer by a day: by then a person has seen to it, or they have heard that it is not
    forgotten. Whoever has heard that of one mail does not hear it of the next while that one is open."""
    people, asked, out = tables.people.c, tables.tickets.c, tables.outbox.c
    theirs = select(tables.tickets, people.address).join(tables.people, people.id == asked.person)
    with_us = (people.state != PersonState.LEFT, asked.kind.in_(READ), asked.due < at - timedelta(days=2))
    tickets = db.execute(theirs.where(*with_us)).all()
    heard = select(out.person, out.done_at).where(out.kind == "still-waiting", out.state == "sent")
    told = db.execute(heard).all()
    for one in tickets:
        by = one.due + timedelta(days=1)
        open_then = [
            t.opened_at
            for t in tickets
            if t.person == one.person and (t.closed_at is None or t.closed_at > one.opened_at)
        ]
        seen_to = one.closed_at is not None and one.closed_at <= by
        if not seen_to and not any(
            row.person == one.person and min(open_then) <= row.done_at <= by for row in told
        ):
            yield Broken(_PROMISED, one.address, at, f"nothing by {one.due:%-d %B} about Q-{one.id}")


def _over_the_cap(db: Connection, at: datetime) -> Iterator[Broken]:
    """More from one country than a fifth of those admitted (two fifths of a small round), or than everybody's equal part;
    counted anew from who has a place, not as the program counts."""
    places, people = tables.places.c, tables.people.c
    given = select(places.round, places.state, people.country).join(tables.people, people.id == places.person)
    taken: dict[int, Counter[str]] = {}
    asked: Counter[int] = Counter()
    for row in db.execute(given.where(places.state != "applied")):
        asked[row.round] += 1
        if row.state != "waiting":
            taken.setdefault(row.round, Counter())[row.country] += 1
    for round, by_country in taken.items():
        total = sum(by_country.values())
        share = total * (2 if asked[round] < _SMALL else 1) // 5
        most = max(share, -(-total // len(by_country)))
        yield from (
            Broken("cap held", country, at, f"{count} of {total} in round {round}, {most} at most")
            for country, count in by_country.items()
            if count > most
        )


def _pairs(db: Connection) -> Iterator[tuple[int, int]]:
    together: dict[int, list[int]] = {}
    made = (
        select(tables.members.c.pairing, tables.members.c.person)
        .join(tables.pairings, tables.pairings.c.id == tables.members.c.pairing)
        .where(tables.pairings.c.state.in_(("running", "ended")))
    )
    for row in db.execute(made.order_by(tables.members.c.person)):
        together.setdefault(row.pairing, []).append(row.person)
    for group in together.values():
        yield from ((a, b) for n, a in enumerate(group) for b in group[n + 1 :])
