"""What could not be decided through a fault of ours: passed over, so that the others' turn comes, and tried once more."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from ilnmail import faults
from ilnmail.app.due import is_elsewhere
from ilnmail.database import reading
from ilnmail.decide.advancing import advance
from ilnmail.effects import Advance, Effect
from ilnmail.events import Due, LetterRefused


@dataclass(frozen=True)
class PassedOver:
    """`effects` decides an event, `keep` records what was decided, `tell` hears of a fault."""

    engine: Engine
    deciding: Callable[[], AbstractContextManager[Connection]]
    effects: Callable[[Connection, Due], Iterable[Effect]]
    keep: Callable[[Connection, Iterable[Effect]], object]
    tell: Callable[[str], object]

    def note(self, event: Due | LetterRefused, error: Exception) -> None:
        """Remembered, and told; the mailing goes on behind it."""
        with self.deciding() as db:
            faults.note(db, event, error, event.at)
            if isinstance(event, Due) and event.people:
                self.keep(db, (advance(event),))
        self.tell(f"{faults.cause(event)}: {error}")

    def try_again(self, at: datetime) -> int:
        """What was passed over an hour ago or more. How far the mailing has come is not touched. How many."""
        with reading(self.engine) as db:
            again = faults.of_late(db, at).again
        for event in again:
            self._try(event)
        return len(again)

    def _try(self, event: Due) -> None:
        try:
            with self.deciding() as db:
                decided = self.effects(db, event)
                self.keep(db, (one for one in decided if not isinstance(one, Advance)))
                faults.mended(db, event)
        except Exception as error:
            if is_elsewhere(error):
                raise
            with self.deciding() as db:
                faults.note(db, event, error, event.at)
            self.tell(f"{faults.cause(event)}: {error}")
