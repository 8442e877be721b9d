"""Sending what was leased: each step written before it is taken, each outcome once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Update

from ilnmail import tables
from ilnmail.database import writing
from ilnmail.outbox.circuit import mend, refused_by_many, server_failed
from ilnmail.outbox.ends import after, next_attempt
from ilnmail.outbox.lease import lease
from ilnmail.outbox.rates import Rates
from ilnmail.outbox.states import LEASE, out
from ilnmail.outbox.verdicts import Verdict, verdict
from ilnmail.send import SendError, Transport
from ilnmail.tokens import Secret

_TOGETHER = 20  # letters leased by one statement
Mark = Callable[[str], None]
"""Told of each point at which a crash would matter; for tests that crash there."""


class LostLeaseError(Exception):
    """Somebody else has this letter by now; what we did to it no longer counts."""


@dataclass
class Delivery:
    """One sender: its connection, its name among the workers, its limits."""

    engine: Engine
    transport: Transport
    now: Callable[[], datetime]
    secret: Secret
    worker: str = "one"
    rates: Rates = field(default_factory=Rates)
    mark: Mark = lambda point: None
    _open: list[Update] = field(default_factory=list)  # an end that goes with the next beginning

    def run(self, most: int = 200) -> int:
        """Send what is due, the most urgent first. How many were tried."""
        count = 0
        while count < most and (rows := self._lease(min(_TOGETHER, most - count))):
            self.mark("leased")
            for number, row in enumerate(rows):
                if not self._letter(row):
                    self._give_back(rows[number + 1 :])
                    break
                count += 1
            self._write()
        self.transport.rest()
        return count

    def _lease(self, most: int) -> tuple[Any, ...]:
        return lease(self.engine, self.worker, self.rates, self.now(), most)

    def _letter(self, row: Any) -> bool:
        """One message. Is the server to be asked for another?"""
        try:
            reply = self.transport.send(row.envelope_from, row.address, row.content, self._reached(row))
        except LostLeaseError:
            return True
        except SendError as error:
            return self._refused(row, error)
        self.mark("answered")
        at = self.now()
        self._open.append(_mine(row).values(state="sent", done_at=at, last_reply=reply[:500], lease=""))
        self.mark("stored")
        return True

    def _reached(self, row: Any) -> Callable[[str], None]:
        """Writes the one stage that decides what a crash means, the final dot: before it, a letter has not gone."""

        def reached(stage: str) -> None:
            self.mark(stage)
            if stage == "dot":
                at, attempt = self.now(), row.attempts + 1
                values = {
                    "state": "sending",
                    "attempts": attempt,
                    "tried_at": at,
                    "lease_until": at + LEASE,
                    "not_before": at + next_attempt(row.key, attempt, self.secret),
                    "stage": stage,
                }
                self._write(_mine(row).values(**values))
                self.mark("dot written")

        return reached

    def _refused(self, row: Any, error: SendError) -> bool:
        """Later, never, or nobody knows; the server is left alone where the letter has done nothing."""
        found = verdict(error)
        at = self.now()
        with writing(self.engine) as db:
            self._flush(db)
            tried = {"attempts": row.attempts + 1, "tried_at": at}
            db.execute(_mine(row).values(**tried | after(row, error, found, at, self.secret)))
            alone = found in (Verdict.HOST, Verdict.OPERATOR) or (
                found is Verdict.POLICY and refused_by_many(db, at)
            )
            if alone:
                server_failed(db, str(error), at)
        self._open.clear()
        return not alone

    def _give_back(self, rows: tuple[Any, ...]) -> None:
        """What was leased and not tried waits on."""
        with writing(self.engine) as db:
            for row in rows:
                db.execute(_mine(row).values(state=_as_before(row), lease="", lease_until=None))

    def _write(self, change: Update | None = None) -> None:
        """The end of the letter before and the dot of this one are one commit."""
        if not self._open and change is None:
            return
        with writing(self.engine) as db:
            self._flush(db)
            if change is None:  # the end of a lease; while the server is in trouble, that is one letter
                mend(db, self.now())
            ours = change is None or db.execute(change).rowcount == 1
        self._open.clear()
        if not ours:
            raise LostLeaseError

    def _flush(self, db: Connection) -> None:
        """Nothing is taken off the list before the commit: what could not be kept is kept next time."""
        for end in self._open:
            db.execute(end)


def _mine(row: Any) -> Update:
    """This row, while our lease of it counts."""
    return tables.outbox.update().where(
        out.id == row.id, out.epoch == row.epoch, out.state.in_(("leased", "sending"))
    )


def _as_before(row: Any) -> str:
    return "uncertain" if row.doubts else ("deferred" if row.attempts else "queued")


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
