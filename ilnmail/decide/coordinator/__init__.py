"""Every order that a coordinator may give, by mail or at the keyboard: one table, one implementation.

To add one: a module here, a row in ORDERS, who may give it in `authority`, its word in `understand.orders`, a story.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ilnmail.decide.authority import enough
from ilnmail.decide.coordinator import (
    broadcast,
    couples,
    importing,
    lookups,
    mails,
    marks,
    own,
    people,
    postponing,
    proposals,
    quiet,
    rounds,
    sheets,
    team,
    tickets,
    topics,
    undoing,
)
from ilnmail.decide.coordinator.reach import reached, too_many
from ilnmail.decide.coordinator.saying import ASK_FIRST, shown
from ilnmail.decide.coordinator.transcript import received, transcript
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven

__all__ = ["ORDERS", "decide", "received", "transcript"]


@dataclass(frozen=True)
class Row:
    """One verb: who decides it, and its line of the help page."""

    decide: Callable[[State, OrderGiven], tuple[Effect, ...]]
    help: str


def _help(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The help page: a line for each order."""
    return shown(event, *(row.help for row in ORDERS.values()))


ORDERS: Mapping[str, Row] = {
    "approve": Row(proposals.approve, "approve all | approve 1-12 except 4 | 1 yes"),
    "reject": Row(proposals.reject, "reject 5 too far apart"),
    "hold": Row(proposals.hold, "hold 6"),
    "swap": Row(proposals.swap, "swap 3 7: exchange the second people of two pairs"),
    "why": Row(proposals.why, "why 8: reasons and warnings"),
    "match": Row(couples.match, "match P-1 P-2: a pair by hand, a new partner within a round"),
    "unmatch": Row(couples.unmatch, "unmatch M-27"),
    "avoid": Row(couples.avoid, "avoid P-1 P-2: never pair these two"),
    "freeze": Row(couples.freeze, "freeze M-27: no mail passes for now"),
    "unfreeze": Row(couples.unfreeze, "unfreeze M-27"),
    "pause": Row(people.pause, "pause P-1 until 2027-03-01 | pause country NP until 3 May"),
    "resume": Row(people.resume, "resume P-1 | resume: letters that were held back go"),
    "tag": Row(marks.tag, "tag P-1 rural | tag P-1 -rural | tag country KE east"),
    "note": Row(marks.note, "note P-1 prefers short mails: only coordinators see it"),
    "block": Row(marks.block, "block P-1: at once, and for good"),
    "rematch": Row(marks.rematch, "rematch P-1: a new partner is looked for"),
    "quiet": Row(quiet.quiet, "quiet | quiet country NP until 3 May: nobody there is nudged"),
    "remove": Row(people.remove, "remove P-1 P-2: they have left"),
    "set": Row(people.set_field, "set P-1 country KE"),
    "show": Row(lookups.show, "show P-1 | show M-27 | show Q-9"),
    "find": Row(lookups.find, "find amina kenya"),
    "list": Row(lookups.list_, "list waiting | list quiet | list paused | list country BR | list tickets"),
    "help": Row(_help, "help"),
    "history": Row(lookups.history, "history | history P-1: what was done, when, by whom"),
    "round": Row(
        rounds.decide,
        "round open 2027A 2027-03-01 | round close | round match | round calendar | round change 2027A close 2027-02-20",
    ),
    "reply": Row(tickets.reply, "2 (your words) | reply Q-9 your words"),
    "close": Row(tickets.close, "close Q-9"),
    "give": Row(tickets.give, "give Q-9 to Maria"),
    "digest": Row(own.often, "digest daily | weekly | off | now"),
    "daily": Row(own.often, "daily: your digest every day"),
    "weekly": Row(own.often, "weekly: your digest on Mondays"),
    "off": Row(own.often, "off: no digest"),
    "away": Row(own.away, "away until 3 May: the others are asked"),
    "more": Row(own.more, "more: what did not fit into the digest"),
    "coordinator": Row(
        team.coordinator,
        "coordinator list | add Ana <ana@example.org> | add Ana <...> country KE: an ambassador | remove Ana",
    ),
    "broadcast": Row(
        broadcast.broadcast, "broadcast to all | round | country KE | language fr | tag rural: Subject"
    ),
    "topic": Row(topics.topic, "topic for April: Title, and below it one question and a few lines"),
    "topics": Row(topics.topics, "topics: what is asked when"),
    "sheet": Row(sheets.sheet, "sheet: everything as spreadsheets"),
    "import": Row(importing.import_, "import (with a spreadsheet): each person in it is asked by mail"),
    "export": Row(sheets.export, "export people | matches | answers | round | tickets"),
    "postpone": Row(postponing.postpone, "postpone two weeks | postpone 2027A to 2027-03-15"),
    "stats": Row(lookups.stats, "stats | stats 2027A: a round in figures"),
    "take": Row(tickets.take, "take Q-9: you answer it"),
    "undo": Row(undoing.undo, "undo | undo 3: take back what line 3 did"),
    "release": Row(mails.release, "release 3: read a mail again that was set aside, send a letter again"),
    "drop": Row(mails.drop, "drop 3: leave such a mail unread, such a letter unsent"),
}


def decide(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What one order leads to; at least one line of the transcript."""
    event = people.filling_a_gap(state, event)
    row = ORDERS.get(event.order.verb)
    if row is None:
        known = "we do not know this order; help lists them" if event.order.verb else "no order in this line"
        return (Tell(event.order.line, known, done=False),)
    missing = _no_such_lines(event)
    if missing and len(missing) == len(event.order.numbers):
        return missing
    effects = (*row.decide(state, event), *missing)
    count = reached(state, effects)
    if not enough(event):
        return _shown_only(event, effects)
    if too_many(event.order.verb, count) and not event.confirmed:
        return _shown_only(event, effects, f"; it touches {count} people")
    return effects


_COUNT_OTHERWISE = frozenset({"undo", "history"})
"""Orders whose numbers do not mean lines of the letter answered."""


def _no_such_lines(event: OrderGiven) -> tuple[Tell, ...]:
    """A number that is on no line is said, never skipped. Without a letter numbers mean nothing at all."""
    if event.order.verb in _COUNT_OTHERWISE or (event.message is None and not event.lines):
        return ()
    there = {number for number, _ in event.lines}
    words = (
        "there is no line {n} in the letter you answer"
        if there
        else ("{n} is a line of which letter? Answer that letter, or name P-1, M-27 or Q-9")
    )
    wrong = (n for n in event.order.numbers if n > 0 and str(n) not in there)
    return tuple(Tell(event.order.line, words.format(n=n), done=False) for n in wrong)


_TELLS_MORE = frozenset({"import", "topic"})
"""Orders whose first words say what they do; what follows is told whether or not it is done, files and all."""


def _shown_only(event: OrderGiven, effects: tuple[Effect, ...], mind: str = "") -> tuple[Effect, ...]:
    """What the order would have done, in the words of its transcript, and nothing of it."""
    told = tuple(effect for effect in effects if isinstance(effect, Tell))
    if event.order.verb in _TELLS_MORE:
        return (*(_if_yes(one, mind) for one in told[:1]), *told[1:])
    return tuple(replace(_if_yes(one, mind), files=()) for one in told)


def _if_yes(one: Tell, mind: str) -> Tell:
    return replace(one, words=f"{ASK_FIRST}{one.words}{mind}", done=False) if one.done else one
