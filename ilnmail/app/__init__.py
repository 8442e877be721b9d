"""The program put together, in words: fetch, work, tick, deliver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine

from ilnmail import inbox, outbox
from ilnmail.database import open_database, reading, writing
from ilnmail.decide import decide
from ilnmail.decide.state import State
from ilnmail.effects import Conclude, Effect, Outcome, Tell
from ilnmail.events import CoordinatorWrote, Due, Event, Level, Order, OrderGiven, OrdersFinished
from ilnmail.house import Inside, furnish
from ilnmail.inbox import Mailbox, Waiting
from ilnmail.load import matching as load_matching
from ilnmail.load.batches import due
from ilnmail.load.context import context
from ilnmail.load.state import state
from ilnmail.match_job import computed
from ilnmail.record import record
from ilnmail.send import Transport
from ilnmail.settings import Settings
from ilnmail.understand.interpret import interpret
from ilnmail.understand.orders import read_orders
from ilnmail.understand.read import read

Watcher = Callable[[str, str], None]
"""Told of each step as it passes: its name, and what there is to say."""


@dataclass
class App:
    """One installation at work. Every method is one turn of one role and leaves nothing half done."""

    settings: Settings
    engine: Engine
    now: Callable[[], datetime]
    inside: Inside
    mailbox: Mailbox
    transport: Transport
    watch: Watcher = field(default=lambda step, words: None)

    def turn(self) -> None:
        """Fetch, work, tick, deliver."""
        self.fetch()
        self.work()
        self.tick()
        self.deliver()

    def fetch(self) -> int:
        """New mail, committed as it came. How many."""
        return inbox.fetch(self.engine, self.mailbox, self.now())

    def work(self) -> int:
        """Understand, decide and record every message that waits. How many."""
        count = 0
        while (waiting := inbox.begin_attempt(self.engine, self.now())) is not None:
            count += 1
            try:
                self._message(waiting)
            except Exception as error:  # ours: rolled back, counted, quarantined at the third time
                inbox.failed(self.engine, waiting.id, f"{type(error).__name__}: {error}", self.now())
                self.watch("failed", f"message {waiting.id}: {error}")
        return count

    def _message(self, waiting: Waiting) -> None:
        """One message, from its bytes to its outcome, in one transaction."""
        found = read(waiting.raw, self.inside.us)
        with writing(self.engine) as db:
            event = interpret(found, context(db, found), waiting.id, self.now())
            inbox.note(db, waiting.id, found.mail_class, event)
            self.watch("understood", f"{found.sender}: {type(event).__name__}")
            if isinstance(event, CoordinatorWrote) and event.orders:
                self._orders(db, event)
            else:
                self._decide(db, event)

    def _orders(self, db: Connection, event: CoordinatorWrote) -> None:
        """Each line by itself, on what the line before it left; then the transcript."""
        results = []
        for order in event.orders:
            given = OrderGiven(
                at=event.at,
                cause=f"m{event.message}",
                actor=event.sender,
                person=event.person,
                level=event.level,
                order=order,
                message=event.message,
                lines=event.lines,
            )
            results += [(order.raw, tell.words, tell.done) for tell in _told(self._decide(db, given))]
        assert event.person is not None
        self._decide(
            db,
            OrdersFinished(
                at=event.at,
                message=event.message,
                message_id=event.message_id,
                person=event.person,
                subject=event.subject,
                results=tuple(results),
            ),
        )

    def _decide(self, db: Connection, event: Event) -> tuple[Effect, ...]:
        effects = decide(state(db, event, self.inside.fixed), event)
        record(db, effects, event.at, self.inside.press)
        for effect in effects:
            self.watch("decided", type(effect).__name__)
        return effects

    def order(self, text: str, actor: str = "operator") -> tuple[Tell, ...]:
        """Orders given at the keyboard, in the grammar of the coordinators' mail; the lines of the transcript."""
        told: tuple[Tell, ...] = ()
        for order in read_orders(text):
            told += self.give(order, actor)
        return told

    def give(self, order: Order, actor: str = "operator") -> tuple[Tell, ...]:
        """One order, one transaction."""
        at = self.now()
        given = OrderGiven(
            at=at,
            cause=f"cli-{at.isoformat()}-{order.line}",
            actor=actor,
            person=None,
            level=Level.FRESH,
            order=order,
        )
        with writing(self.engine) as db:
            return _told(self._decide(db, given))

    def tick(self) -> int:
        """Everything the calendar has waiting, batch by batch. How many batches."""
        count = 0
        while batches := self._due():
            for event in batches:
                self._one_due(event)
            count += len(batches)
            if all(event.last for event in batches) and not self._opens_more(batches):
                break
        return count

    def _due(self) -> tuple[Due, ...]:
        with reading(self.engine) as db:
            return tuple(due(db, self._known(db), self.now()))

    def _known(self, db: Connection) -> State:
        from ilnmail.load.state import everything_plain

        return everything_plain(db, self.inside.fixed)

    @staticmethod
    def _opens_more(batches: tuple[Due, ...]) -> bool:
        """A round that has moved on may have its next step due at once."""
        return any(event.round is not None for event in batches)

    def _one_due(self, event: Due) -> None:
        if event.schedule == "match":
            self._match(event)
            return
        with writing(self.engine) as db:
            self._decide(db, event)

    def _match(self, event: Due) -> None:
        """A job: read a snapshot, compute outside any transaction, come back as an event."""
        assert event.round is not None
        with reading(self.engine) as db:
            snapshot = load_matching.applicants(db, event.round)
        done = computed(snapshot, self.now())
        with writing(self.engine) as db:
            self._decide(db, done)

    def deliver(self) -> int:
        """What is due in the outbox, by SMTP. How many were tried."""
        return outbox.deliver(self.engine, self.transport, self.now())


def _told(effects: tuple[Effect, ...]) -> tuple[Tell, ...]:
    return tuple(effect for effect in effects if isinstance(effect, Tell))


@contextmanager
def open_app(
    settings: Settings,
    now: Callable[[], datetime],
    mailbox: Mailbox | None = None,
    transport: Transport | None = None,
) -> Iterator[App]:
    """The program over the mailbox, the mail server and the database of the settings."""
    engine = open_database(settings.database_url)
    app = App(settings, engine, now, furnish(settings), mailbox, transport)  # type: ignore[arg-type]
    try:
        yield app
    finally:
        engine.dispose()


_OUTCOMES = (Conclude, Outcome)
