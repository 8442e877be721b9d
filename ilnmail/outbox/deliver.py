"""Sending what was leased, over one connection or several: each step written before it is taken, each outcome once."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Update

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.outbox.circuit import mend, refused_by_many, server_failed
from ilnmail.outbox.ends import after
from ilnmail.outbox.lease import lease
from ilnmail.outbox.ledger import Ledger, at_the_dot, taken
from ilnmail.outbox.rates import Rates
from ilnmail.outbox.states import IN_HAND, LEASE, OURS, out
from ilnmail.outbox.verdicts import Verdict, verdict
from ilnmail.prepared import Prepared, given
from ilnmail.send import SendError, Transport
from ilnmail.tokens import Secret

_TOGETHER = 20  # letters for each connection that are leased by one statement
Mark = Callable[[str], None]
"""Told of each point at which a crash would matter; for tests that crash there."""


class LostLeaseError(Exception):
    """Somebody else has this letter by now; what we did to it no longer counts."""


@dataclass
class Delivery:
    """One sender: its connections, its name among the workers, its limits."""

    engine: Engine
    transport: Transport
    now: Callable[[], datetime]
    secret: Secret
    worker: str = "one"
    rates: Rates = field(default_factory=Rates)
    mark: Mark = lambda point: None
    _ledger: Ledger = field(init=False)
    _rows: deque[Any] = field(default_factory=deque)  # leased, and in nobody's hand yet
    _stopped: bool = False  # the server is to be left alone
    _sent: bool = False  # it has taken a letter of this lease
    _failing: bool = False  # before this lease it had not
    _more: bool = True  # something may be due besides what this lease has taken

    def __post_init__(self) -> None:
        self._ledger = Ledger(self.engine)

    def run(self, most: int = 200) -> int:
        """Send what is due, the most urgent first. How many were tried."""
        count, self._stopped, self._more = 0, False, True
        lines = max(1, self.rates.connections)
        with ExitStack() as at_the_end:
            at_the_end.callback(self.transport.rest)
            at_the_end.callback(self._ledger.close)
            others = at_the_end.enter_context(ThreadPoolExecutor(lines, "line"))
            while not self._stopped and self._lease(min(_TOGETHER * lines, most - count)):
                self.mark("leased")
                count += self._batch(others, min(lines, len(self._rows)))
        return count

    def _lease(self, most: int) -> bool:
        """Is there something to send?"""
        if most <= 0 or not self._more:
            return False
        found = lease(self.engine, self.worker, self.rates, self.now(), most)
        self._rows.extend(found.rows)
        self._failing, self._more = found.failing, found.more
        return bool(self._rows)

    def _batch(self, others: ThreadPoolExecutor, lines: int) -> int:
        """All that was leased, by so many connections, this thread's among them. How many were tried."""
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
        count = 0
        try:
            while not self._stopped and (row := self._next()) is not None:
                if self._letter(row):
                    count += 1
                else:
                    self._stopped = True
        except BaseException:
            self._stopped = True
            raise
        return count

    def _next(self) -> Any:
        try:
            return self._rows.popleft()
        except IndexError:
            return None

    def _letter(self, row: Any) -> bool:
        """One message. Is the server to be asked for another?"""
        try:
            reply = self.transport.send(row.envelope_from, row.address, row.content, self._reached(row))
        except LostLeaseError:
            return True
        except SendError as error:
            return self._refused(row, error)
        self.mark("answered")
        self._ledger.note(taken(row, reply, self.now()))
        self._sent = True
        self.mark("stored")
        return True

    def _reached(self, row: Any) -> Callable[[str], None]:
        """Writes the one stage that decides what a crash means, the final dot: before it, a letter has not gone."""

        def reached(stage: str) -> None:
            self.mark(stage)
            if stage == "dot":
                if not self._ledger.write(at_the_dot(row, self.now() + LEASE)):
                    raise LostLeaseError
                self.mark("dot written")

        return reached

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
    mark: Mark = lambda point: None,
) -> int:
    """Send what is due, the most urgent first. How many were tried."""
    return Delivery(engine, transport, now, secret, worker, rates, mark).run(most)
