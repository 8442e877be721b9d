"""A coordinator's own letters: how often the digest comes, away until, show more."""

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.days import day_meant
from ilnmail.decide.coordinator.saying import done, refused, shown
from ilnmail.decide.digest import MOST_NEEDS, answered_as, digest_letter, of_letters, of_words
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ADDED
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven
from ilnmail.model import Person

_HOW_OFTEN = {
    "daily": "your digest comes every day at eight",
    "weekly": "your digest comes on Mondays at eight",
    "off": "no digest from now on; problem reports, proposals and mail for you still come",
}


def _me(state: State, event: OrderGiven) -> Person | None:
    return next((c for c in state.coordinators if c.id == event.person), None)


def often(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """daily | weekly | off, alone or behind the word digest; digest now."""
    word = event.order.verb if event.order.verb in _HOW_OFTEN else event.order.text.casefold().strip()
    me = _me(state, event)
    if me is None:
        return refused(event, "whose? only a coordinator has a digest; say `ilnmail as ADDRESS`")
    if word in ("now", ""):
        sent = digest_letter(state, me, event.at, event.cause)
        return (*sent, Tell(event.order.line, "your digest is on its way"))
    if word not in _HOW_OFTEN:
        return refused(event, "digest daily, weekly, off or now")
    return done(state, event, _HOW_OFTEN[word], *change(me, digest=word))


def away(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Until that day the others are asked; BACK, or `away off`, ends it."""
    me = _me(state, event)
    if me is None:
        return refused(event, "who? only a coordinator can be away; say `ilnmail as ADDRESS`")
    if event.order.text.casefold() in ("off", "end", "back", "no"):
        return done(state, event, "welcome back", *change(me, away_until=None))
    until = day_meant(event.order.text, event.at.date())
    if until is None or until <= event.at.date():
        return refused(event, "until when? away until 3 May")
    alone = not [c for c in state.coordinators if c.id != me.id]
    words = f"away until {until:%A %-d %B}; " + (
        "nobody else coordinates, so what waits takes its defaults" if alone else "the others are asked"
    )
    return done(state, event, words, *change(me, away_until=until))


def more(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The lines of a digest that did not fit; their numbers go on, and this letter is answered with them."""
    words = {answered_as(t): f"{t.words} If nobody answers: {t.default}." for t in state.tickets}
    words |= {ref: need.words for need, ref in of_words(tuple(t for t in state.tickets if t.kind == ADDED))}
    words |= {f"mail:{m.id}": f"Set aside: {m.reason[:100]}. release or drop" for m in state.set_aside}
    words |= {ref: need.words for need, ref in of_letters(state.undelivered)}
    rest = [(n, words[ref]) for n, ref in event.lines if int(n) > MOST_NEEDS and ref in words]
    if not rest:
        return refused(event, "that was all; MORE answers a digest in which more things wait than it shows")
    return shown(event, *(f"{n}  {text}" for n, text in rest))
