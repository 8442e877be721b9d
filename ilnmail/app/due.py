"""What is due at one moment: decided together where nothing is wrong, one by one where something is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from ilnmail.events import Due

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
    events: tuple[Due, ...],
    deciding: Callable[[], AbstractContextManager[Connection]],
    decide: Callable[[Connection, Due], object],
) -> None:
    """One transaction for all; where it fails one for each, so that the fault of one is not the others'."""
    try:
        with deciding() as db:
            for event in events:
                decide(db, event)
    except Exception:
        if len(events) == 1:
            raise
        for event in events:
            decided((event,), deciding, decide)
