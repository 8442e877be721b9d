"""What is written while letters go: the marks of all connections, in as few commits as there can be.

Whoever comes first writes for all who wait behind: a group commit, with no thread of its own. Nobody goes on before the
commit that holds its own mark, and everybody does after it: to wait for a lock would be to stand in line behind those who
come back for the next letter. A mark that will be needed soon is written while the server thinks about its answer.
"""

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Integer, Text, column, func, values

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import writing
from ilnmail.outbox.states import IN_HAND, OURS, STATE, out
from ilnmail.prepared import Prepared, given

Values = Mapping[str, Any]

_CHANGE: Prepared[Any] = Prepared(
    tables.outbox.update()
    .where(*OURS)
    .values(
        stage="dot",
        state=given("now_state"),
        lease_until=given("until", Moment()),
        done_at=given("done", Moment()),
        last_reply=func.coalesce(given("reply", Text()), out.last_reply),
    )
)


@cache
def _change_all(count: int) -> Prepared[Any]:
    """The same for so many marks, in one exchange with a server that may be far away.

    As rows: to list them by column, as arrays, costs both sides twice the time.
    """
    marks = values(
        column("id", Integer),
        column("epoch", Integer),
        column("state", Text),
        column("until", Moment),
        column("done", Moment),
        column("reply", Text),
        name="marks",
    ).data([tuple(given(f"{name}_{number}", kind) for name, kind in _COLUMNS) for number in range(count)])
    return Prepared(
        tables.outbox.update()
        .where(out.id == marks.c.id, out.epoch == marks.c.epoch, STATE.in_(IN_HAND))
        .values(
            stage="dot",
            state=marks.c.state,
            lease_until=marks.c.until,
            done_at=marks.c.done,
            last_reply=func.coalesce(marks.c.reply, out.last_reply),
        )
        .returning(out.id)
    )


_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("row", Integer()),
    ("lease_epoch", Integer()),
    ("now_state", Text()),
    ("until", Moment()),
    ("done", Moment()),
    ("reply", Text()),
)


def at_the_dot(row: Any, until: datetime) -> Values:
    """It may be taken from now on; whoever finds it so later does not know."""
    return {**_whose(row), "now_state": "sending", "until": until, "done": None, "reply": None}


def taken(row: Any, reply: str, at: datetime) -> Values:
    """The server has it."""
    return {**_whose(row), "now_state": "sent", "until": None, "done": at, "reply": reply[:500]}


def _whose(row: Any) -> Values:
    return {"row": row.id, "lease_epoch": row.epoch + 1}


@dataclass(eq=False)
class Mark:
    """One change of one row, and what became of it."""

    values: Values
    awaited: bool = False  # somebody waits for it
    done: bool = False
    ours: bool = False  # the row was ours still
    error: Exception | None = None


@dataclass
class Ledger:
    """The marks of one run of one sender, from any number of threads, over one connection to the database."""

    engine: Engine
    _pending: deque[Mark] = field(default_factory=deque)
    _free: threading.Condition = field(default_factory=threading.Condition)
    _writing: bool = False  # somebody has the pen
    _db: Connection | None = None

    def note(self, values: Values) -> Mark:
        """Kept with whatever is written next; what cannot be kept then is kept the time after."""
        mark = Mark(values)
        self._pending.append(mark)
        return mark

    def write(self, mark: Mark) -> bool:
        """On the disk when this returns. Is the row still ours? Raises what the database raises."""
        mark.awaited = True
        if self._take_pen(mark):
            with self._pen():
                self._commit()
        if mark.error is not None:
            raise mark.error
        return mark.ours

    def write_meanwhile(self, enough: int) -> None:
        """What is pending, if it is enough for a commit, and unless somebody writes already. A database that fails says so
        to whoever has to wait."""
        with self._free:
            if self._writing or len(self._pending) < enough:
                return
            self._writing = True
        with self._pen(), suppress(Exception):
            self._commit()

    def flush(self) -> None:
        """What is pending is on the disk when this returns."""
        self._take_pen(None)
        with self._pen():
            self._commit()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Something else, and before it all that was pending, in one transaction; nobody writes meanwhile."""
        self._take_pen(None)
        with self._pen():
            marks = tuple(self._pending)
            with writing(self.engine) as db:
                if marks:
                    _CARRY_OUT[db.dialect.name](db, marks)
                yield db
            self._settle(marks, None)

    def close(self) -> None:
        """What is pending is written; the connection goes back."""
        try:
            self.flush()
        finally:
            self._let_go()

    def _take_pen(self, mark: Mark | None) -> bool:
        """Wait until nobody writes, or until this mark is written. Have we the pen?"""
        with self._free:
            self._free.wait_for(lambda: not self._writing or (mark is not None and mark.done))
            if mark is not None and mark.done:
                return False
            self._writing = True
            return True

    @contextmanager
    def _pen(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._free:
                self._writing = False
                self._free.notify_all()

    def _commit(self) -> None:
        """Only with the pen."""
        marks = tuple(self._pending)
        if not marks:
            return
        try:
            if self._db is None:
                self._db = self.engine.connect().execution_options(**_OPTIONS[self.engine.dialect.name])
            with self._db.begin():
                _CARRY_OUT[self.engine.dialect.name](self._db, marks)
        except Exception as error:
            self._let_go()
            self._settle(marks, error)
            raise
        self._settle(marks, None)

    def _settle(self, marks: Sequence[Mark], error: Exception | None) -> None:
        """Those who wait hear of it; an end that nobody waits for stays until it is kept."""
        for mark in marks:
            self._pending.popleft()
            mark.done, mark.error = mark.awaited or error is None, error
        self._pending.extendleft(mark for mark in reversed(marks) if not mark.done)

    def _let_go(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None


def _one_by_one(db: Connection, marks: Sequence[Mark]) -> None:
    everyone = _CHANGE.change_each(db, (mark.values for mark in marks)) == len(marks)
    for mark in marks:  # a dot written twice is written once: only the count is of interest
        mark.ours = everyone or _CHANGE.change(db, **mark.values) == 1


def _all_at_once(db: Connection, marks: Sequence[Mark]) -> None:
    filled = {
        f"{name}_{number}": mark.values[name] for number, mark in enumerate(marks) for name, _ in _COLUMNS
    }
    kept = {row.id for row in _change_all(len(marks)).all(db, **filled)}
    for mark in marks:
        mark.ours = mark.values["row"] in kept


_CARRY_OUT = {"sqlite": _one_by_one, "postgresql": _all_at_once}
# One statement is a transaction of its own: PostgreSQL need not be told of a beginning and an end.
_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"writes": True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
