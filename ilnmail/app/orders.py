"""A coordinator's mail, taken apart into its orders and put together into its transcript."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ilnmail.effects import Effect, Tell
from ilnmail.events import CoordinatorWrote, Level, Order, OrderGiven, OrdersFinished
from ilnmail.understand.orders import read_orders

_GO_ON_COUNTING = frozenset({"more"})
"""Orders after which the numbers of the letter answered mean the same in the transcript."""


def given(event: CoordinatorWrote) -> Iterator[OrderGiven]:
    """Each order by itself."""
    for order in event.orders:
        yield OrderGiven(
            at=event.at,
            cause=f"m{event.message}",
            actor=event.sender,
            person=event.person,
            level=event.level,
            order=order,
            message=event.message,
            lines=event.lines,
            confirmed=event.confirmed,
            sheets=event.sheets,
        )


def tells(effects: Iterable[Effect]) -> tuple[Tell, ...]:
    """What whoever gave an order is told."""
    return tuple(effect for effect in effects if isinstance(effect, Tell))


def typed(
    text: str,
    actor: str,
    person: int | None,
    lines: tuple[tuple[str, str], ...],
    at: datetime,
    confirmed: int,
) -> Iterator[OrderGiven]:
    """Orders from the keyboard: whoever sits there has been let in, so that nothing is left to prove."""
    for order in read_orders(text, answered="digest" if lines else ""):
        yield OrderGiven(
            at=at,
            cause=f"cli-{at.isoformat()}",
            actor=actor,
            person=person,
            level=Level.FRESH,
            order=order,
            lines=lines,
            confirmed=confirmed,
        )


def finished(event: CoordinatorWrote, results: Iterable[tuple[Order, Tell]]) -> OrdersFinished:
    """All of them are through, and this is what was said of each."""
    told = tuple(results)
    assert event.person is not None
    return OrdersFinished(
        at=event.at,
        message=event.message,
        message_id=event.message_id,
        person=event.person,
        subject=event.subject,
        results=tuple((order.line, order.raw, tell.words, tell.done) for order, tell in told),
        lines=event.lines if any(order.verb in _GO_ON_COUNTING for order, _ in told) else (),
        files=tuple(file for _, tell in told for file in tell.files),
        confirmed=event.confirmed,
        level=event.level,
        undoable=any(tell.undoable for _, tell in told),
        already=tuple(tell.already for _, tell in told if tell.already),
    )
