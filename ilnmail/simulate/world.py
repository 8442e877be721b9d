"""The bot and the librarians in virtual time, from one thing due to the next, over real SMTP and IMAP."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ilnmail import tables
from ilnmail.app import App
from ilnmail.database import reading
from ilnmail.prepared import Prepared, given
from ilnmail.sandbox import Sandbox
from ilnmail.sandbox.delivery import Accepted
from ilnmail.simulate import coordinator, temperament
from ilnmail.simulate.coordinator import Desk
from ilnmail.simulate.people import Persona, coordinators
from ilnmail.simulate.post import Letterboxes
from ilnmail.simulate.programs import delivery_report, write
from ilnmail.simulate.received import Received, open_letter
from ilnmail.simulate.temperament import Memory, Reply
from ilnmail.simulate.visitors import VISITS, Visit, write_visit


class Turnable(Protocol):
    """A clock that stands still until it is turned."""

    def now(self) -> datetime: ...
    def turn_to(self, moment: datetime) -> datetime: ...


class Post(Protocol):
    """Whatever carries the mail, as far as it tells what went by."""

    @property
    def transcript(self) -> Sequence[Accepted]: ...


class Boxes(Protocol):
    """Everybody's mail program."""

    def send(self, raw: bytes, sender: str, reader: str) -> None: ...
    def fetch(self, address: str) -> tuple[bytes, ...]: ...


@dataclass(frozen=True)
class Passed:
    """A mail that has just gone by."""

    raw: bytes
    at: datetime
    reader: str  # address
    inbound: bool
    understood: str = ""  # ours to read: what it was understood as
    outcome: str = ""

    @property
    def letter(self) -> Received:
        """What one reads of it."""
        return open_letter(self.raw, self.at)


@dataclass(frozen=True)
class Planned:
    """A mail that somebody is going to send."""

    at: datetime
    writer: Persona | None
    reply: Reply | None = None
    raw: bytes = b""  # of mail that is finished already
    reader: str = ""
    sender: str = ""


_EPOCH = datetime(2027, 1, 1, tzinfo=UTC)
_messages = tables.messages.c
_DECIDED: Prepared[Any] = Prepared(
    select(_messages.id, _messages.event, _messages.outcome)
    .where(_messages.id > given("last"))
    .order_by(_messages.id)
)


