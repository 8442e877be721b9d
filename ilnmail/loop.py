"""The loop: reader, decider, tick and sender, each a thread with connections of its own; and who watches over them.

APScheduler is the metronome: it says when a role's turn has come and keeps nothing that matters. A role whose turn has
not ended in time has its connection closed under it; a minute later the whole process ends with code 75 (EX_TEMPFAIL of
sysexits.h), and whoever started it starts a new one. Threads are not repaired.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from ilnmail import roles
from ilnmail.app import App
from ilnmail.database import writing
from ilnmail.inbox import InboxError
from ilnmail.roles import Lease, LostError
from ilnmail.tokens import jitter

STUCK = 75
"""The exit code of a process that cannot go on, and should be started anew."""

GRACE = 60.0
"""Seconds from closing a role's connection until the process ends."""

_FIRST_WAIT, _LONGEST_WAIT = 5.0, 900.0  # seconds between attempts at a mailbox that cannot be read
_METRONOME = 5.0
_LOCK_SECONDS = 5.0
_RENEW = roles.LENGTH.total_seconds() / 4  # a commit a second, only to say "still here", is worth nothing


@dataclass(frozen=True)
class Turn:
    """How often a role takes its turn, and how long one may last, in seconds."""

    every: float
    most: float


TURNS: Mapping[str, Turn] = {
    "reader": Turn(60, 300),
    "decider": Turn(1, 300),
    "tick": Turn(20, 600),
    "sender": Turn(5, 1200),  # longer than all time-outs of one letter together
}


_NEXT = {"reader": "decider", "decider": "sender", "tick": "sender", "sender": ""}
"""Who has something to do when that role has done something; others wait for their time."""


class LoopError(Exception):
    """The loop cannot begin; the message says what to do."""


@dataclass
class Role:
    """One role at work in this process."""

    name: str
    act: Callable[[], object]
    cut: Callable[[], object]  # closes what it may be waiting for
    turn: Turn
    due: threading.Event = field(default_factory=threading.Event)
    begun: float = 0.0  # seconds on the monotonic clock; 0 between two turns
    cut_at: float = 0.0
    wait: float = 0.0  # until the next attempt, after a failure
    failures: int = 0  # one after another
    lease: Lease | None = None
    kept: float = 0.0  # when the lease was renewed last, on the monotonic clock


