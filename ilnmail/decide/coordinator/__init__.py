"""Every order that a coordinator may give, by mail or at the keyboard: one table, one implementation.

To add one: a module here, a row in ORDERS, its word in `understand.orders`, a story.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ilnmail.decide.coordinator import couples, lookups, mails, people, proposals, rounds, tickets, undoing
from ilnmail.decide.coordinator.saying import shown
from ilnmail.decide.coordinator.transcript import ASK_FIRST, received, transcript
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import Level, OrderGiven

__all__ = ["ORDERS", "decide", "received", "transcript"]


@dataclass(frozen=True)
class Row:
    """One verb: who decides it, how sure we must be who gave it, and its line of the help page."""

    decide: Callable[[State, OrderGiven], tuple[Effect, ...]]
    level: Level
    help: str


def _help(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The help page: a line for each order."""
    return shown(event, *(row.help for row in ORDERS.values()))


_READ, _CHANGE = Level.NOTHING, Level.FRESH

ORDERS: Mapping[str, Row] = {
    "approve": Row(proposals.approve, _CHANGE, "approve all | approve 1-12 except 4 | 1 yes"),
    "reject": Row(proposals.reject, _CHANGE, "reject 5 too far apart"),
    "hold": Row(proposals.hold, _CHANGE, "hold 6"),
    "swap": Row(proposals.swap, _CHANGE, "swap 3 7: exchange the second people of two pairs"),
    "why": Row(proposals.why, _READ, "why 8: reasons and warnings"),
    "match": Row(couples.match, _CHANGE, "match P-1 P-2: a pair by hand, a new partner within a round"),
    "unmatch": Row(couples.unmatch, _CHANGE, "unmatch M-27"),
    "avoid": Row(couples.avoid, _CHANGE, "avoid P-1 P-2: never pair these two"),
    "freeze": Row(couples.freeze, _CHANGE, "freeze M-27: no mail passes for now"),
    "unfreeze": Row(couples.unfreeze, _CHANGE, "unfreeze M-27"),
    "pause": Row(people.pause, _CHANGE, "pause P-1 until 2027-03-01"),
    "resume": Row(people.resume, _CHANGE, "resume P-1"),
    "remove": Row(people.remove, _CHANGE, "remove P-1: they have left"),
    "set": Row(people.set_field, _CHANGE, "set P-1 country KE"),
    "show": Row(lookups.show, _READ, "show P-1 | show M-27 | show Q-9"),
    "find": Row(lookups.find, _READ, "find amina kenya"),
    "list": Row(lookups.list_, _READ, "list waiting | list quiet | list tickets"),
    "help": Row(_help, _READ, "help"),
    "history": Row(lookups.history, _READ, "history: what was done last"),
    "round": Row(
        rounds.decide, _CHANGE, "round open 2027A 2027-03-01 | round close | round match | round show"
    ),
    "reply": Row(tickets.reply, _CHANGE, "2 (your words) | reply Q-9 your words"),
    "close": Row(tickets.close, _CHANGE, "close Q-9"),
    "take": Row(tickets.take, _CHANGE, "take Q-9: you answer it"),
    "undo": Row(undoing.undo, _CHANGE, "undo | undo 3: take back what line 3 did"),
    "release": Row(mails.release, _CHANGE, "release 3: read a quarantined mail again"),
    "drop": Row(mails.drop, _CHANGE, "drop 3: leave a quarantined mail unread"),
}


def decide(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What one order leads to; at least one line of the transcript."""
    row = ORDERS.get(event.order.verb)
    if row is None:
        known = "we do not know this order; help lists them" if event.order.verb else "no order in this line"
        return (Tell(event.order.line, known, done=False),)
    if event.level < row.level:
        return (Tell(event.order.line, ASK_FIRST, done=False),)
    return row.decide(state, event)
