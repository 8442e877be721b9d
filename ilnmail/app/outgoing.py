"""Before letters go: is anything so unusual that somebody has to look first? RESUME ends every hold."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from ilnmail import outbox
from ilnmail.database import reading, writing
from ilnmail.events import OutboundHeld
from ilnmail.outbox import Hold, SideFile, Standing, side_file, triggers
from ilnmail.outbox.hold import hold_of
from ilnmail.outbox.switches import switches

_CATCH_UP = timedelta(days=1)
Tell = Callable[[Connection, OutboundHeld], object]
Deciding = Callable[[], AbstractContextManager[Connection]]


def look_out(engine: Engine, deciding: Deciding, side: SideFile | None, at: datetime, tell: Tell) -> None:
    """Hold where there is a reason, and tell the coordinators; release the hold of an absence after a day.

    To hold is to decide, in a transaction that nobody else decides in meanwhile. Raises roles.LostError.
    """
    known = side.read() if side else None
    with reading(engine) as db:
        found = _looked(db, known, at)
    if not found.quiet:
        with deciding() as db:
            found = _settled(db, known, at, tell)
    elif not found.awake:
        with writing(engine) as db:
            triggers.sign_of_life(db, at)
    if side and known != found.stands:  # how far the outbox has come, before it goes further
        side.write(found.stands)


@dataclass(frozen=True)
class _Looked:
    """What was found: a hold that is needed, one that has waited long enough, how far the outbox has come."""

    needed: Hold
    waited: bool
    awake: bool  # the last sign of life is fresh
    stands: Standing

    @property
    def quiet(self) -> bool:
        """There is nothing to decide."""
        return self.needed.reach == "nothing" and not self.waited and bool(self.stands.generation)


def _settled(db: Connection, known: Standing | None, at: datetime, tell: Tell) -> _Looked:
    """Once more, for somebody may have said RESUME meanwhile; then decided. What is found afterwards."""
    found = _looked(db, known, at)
    if not found.stands.generation:
        side_file.begin(db, at)
    if found.waited:
        outbox.release_hold(db, at)
    if found.needed.reach != "nothing":
        outbox.hold(db, found.needed.reach, found.needed.words, at)
        tell(db, OutboundHeld(at=at, reach=found.needed.reach, words=found.needed.words))
    triggers.sign_of_life(db, at)
    return _looked(db, None, at)


def _looked(db: Connection, known: Standing | None, at: datetime) -> _Looked:
    kept = switches(db)
    now, stands = hold_of(kept), side_file.standing(db, kept)
    needed = Hold()
    if now.reach != "all":
        words = side_file.restored(known, stands)
        found = Hold("all", words, at) if words else triggers.reason_to_hold(db, kept, at)
        needed = Hold() if found.reach == now.reach else found
    waited = now.reach == "scheduled" and now.since is not None and at - now.since >= _CATCH_UP
    return _Looked(needed, waited, triggers.awake(kept, at), stands)
