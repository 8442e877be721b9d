"""Which lines of a letter an order means. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from ilnmail.data.order_words import BY_NUMBER
from ilnmail.events import Order

ALL = -1
"""Among the numbers: every line of the letter answered; those that are left out follow as -1 - number."""

REST = -100_000
"""Every line that nothing else is said of; `settled` turns it into ALL and what is left out."""

_DECIDING = frozenset(
    {"approve", "reject", "hold", "swap", "close", "take", "give", "reply", "release", "drop"}
)


def settled(orders: Iterable[Order]) -> tuple[Order, ...]:
    """With "all" and "the rest" less what is said of lines by their numbers: "all yes, 3 no"."""
    found = tuple(orders)
    return tuple(_less_the_named(one, found) if {ALL, REST} & set(one.numbers) else one for one in found)


def _less_the_named(order: Order, orders: tuple[Order, ...]) -> Order:
    named = (n for one in orders if one is not order and one.verb in _DECIDING for n in one.numbers if n > 0)
    rest = set(order.numbers) - {ALL, REST} | {-1 - n for n in named}
    same = order.verb not in _DECIDING
    return replace(order, numbers=order.numbers if same else (ALL, *sorted(rest, reverse=True)))


def contradicting(orders: tuple[Order, ...]) -> frozenset[int]:
    """Lines of which two different things are said."""
    said: dict[int, str] = {}
    twice: set[int] = set()
    for order in orders:
        for number in order.numbers if order.verb in ("approve", "reject", "hold") else ():
            if number > 0 and said.setdefault(number, order.verb) != order.verb:
                twice.add(number)
    return frozenset(twice)


_OF_A_LINE = BY_NUMBER - {"swap", "undo", "history"}
"""Orders that mean the one line of a letter that has no other."""


def meant(order: Order, lines: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The lines of the letter answered that the order's numbers mean: (number, what it stands for)."""
    if ALL in order.numbers:
        without = {str(-1 - number) for number in order.numbers if number < ALL}
        return tuple(line for line in lines if line[0] not in without)
    if not order.numbers and not order.ids and len(lines) == 1 and order.verb in _OF_A_LINE:
        return lines  # "yes" to a letter that asks one thing
    wanted = {str(number) for number in order.numbers}
    return tuple(line for line in lines if line[0] in wanted)
