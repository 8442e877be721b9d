"""What could not be decided through a fault of ours: passed over, so that the others' turn comes, and tried once more."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection

from ilnmail import faults
from ilnmail.app.due import is_elsewhere
from ilnmail.decide.advancing import advance
from ilnmail.effects import Advance, Effect
from ilnmail.events import Due, LetterRefused


@dataclass(frozen=True)
class PassedOver:
    """`effects` decides an event, `keep` records what was decided, `tell` hears of a fault."""

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

    def try_again(self, events: Iterable[Due]) -> None:
        """What was passed over. How far the mailing has come is not touched."""
        for event in events:
            self._try(event)

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