@dataclass
class Loop:
    """The roles of one process. `tell` hears what an operator should know, `alive` is called while all is well."""

    app: App
    holder: str
    names: tuple[str, ...] = roles.ALL
    tell: Callable[[str], None] = print
    alive: Callable[[], None] = lambda: None
    bell: Callable[[Callable[[], None], threading.Event], None] | None = (
        None  # told whom to wake when mail comes
    )
    checkup: Callable[[], object] = lambda: None  # looked after every ten minutes, whatever the roles do
    turns: Mapping[str, Turn] = field(default_factory=lambda: TURNS)
    grace: float = GRACE
    checkup_every: float = 600.0  # seconds
    stop: threading.Event = field(default_factory=threading.Event)
    heard: float = 0.0  # when the metronome was last heard

    def run(self, parent: int = 0) -> int:
        """Until `stop`, or until something is stuck; the exit code. With `parent`, also until that process is gone."""
        mine = [self._role(name) for name in self.names]
        by_name = {role.name: role for role in mine}
        self.app.worker, self.app.pulse = self.holder, lambda name: _further(by_name.get(name))
        metronome = self._metronome(mine)
        threads = [
            threading.Thread(target=self._work, args=(role, by_name.get(_NEXT[role.name])), daemon=True)
            for role in mine
        ]
        if self.bell is not None and "reader" in by_name:
            wake = by_name["reader"].due.set
            threading.Thread(target=self.bell, args=(wake, self.stop), daemon=True).start()
        threading.Thread(target=self._check_up, daemon=True).start()
        for thread in threads:
            thread.start()
        try:
            return self._watch(mine, parent)
        finally:
            self.stop.set()
            for role in mine:
                role.due.set()
            metronome.shutdown(wait=False)
            for thread in threads:
                thread.join(timeout=_LOCK_SECONDS)
            self._let_go(mine)

    def _check_up(self) -> None:
        while not self.stop.wait(self.checkup_every):
            try:
                self.checkup()
            except Exception as error:  # the second account does not work either
                self.tell(f"alarm: {error}")

    def _role(self, name: str) -> Role:
        app = self.app
        acts = {"reader": app.fetch, "decider": app.work, "tick": app.tick, "sender": app.deliver}
        return Role(name, acts[name], app.cuts.get(name, lambda: None), self.turns[name])

    def _metronome(self, mine: list[Role]) -> BackgroundScheduler:
        beat = BackgroundScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for role in mine:
            role.due.set()
            beat.add_job(role.due.set, "interval", seconds=role.turn.every, id=role.name)
        beat.add_job(self._hear, "interval", seconds=_METRONOME, id="metronome")
        self._hear()
        beat.start()
        return beat

    def _hear(self) -> None:
        self.heard = time.monotonic()

    def _work(self, role: Role, following: Role | None = None) -> None:
        """One role's thread: a turn whenever one is due; what goes wrong is told, and tried again later."""
        while not self.stop.is_set():
            role.due.wait()
            role.due.clear()
            if self.stop.wait(role.wait):
                return
            role.begun = time.monotonic()
            try:
                if self._holds(role):
                    done = role.act()
                    self._beat(role)
                    if done and following is not None:
                        following.due.set()
                role.wait, role.failures = 0.0, 0
            except LostError as error:
                role.lease = None
                self.tell(str(error))
            except Exception as error:  # the mailbox, the server, the database: the next turn tries again
                role.failures += 1
                role.wait = self._pause(role.name, role.failures)
                kind = "" if isinstance(error, InboxError) else f"{type(error).__name__}: "
                self.tell(f"{role.name}: {kind}{str(error).splitlines()[0] if str(error) else ''}")
            role.begun = role.cut_at = 0.0

    def _pause(self, name: str, failures: int) -> float:
        """Seconds until the next attempt: 5, 10, 20 ... 900, a fifth more or less, so that not all come at once."""
        planned = min(_FIRST_WAIT * 2.0 ** min(failures - 1, 10), _LONGEST_WAIT)
        return planned * (1 + jitter(f"{self.holder} {name}", failures, self.app.inside.press.house.secret))

    def _holds(self, role: Role) -> bool:
        """Whether this process has the role. The decider's lease is the one that deciding is fenced by."""
        now = time.monotonic()
        if role.name not in roles.SINGLE or (role.lease is not None and now - role.kept < _RENEW):
            return True
        with writing(self.app.engine) as db:
            at = self.app.machine_now()
            if role.lease is None:
                role.lease = roles.take(db, role.name, self.holder, at)
            else:
                roles.keep(db, role.lease, at)
        role.kept = now
        if role.name == "decider":
            self.app.lease = role.lease
        return role.lease is not None

    def _beat(self, role: Role) -> None:
        if role.lease is None:
            with writing(self.app.engine) as db:
                roles.beat(db, role.name, self.app.machine_now())

    def _watch(self, mine: list[Role], parent: int) -> int:
        while not self.stop.wait(1.0):
            if parent and os.getppid() != parent:
                return 0
            stuck = self._stuck(mine)
            if stuck:
                self.tell(f"{stuck} is stuck; this process ends, and a new one is to take its place")
                return STUCK
            self.alive()
        return 0

    def _stuck(self, mine: list[Role]) -> str:
        """What has not moved for too long, after its connection was closed; empty where all is well."""
        now = time.monotonic()
        if now - self.heard > 2 * GRACE:
            return "the metronome"
        for role in mine:
            began = role.begun
            if not began or now - began < role.turn.most:
                continue
            if not role.cut_at:
                role.cut_at = now
                self.tell(f"{role.name}: no sign for {now - began:.0f} seconds; its connection is closed")
                with contextlib.suppress(Exception):
                    role.cut()
            elif now - role.cut_at > self.grace:
                return f"the {role.name}"
        return ""

    def _let_go(self, mine: list[Role]) -> None:
        with contextlib.suppress(Exception), writing(self.app.engine) as db:
            for role in mine:
                if role.lease is not None and not role.begun:
                    roles.let_go(db, role.lease, self.app.machine_now())


def _further(role: Role | None) -> None:
    """A long turn that gets on is not stuck."""
    if role is not None and role.begun:
        role.begun = time.monotonic()


@contextlib.contextmanager
def alone(file: Path | None) -> Iterator[None]:
    """The only loop on this SQLite file, by a lock of the operating system; other commands go on meanwhile.

    Raises LoopError where another loop holds it for more than a few seconds.
    """
    if file is None:
        yield
        return
    with file.open("a") as lock:
        until = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > until:
                    raise LoopError(
                        "another `ilnmail run` is at work on this database; end that one, or use PostgreSQL for several"
                    ) from None
                time.sleep(0.1)
        yield
