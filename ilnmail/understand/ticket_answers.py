"""What a coordinator answers to somebody's mail: words for that person, unless a line is plainly an order. Pure.

TAKE                 alone on the first lines: an order
Dear Priya, ...      goes to Priya, from the coordinator
!freeze M-27         an order, wherever it stands
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ilnmail.events import Order
from ilnmail.understand.orders import read_orders
from ilnmail.understand.orders.commanded import says_no_more

LETTERS = frozenset({"please-read", "problem-report", "reminder"})
"""The letters that are answered so; a reminder where it is about one mail."""

_ON_TOP = frozenset(
    {
        "take",
        "close",
        "give",
        "freeze",
        "unfreeze",
        "block",
        "hold",
        "approve",
        "reject",
        "undo",
        "help",
        "show",
    }
)
_CRIED = re.compile(r"\s*[A-Z]{4,}\b\s*(?:[,.;:!]|$)")
_MOST_WORDS = 4  # of an order without a mark in front


def read_ticket_answer(text: str) -> tuple[Order, ...]:
    """The orders, and the words as an order to reply with them."""
    on_top: list[Order] = []
    marked: list[Order] = []
    words: list[str] = []
    for line in text.strip().splitlines():
        if line.lstrip().startswith("!"):
            marked += read_orders(line.lstrip()[1:])
        elif not any(one.strip() for one in words) and (order := _alone(line)):
            on_top.append(order)
        else:
            words.append(line)
    return _numbered([*on_top, *_reply("\n".join(words).strip()), *marked])


def _alone(line: str) -> Order | None:
    """An order that is the whole line: its verb, an id, a name."""
    found = read_orders(line)
    if len(found) == 1 and found[0].verb in _ON_TOP and _CRIED.match(line):
        return found[0]  # "CLOSE, she has settled it herself"
    short = len(line.split()) <= _MOST_WORDS
    if len(found) != 1 or found[0].verb not in _ON_TOP or not short:
        return None
    bare = found[0].ids or says_no_more(found[0].text) or found[0].verb == "give"
    return found[0] if bare else None


def _reply(words: str) -> tuple[Order, ...]:
    return (Order(line=0, verb="reply", text=words, raw=words.splitlines()[0][:60]),) if words else ()


def _numbered(orders: Iterable[Order]) -> tuple[Order, ...]:
    return tuple(replace(order, line=number) for number, order in enumerate(orders, 1))