@dataclass
class World:
    """Everybody at their desks. `step` lets time pass until something goes by, and says what."""

    app: App
    clock: Turnable
    sandbox: Post
    boxes: Boxes
    people: tuple[Persona, ...]
    seed: str
    planned: dict[str, Planned] = field(default_factory=dict)
    seen: int = 0  # of the server's transcript
    decided: int = 0  # the last message that was decided
    memories: dict[str, Memory] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()  # addresses that a human plays: nothing is answered for them
    grain: timedelta = timedelta()  # how finely time passes: what falls into one grain happens at its end
    weekly: bool = False  # do the coordinators answer the digest, and nothing else?
    closed_on: datetime | None = None  # from when on the address with that habit is gone

    @cached_property
    def _who(self) -> Mapping[str, Persona]:
        """Everybody by address."""
        return {one.address: one for one in (*coordinators(), *self.people)}

    @property
    def us(self) -> str:
        return self.app.settings.programme.address

    def plan(self, name: str, mail: Planned) -> None:
        """A newer plan of the same name takes the place of the older one."""
        self.planned[name] = mail

    def next_moment(self) -> datetime:
        """When something happens next; a day ahead at most."""
        return min((self.app.next_moment(), *(mail.at for mail in self.planned.values())))

    def step(self) -> tuple[Passed, ...]:
        """Time passes until the next thing; what goes by until everybody waits again."""
        return self._step_to(self.next_moment())

    def _step_to(self, moment: datetime) -> tuple[Passed, ...]:
        late = (moment - _EPOCH) % self.grain if self.grain else timedelta()
        self.clock.turn_to(max(self.clock.now(), moment + (self.grain - late if late else late)))
        due = [name for name, mail in self.planned.items() if mail.at <= self.clock.now()]
        for name in due:
            self._send(self.planned.pop(name))
        self.app.turn()
        return self._read_new()

    def step_until(self, moment: datetime) -> Iterator[tuple[Passed, ...]]:
        """Step by step until then."""
        while (then := self.next_moment()) <= moment:
            yield self._step_to(then)
        self.clock.turn_to(max(self.clock.now(), moment))

    def _send(self, mail: Planned) -> None:
        raw, reader, sender = mail.raw, mail.reader, mail.sender
        if mail.reply is not None and mail.writer is not None:
            raw = write(mail.writer, mail.reply, self.us)
            letter = mail.reply.answering
            reader, sender = (letter.reply_to if letter else self.us), mail.writer.address
        self.boxes.send(raw, sender, reader)

    def _read_new(self) -> tuple[Passed, ...]:
        """Whoever got something fetches it, reads it, and plans an answer."""
        accepted = self.sandbox.transcript[self.seen :]
        self.seen += len(accepted)
        passed = self._understood(tuple(one.raw for one in accepted if self._is_ours(one.recipient)))
        for address in dict.fromkeys(one.recipient for one in accepted if not self._is_ours(one.recipient)):
            for raw in self.boxes.fetch(address):
                letter = open_letter(raw, self.clock.now())
                passed.append(Passed(raw, self.clock.now(), address, inbound=False))
                self._answer(address, letter)
        return tuple(passed)

    def _is_ours(self, address: str) -> bool:
        name, _, domain = self.us.partition("@")
        return address.partition("@")[0].partition("+")[0] == name and address.endswith(f"@{domain}")

    def _understood(self, arrived: tuple[bytes, ...]) -> list[Passed]:
        """Each mail to us with what became of it; both are in the order in which they came."""
        if not arrived:
            return []
        with reading(self.app.engine) as db:
            rows = _DECIDED.all(db, last=self.decided)
        self.decided = max((row.id for row in rows), default=self.decided)
        return [
            Passed(raw, self.clock.now(), self.us, True, row.event, row.outcome)
            for raw, row in zip(arrived, rows, strict=False)
        ]

    def _answer(self, address: str, letter: Received) -> None:
        person = self._who.get(address)
        if person is None or address in self.silent:
            return
        if person in coordinators():
            decide = coordinator.decide_weekly if self.weekly else coordinator.decide
            desk, replies = decide(person, self.desks.get(address, Desk()), letter)
            self.desks[address] = desk
        elif self._has_moved(person, letter):
            return self._bounce(person, letter)
        else:
            memory = self.memories.get(address, Memory(seed=self.seed))
            self.memories[address], replies = temperament.respond(person, memory, letter)
        for reply in replies:
            self._plan_reply(person, reply)
        return None

    def _plan_reply(self, person: Persona, reply: Reply) -> None:
        """A letter to the partner that is not written yet is written in answer to the newest one."""
        name = f"{person.address} {reply.slot or (reply.answering and reply.answering.message_id)}"
        if before := self.planned.get(name):
            soonest = reply.answering.at + timedelta(hours=2) if reply.answering else reply.at
            reply = replace(reply, at=max(before.at, soonest))
        self.plan(name, Planned(reply.at, person, reply))

    def _has_moved(self, person: Persona, letter: Received) -> bool:
        return person.has("bounces") and self.closed_on is not None and letter.at >= self.closed_on

    def _bounce(self, person: Persona, letter: Received) -> None:
        at = letter.at + timedelta(minutes=2)
        raw = delivery_report(letter, person.address, at)
        reader = letter.return_path or letter.reply_to
        self.plan(f"bounce {letter.message_id}", Planned(at, None, raw=raw, reader=reader))


def enter(world: World, starts: datetime) -> None:
    """Plan what begins by itself: the round is opened, people write for the first time, strangers drop by."""
    maria = coordinators()[0]
    opening = Reply(at=starts - timedelta(days=42), text=f"round open {starts:%YA %Y-%m-%d}")
    world.plan("open", Planned(opening.at, replace(maria, subject="A new round"), opening))
    for person in world.people:
        day = (starts - timedelta(days=person.joins)).date()
        hour = 8 + len(person.name) % 11
        at = datetime.combine(day, time(hour, 3 * len(person.city) % 60), ZoneInfo(person.zone))
        reply = Reply(at=at, text=person.first.strip())
        world.plan(f"{person.address} first", Planned(reply.at, person, reply))
    for visit in VISITS:
        world.plan(f"visit {visit.day} {visit.sender}", _visit(visit, world.us, starts))
    world.closed_on = starts + timedelta(days=50)


def _visit(visit: Visit, us: str, starts: datetime) -> Planned:
    at = (starts + timedelta(days=visit.day)).replace(hour=visit.hour)
    sender = visit.sender.partition("<")[2].rstrip(">")
    return Planned(at, None, raw=write_visit(visit, us, at), reader=us, sender=sender)


@contextmanager
def open_world(
    app: App, clock: Turnable, sandbox: Sandbox, people: tuple[Persona, ...], seed: str
) -> Iterator[World]:
    """A world around an app that reads and sends through this sandbox."""
    with closing(Letterboxes(sandbox.imap_port, sandbox.smtp_port)) as boxes:
        yield World(app, clock, sandbox, boxes, people, seed)
