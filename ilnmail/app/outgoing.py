"""Before letters go: is anything so unusual that somebody has to look first? RESUME ends every hold."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from ilnmail import outbox
from ilnmail.database import reading
from ilnmail.events import OutboundHeld
from ilnmail.outbox import Hold, SideFile, Standing, side_file, triggers

_CATCH_UP = timedelta(days=1)
Tell = Callable[[Connection, OutboundHeld], object]
Deciding = Callable[[], AbstractContextManager[Connection]]


def look_out(engine: Engine, deciding: Deciding, side: SideFile | None, at: datetime, tell: Tell) -> None:
    """Hold where there is a reason, and tell the coordinators; release the hold of an absence after a day.

    To hold is to decide, in a transaction that nobody else decides in meanwhile. Raises roles.LostError.
    """
    with reading(engine) as db:
        quiet = _looked(db, side, at).quiet
    if not quiet:
        with deciding() as db:
            found = _looked(db, side, at)  # once more: somebody may have said RESUME meanwhile
            side_file.begin(db, at)
            if found.waited:
                outbox.release_hold(db, at)
            if found.needed.reach != "nothing":
                outbox.hold(db, found.needed.reach, found.needed.words, at)
                tell(db, OutboundHeld(at=at, reach=found.needed.reach, words=found.needed.words))
            triggers.sign_of_life(db, at)
    _note(engine, side)


@dataclass(frozen=True)
class _Looked:
    """What was found: a hold that is needed, one that has waited long enough, or nothing to write down."""

    needed: Hold
    waited: bool
    quiet: bool


def _looked(db: Connection, side: SideFile | None, at: datetime) -> _Looked:
    now, stands = outbox.holding(db), side_file.standing(db)
    needed = _reason(db, side, now, stands, at)
    waited = now.reach == "scheduled" and now.since is not None and at - now.since >= _CATCH_UP
    awake = triggers.awake(db, at) and bool(stands.generation)
    return _Looked(needed, waited, needed.reach == "nothing" and awake and not waited)


def _reason(db: Connection, side: SideFile | None, now: Hold, stands: Standing, at: datetime) -> Hold:
    """A hold that is needed and not there yet."""
    if now.reach == "all":
        return Hold()
    if side is not None and (words := side.restored(stands)):
        return Hold("all", words, at)
    found = triggers.reason_to_hold(db, at, outbox.released_at(db))
    return Hold() if found.reach == now.reach else found


def _note(engine: Engine, side: SideFile | None) -> None:
    """How far the outbox has come, before it goes further."""
    if side is None:
        return
    with reading(engine) as db:
        stands = side_file.standing(db)
    if side.read() != stands:
        side.write(stands)
