"""The circuit of the mail server: open after a failure that no letter has caused, tried again later and later."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from ilnmail.outbox.states import out
from ilnmail.outbox.switches import Switches, switches, turn

_MOST = timedelta(minutes=30)
_HOUR = timedelta(hours=1)
_MANY = 5  # recipients


@dataclass(frozen=True)
class Circuit:
    """`failures` in a row, since when, until when nothing is tried, and what the server said."""

    failures: int = 0
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""

    def open(self, at: datetime) -> bool:
        """Is nothing to be tried now?"""
        return self.until is not None and at < self.until

    def after_failure(self, words: str, at: datetime) -> "Circuit":
        """1, 2, 4 ... 30 minutes."""
        wait = min(timedelta(minutes=2**self.failures), _MOST) if self.failures < 10 else _MOST
        return replace(
            self, failures=self.failures + 1, since=self.since or at, until=at + wait, words=words[:300]
        )


def circuit(db: Connection) -> Circuit:
    """As all workers left it."""
    return circuit_of(switches(db))


def circuit_of(found: Switches) -> Circuit:
    """The same, out of what was read already."""
    if "circuit" not in found:
        return Circuit()
    kept = json.loads(found["circuit"].value)
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("since", "until") if kept.get(name)}
    return Circuit(failures=kept.get("failures", 0), words=kept.get("words", ""), **moments)


def server_failed(db: Connection, words: str, at: datetime) -> None:
    """The server is left alone for a while."""
    _keep(db, circuit(db).after_failure(words, at), at)


def refused_by_many(db: Connection, at: datetime) -> bool:
    """Do refusals by policy make out so many of the last hour's attempts that it is us they refuse?"""
    tried = (out.tried_at > at - _HOUR, out.attempts > 0)
    count = select(func.count(func.distinct(out.address)))
    refused = db.execute(count.where(*tried, out.verdict == "policy", out.state != "sent")).scalar_one()
    taken = db.execute(count.where(*tried, out.state == "sent")).scalar_one()
    return bool(refused >= _MANY and refused > taken)


def mend(db: Connection, at: datetime) -> None:
    """It took a letter: all is well."""
    _keep(db, Circuit(), at)


def _keep(db: Connection, now: Circuit, at: datetime) -> None:
    turn(db, "circuit", json.dumps(asdict(now), default=datetime.isoformat), at)
