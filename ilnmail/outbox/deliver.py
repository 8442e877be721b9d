"""Sending what was leased, over one connection or several: each step written before it is taken, each outcome once.

A commit to disk takes as long as a fast server's answer. With `Rates.ahead` it is made while the server thinks: the end of
the letter before and the mark of the one behind, in one commit. Whoever ends the program then leaves two letters of a
connection in doubt, the one at its dot and the next, in place of one.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Update

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import is_of_the_database
from ilnmail.outbox.circuit import mend, refused_by_many, server_failed
from ilnmail.outbox.ends import after
from ilnmail.outbox.lease import lease, something_to_do
from ilnmail.outbox.ledger import Ledger, Mark, at_the_dot, taken
from ilnmail.outbox.rates import Rates
from ilnmail.outbox.states import IN_HAND, LEASE, OURS, out
from ilnmail.outbox.verdicts import Verdict, verdict
from ilnmail.prepared import Prepared, given
from ilnmail.send import SendError, Transport
from ilnmail.tokens import Secret

_TOGETHER = 20  # letters for each connection that are leased by one statement
_FRESH = timedelta(minutes=1)  # a mark at the dot that is older is written anew, and the lease with it
MarkPoint = Callable[[str], None]
"""Told of each point at which a crash would matter; for tests that crash there."""


class LostLeaseError(Exception):
    """Somebody else has this letter by now; what we did to it no longer counts."""


@dataclass(eq=False)
class _Letter:
    """A leased row, the mark that it is at its final dot, once there is one, and whether it is there."""

    row: Any
    dot: Mark | None = None
    at_the_dot: bool = False


@dataclass(eq=False)
class _Line:
    """What one connection has besides the letter at the server: the next one, where it looks ahead."""

    following: _Letter | None = None


@dataclass
class Delivery:
    """One sender: its connections, its name among the workers, its limits."""

    engine: Engine
    transport: Transport
    now: Callable[[], datetime]
    secret: Secret
    worker: str = "one"
    rates: Rates = field(default_factory=Rates)
    mark: MarkPoint = lambda point: None
    _ledger: Ledger = field(init=False)
    _rows: deque[Any] = field(default_factory=deque)  # leased, and in nobody's hand yet
    _taking: threading.Lock = field(default_factory=threading.Lock)
    _left: int = 0  # so many more may be leased in this run
    _stopped: bool = False  # the server is to be left alone
    _sent: bool = False  # it has taken a letter of this batch
    _failing: bool = False  # before this batch it had not
    _more: bool = True  # something may be due besides what was leased last

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.engine)

    def run(self, most: int = 200) -> int:
        """Send what is due, the most urgent first. How many were tried."""
        if not something_to_do(self.engine, self.now()):
            return 0
        count, self._left, self._stopped, self._more = 0, most, False, True
        lines = max(1, self.rates.connections)
        with ExitStack() as at_the_end:
            at_the_end.callback(self.transport.rest)
            at_the_end.callback(self._ledger.close)
            others = at_the_end.enter_context(ThreadPoolExecutor(lines, "line"))
            while not self._stopped and self._lease():
                count += self._batch(others, min(lines, len(self._rows)))
        return count

    def _lease(self) -> bool:
        """Is there something to send? What is pending is written by the same commit."""
        most = min(_TOGETHER * max(1, self.rates.connections), self._left)
        if most <= 0 or not self._more:
            return False
        with self._ledger.transaction() as db:
            found = lease(db, self.worker, self.rates, self.now(), most)
        self._left -= len(found.rows)
        self._rows.extend(found.rows)
        self._failing, self._more = found.failing, found.more
        self.mark("leased")
        return bool(self._rows)

    def _batch(self, others: ThreadPoolExecutor, lines: int) -> int:
        """All that is due, or the one letter that tries a server which has failed, by so many connections, this thread's
        among them. How many were tried."""
        self._sent = False
        began = [others.submit(self._line) for _ in range(lines - 1)]
        try:
            count = self._line()
        finally:
            others_count = sum(line.result() for line in began)
        well = self._failing and self._sent and not self._stopped
        if self._rows or well:
            with self._ledger.transaction() as db:
                self._give_back(db)
                if well:
                    mend(db, self.now())
        else:
            self._ledger.flush()
        return count + others_count

    def _line(self) -> int:
        """One connection's letters, until none is left or the server is to be left alone. How many were tried."""
        count, line = 0, _Line()
        try:
            while (letter := self._take(line)) is not None:
                if self._letter(letter, line):
                    count += 1
                else:
                    self._stopped = True
        except BaseException:
            self._stopped = True
            raise
        finally:
            if line.following is not None:
                self._rows.appendleft(line.following.row)
        return count

    def _take(self, line: _Line) -> _Letter | None:
        """The letter that this connection has looked ahead to, or another one."""
        if self._stopped:
            return None
        letter, line.following = line.following, None
        return letter or self._next()

    def _next(self) -> _Letter | None:
        """A letter that is in nobody's hand."""
        with self._taking:
            if not self._rows and not self._failing:
                self._lease()
            return _Letter(self._rows.popleft()) if self._rows else None

    def _look_ahead(self, line: _Line) -> None:
        """While the server thinks about a letter, the next one is marked, and the end of the one before is written.

        A database that fails now says so again when that next letter cannot go without it.
        """
        with suppress(Exception):
            if line.following is None and not self._stopped:
                line.following = self._next()
            if line.following is not None:
                self._mark_dot(line.following)
            self._ledger.write_meanwhile(enough=2 * self.rates.connections - 1)
            self.mark("ahead")

    def _letter(self, letter: _Letter, line: _Line) -> bool:
        """One message. Is the server to be asked for another?"""
        row = letter.row
        try:
            reply = self.transport.send(
                row.envelope_from, row.address, row.content, self._reached(letter, line)
            )
        except LostLeaseError:
            return True
        except SendError as error:
            return self._refused(row, error)
        except Exception as error:
            if is_of_the_database(error):
                raise
            # Ours: this letter waits, as if the server could not take it; the others' turn comes.
            words = f"a fault of ours: {type(error).__name__}"
            return self._refused(row, SendError(words, stage="dot" if letter.at_the_dot else "data"))
        self.mark("answered")
        self._ledger.note(taken(row, reply, self.now()))
        self._sent = True
        self.mark("stored")
        return True

    def _reached(self, letter: _Letter, line: _Line) -> Callable[[str], None]:
        """Writes the one stage that decides what a crash means, the final dot: before it, a letter has not gone."""

        def reached(stage: str) -> None:
            self.mark(stage)
            if stage == "dot":
                if not self._ledger.write(self._mark_dot(letter)):
                    raise LostLeaseError
                letter.at_the_dot = True
                self.mark("dot written")
            elif stage == "answer" and self.rates.ahead:
                self._look_ahead(line)

        return reached

    def _mark_dot(self, letter: _Letter) -> Mark:
        """The letter's own mark, which keeps its lease too."""
        until = self.now() + LEASE
        if letter.dot is None or letter.dot.values["until"] < until - _FRESH:
            letter.dot = self._ledger.note(at_the_dot(letter.row, until))
        return letter.dot

    def _refused(self, row: Any, error: SendError) -> bool:
        """Later, never, or nobody knows; the server is left alone where the letter has done nothing."""
        found = verdict(error)
        at = self.now()
        with self._ledger.transaction() as db:
            tried = {"attempts": row.attempts + 1, "tried_at": at}
            db.execute(_mine(row).values(**tried | after(row, error, found, at, self.secret)))
            alone = found in (Verdict.HOST, Verdict.OPERATOR) or (
                found is Verdict.POLICY and refused_by_many(db, at)
            )
            if alone:
                server_failed(db, str(error), at)
        return not alone

    def _give_back(self, db: Connection) -> None:
        """What was leased and not tried waits on."""
        if self._rows:
            _AS_BEFORE.change_each(db, (_as_before(row) for row in self._rows))
            self._rows.clear()


