"""The program put together, in words: fetch, work, tick, deliver."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ilnmail import faults, inbox, outbox, roles
from ilnmail.app import orders
from ilnmail.app.beside import loop_file, side_file
from ilnmail.app.due import decided, is_elsewhere, together
from ilnmail.app.inside import Inside, furnish
from ilnmail.app.invitation import invitation
from ilnmail.app.matching import matched
from ilnmail.app.opening import in_turns, opened, with_options
from ilnmail.app.outgoing import look_out
from ilnmail.app.passed_over import PassedOver
from ilnmail.app.prepare import appointed
from ilnmail.app.watching import Watcher, of_decision, unwatched
from ilnmail.cage import Cage
from ilnmail.clock import machine_clock
from ilnmail.database import open_database, reading, writing
from ilnmail.decide import decide
from ilnmail.effects import Effect, Tell
from ilnmail.events import CoordinatorWrote, Due, Event, LetterRefused, Order
from ilnmail.inbox import ImapMailbox, Mailbox, Waiting
from ilnmail.load.batches import due
from ilnmail.load.context import context
from ilnmail.load.mail import refused
from ilnmail.load.orders import speaker
from ilnmail.load.state import plain_state, state
from ilnmail.record import record
from ilnmail.rehearsal import rehearsed
from ilnmail.send import SmtpTransport, Transport
from ilnmail.settings import Settings
from ilnmail.signature import LookUp, text_record
from ilnmail.understand.context import Context
from ilnmail.understand.interpret import interpret
from ilnmail.understand.reading import Reading

_MOST_TURNS = 1000  # of one tick: far above any real number, so that a fault of ours cannot turn for ever


@dataclass
class App:
    """One installation at work. Every method is one turn of one role and leaves nothing half done."""

    settings: Settings
    engine: Engine
    now: Callable[[], datetime]
    inside: Inside
    mailbox: Mailbox
    transport: Transport
    watch: Watcher = unwatched
    rates: outbox.Rates = field(default_factory=outbox.Rates)
    look_up: LookUp | None = None  # the DNS, for signatures that nobody else has checked
    junk: inbox.Junk | None = None  # where the provider puts what it takes for junk
    side: outbox.SideFile | None = None  # by which a restored database is noticed
    cage: Cage | None = None  # the child that reads mails; without one they are read here
    worker: str = "one"  # among the senders of one database
    pulse: Callable[[str], None] = lambda role: None  # told which role has got a step further
    cuts: Mapping[str, Callable[[], object]] = field(default_factory=dict)  # by role: ends what it waits for
    lease: roles.Lease | None = None  # as decider, where this process is one of a loop
    loop_file: Path | None = None  # by which a second loop on one SQLite file is noticed
    known_faults: faults.Faults = faults.NONE  # what a tick passes over
    planned: datetime | None = None  # what the calendar has next, until something is decided
    # For leases, whatever the programme's clock says.
    machine_now: Callable[[], datetime] = machine_clock().now

    def turn(self) -> None:
        """Fetch, work, tick, deliver."""
        self.fetch()
        self.offline_turn()

    def prepare(self) -> None:
        """Make the coordinators of the settings people of the programme."""
        with self._deciding() as db:
            named = appointed(db, self.settings.coordinators, self.now())
            record(db, named, self.now(), self.inside.press)

    def fetch(self) -> int:
        """New mail, committed as it came. How many."""
        if count := inbox.fetch(self.engine, self.mailbox, self.now()):
            self.watch("inbox", f"{count} new")
        inbox.look_by_night(
            self.engine, self.mailbox, self.junk, self.now(), self.settings.programme.timezone
        )
        with writing(self.engine) as db:
            roles.beat(db, "reader", self.now())
        return count

    def work(self) -> int:
        """Understand, decide and record every message that waits. How many attempts that were."""
        count, waiting = 0, inbox.begin_attempts(self.engine, self.now())
        while waiting:
            count += len(waiting)
            try:
                waiting = self._messages(waiting)
            except Exception as error:  # rolled back
                self._not_decided(waiting, error)
                waiting = inbox.begin_attempts(self.engine, self.now())
        return count

    def _not_decided(self, waiting: tuple[Waiting, ...], error: Exception) -> None:
        if is_elsewhere(error):
            with suppress(DBAPIError):
                inbox.forgiven(self.engine, (one.id for one in waiting))
            raise error  # not their fault: whoever decides next takes them up again
        if len(waiting) > 1:
            return  # one of them is at fault: each is tried again by itself
        # Ours: counted, set aside at the third time.
        inbox.failed(self.engine, waiting[0].id, f"{type(error).__name__}: {error}", self.now())
        self.watch("failed", f"message {waiting[0].id}: {error}")

    def _messages(self, waiting: tuple[Waiting, ...]) -> tuple[Waiting, ...]:
        """From bytes to outcomes, some in one transaction; the last also begins the attempts of the next ones. The next ones."""
        for these in in_turns(waiting, self.cage):
            self.pulse("decider")
            readings = opened(these, self.inside, self.cage, self.look_up, self.engine)
            with self._deciding() as db:
                for one, found in zip(these, readings, strict=True):
                    self._message(db, one.id, found)
                following = inbox.next_attempts(db, self.now()) if these[-1] is waiting[-1] else ()
        return following

    def _message(self, db: Connection, id: int, found: Reading) -> None:
        known = with_options(context(db, found, id), self.inside)
        event = interpret(found, known, id, self.now())
        inbox.note(db, id, found.mail_class, event)
        self.watch("understand", f"{found.sender}: {type(event).__name__}")
        if isinstance(event, CoordinatorWrote) and event.orders:
            self._orders(db, event)
        else:
            self._decide(db, event, known)

    @contextmanager
    def _deciding(self) -> Iterator[Connection]:
        """A transaction that decides: nobody else decides meanwhile, and none whose lease has run out. Raises
        roles.LostError."""
        with writing(self.engine) as db:
            if self.lease is not None:
                roles.keep(db, self.lease, self.machine_now())
            else:
                roles.wait_for_turn(db)
            self.planned = None
            yield db

    def _orders(self, db: Connection, event: CoordinatorWrote) -> None:
        """Each line by itself, on what the line before it left; then the transcript."""
        told: list[tuple[Order, Tell]] = []
        for one in orders.given(event):
            told += [(one.order, tell) for tell in orders.tells(self._decide(db, one))]
        self._decide(db, orders.finished(event, told))

    def _decide(self, db: Connection, event: Event, found: Context | None = None) -> tuple[Effect, ...]:
        effects = decide(state(db, event, self.inside.fixed, found), event)
        record(db, effects, event.at, self.inside.press)
        of_decision(effects, self.watch)
        return effects

    def order(self, text: str, actor: str = "operator", confirmed: int = 0) -> tuple[Tell, ...]:
        """Orders given at the keyboard, in the grammar of the coordinators' mail; the lines of the transcript.

        Where `actor` is a coordinator's address, numbers mean the lines of the newest letter that asked them
        something. `confirmed` is the YES to a preview. Raises ValueError for an address of nobody who coordinates.
        """
        told: tuple[Tell, ...] = ()
        with reading(self.engine) as db:
            who, lines = speaker(db, actor)
        for one in orders.typed(text, actor, who, lines, self.now(), confirmed):
            with self._deciding() as db:
                told += orders.tells(self._decide(db, one))
        return told

    def tick(self) -> int:
        """Everything the calendar has waiting, batch by batch. How many batches."""
        over = PassedOver(
            self._deciding,
            lambda db, event: decide(state(db, event, self.inside.fixed), event),
            lambda db, effects: record(db, effects, self.now(), self.inside.press),
            lambda words: self.watch("failed", words),
        )
        count = 0
        # What is decided may make something else due (a round that closes is matched); each goes once.
        for _ in range(_MOST_TURNS):
            letters, batches = self._due()
            over.try_again(again := self.known_faults.again)
            for letter in letters:
                decided((letter,), self._deciding, self._decide_due, over.note)
            for events in together(batches):
                self.pulse("tick")
                self._these_due(events, over)
            count += len(again) + len(letters) + len(batches)
            if not (again or letters or batches):
                break
        return count

    def next_moment(self) -> datetime:
        """When there is something to do next, if no mail comes in; a day ahead at most."""
        if self.planned is None or self.planned <= self.now():
            self._due()
        assert self.planned is not None
        with reading(self.engine) as db:
            letter = outbox.next_attempt_at(db, self.rates, self.now())
        return min(self.planned, letter) if letter else self.planned

    def _due(self) -> tuple[tuple[LetterRefused, ...], tuple[Due, ...]]:
        """Letters that the server has refused for good, and what the calendar has."""
        with reading(self.engine) as db:
            known = self.known_faults = faults.of_late(db, self.now())
            batches, self.planned = due(db, plain_state(db, self.inside.fixed), self.now())
            letters = refused(db, self.now())
            return known.without(letters), known.without(batches)

    def _these_due(self, events: tuple[Due, ...], over: PassedOver) -> None:
        if events[0].schedule != "match":
            decided(events, self._deciding, self._decide_due, over.note)
            return
        try:
            self._match(events[0])
        except Exception as error:
            if is_elsewhere(error):
                raise
            over.note(events[0], error)

    def _decide_due(self, db: Connection, event: Due | LetterRefused) -> None:
        self._decide(db, event)
        if self.known_faults.hold(event):
            faults.mended(db, event)

    def _match(self, event: Due) -> None:
        """A job: a snapshot is read and computed outside of any transaction; what came out is an event."""
        done = matched(self.engine, event, self.inside.fixed.schedules.matching)
        with self._deciding() as db:
            self._decide(db, done)

    def offline_turn(self) -> None:
        """What can be done while the mailbox cannot be read."""
        self.work()
        self.tick()
        self.deliver()

    def invitation(self) -> tuple[str, str]:
        """A text to forward, and a link that opens a ready mail to us (RFC 6068)."""
        with reading(self.engine) as db:
            return invitation(plain_state(db, self.inside.fixed), self.inside.press, self.now())

    def deliver(self) -> int:
        """What is due in the outbox, by SMTP. How many were tried."""
        look_out(self.engine, self._deciding, self.side, self.now(), self._decide)
        return outbox.deliver(
            self.engine,
            self.transport,
            self.now,
            self.inside.press.house.secret,
            worker=self.worker,
            rates=self.rates,
            mark=lambda point: self.pulse("sender"),
        )


@contextmanager
def open_app(settings: Settings, now: Callable[[], datetime], caged: bool = False) -> Iterator[App]:
    """The program over the mailbox, the mail server and the database of the settings; `caged` reads mails in a child."""
    engine = open_database(settings.database_url)
    imap, smtp = settings.imap, settings.smtp
    mailbox = ImapMailbox(imap.host, imap.port, imap.username, imap.password, imap.tls, imap.folder)
    transport = SmtpTransport(smtp.host, smtp.port, smtp.tls, smtp.username, smtp.password)
    inside = furnish(settings)
    cage = Cage(inside.us) if caged else None
    try:
        yield App(
            settings,
            engine,
            now,
            inside,
            mailbox,
            rehearsed(transport, settings.mode, settings.operator.address),
            rates=outbox.PRESETS[smtp.provider],
            look_up=text_record,
            junk=mailbox,
            side=outbox.SideFile(side_file(engine, settings)),
            cage=cage,
            cuts={
                "reader": mailbox.cut,
                "sender": transport.cut,
                **({"decider": cage.close} if cage else {}),
            },
            loop_file=loop_file(engine, settings),
        )
    finally:
        if cage is not None:
            cage.close()
        mailbox.close()
        transport.rest()
        engine.dispose()
