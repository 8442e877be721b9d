"""What is due at one moment: decided together where nothing is wrong, one by one where something is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from sqlalchemy import Connection

from ilnmail import roles
from ilnmail.database import is_of_the_database
from ilnmail.events import Due, LetterRefused

_MOST = 50  # people of one transaction


def together(events: Iterable[Due]) -> Iterator[tuple[Due, ...]]:
    """What goes into one transaction, in order: a batch of people, or all that has none; a match run stands alone.

    Most of what is due on a day finds nobody, and a commit of its own would be most of its cost.
    """
    held: list[Due] = []
    for event in events:
        crowded = sum(len(one.people) for one in (*held, event)) > _MOST
        if held and (crowded or "match" in (event.schedule, held[-1].schedule)):
            yield tuple(held)
            held.clear()
        held.append(event)
    if held:
        yield tuple(held)


def decided(
    events: tuple[Due | LetterRefused, ...],
    deciding: Callable[[], AbstractContextManager[Connection]],
    decide: Callable[[Connection, Due | LetterRefused], object],
    failed: Callable[[Due | LetterRefused, Exception], object],
) -> None:
    """One transaction for all; where it fails one for each, and one for each person, so that the fault of one is not the
    others'. `failed` is told of what cannot be decided by itself either. Raises what is nobody's fault here: what the
    database has, and roles.LostError."""
    try:
        with deciding() as db:
            for event in events:
                decide(db, event)
    except Exception as error:
        if is_elsewhere(error):
            raise
        parts = events if len(events) > 1 else tuple(_one_by_one(events[0]))
        if len(parts) == 1:
            failed(events[0], error)
            return
        for part in parts:
            decided((part,), deciding, decide, failed)


def is_elsewhere(error: Exception) -> bool:
    """Not a fault of what was decided: the same goes well another time, or for somebody else."""
    return isinstance(error, roles.LostError) or is_of_the_database(error)


def _one_by_one(event: Due | LetterRefused) -> Iterator[Due | LetterRefused]:
    """The same for each of its people."""
    if isinstance(event, LetterRefused) or len(event.people) < 2:
        yield event
        return
    for person in event.people:
        yield replace(event, people=(person,), last=event.last and person == event.people[-1])