def _mine(row: Any) -> Update:
    """This row, while our lease of it counts."""
    return tables.outbox.update().where(out.id == row.id, out.epoch == row.epoch + 1, out.state.in_(IN_HAND))


_AS_BEFORE: Prepared[Any] = Prepared(
    tables.outbox.update()
    .where(*OURS)
    .values(
        state=given("state_before"),
        stage="",
        lease="",
        lease_until=None,
        attempts=given("attempts_before"),
        not_before=given("next_before", Moment()),
        tried_at=given("tried_before", Moment()),
    )
)


def _as_before(row: Any) -> dict[str, Any]:
    return {
        "row": row.id,
        "lease_epoch": row.epoch + 1,
        "state_before": "uncertain" if row.doubts else ("deferred" if row.attempts else "queued"),
        "attempts_before": row.attempts,
        "next_before": row.not_before,
        "tried_before": row.tried_at,
    }


def deliver(
    engine: Engine,
    transport: Transport,
    now: Callable[[], datetime],
    secret: Secret,
    *,
    worker: str = "one",
    rates: Rates = Rates(),  # noqa: B008 - a frozen value
    most: int = 200,
    mark: MarkPoint = lambda point: None,
) -> int:
    """Send what is due, the most urgent first. How many were tried."""
    return Delivery(engine, transport, now, secret, worker, rates, mark).run(most)
