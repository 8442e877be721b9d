"""Facts that a coordinator asks for; nothing is changed."""

from ilnmail.decide.cards import card_lines, country_name
from ilnmail.decide.checkins import results
from ilnmail.decide.coordinator.saying import named, pair, refused, shown
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven
from ilnmail.model import Person

_MOST = 40


def show(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """A person with their card, a pairing with its people, a ticket with its words."""
    lines = [
        *(_of_a_person(p) for p in state.people),
        *(
            f"{pair(c)}, {c.pairing.state}, until {c.pairing.ends}, {len(c.contacts)} mails"
            for c in state.couples
        ),
        *(f"Q-{t.id} {t.kind}: {t.words}" for t in state.tickets),
    ]
    return shown(event, *lines) if lines else refused(event, "whom or what? show P-1, M-27 or Q-9")


def find(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """By words of name, address, city or country."""
    found = [
        f"{named(p)}, {p.city + ', ' if p.city else ''}{country_name(p.country, 'en', p.place)}, {p.state}"
        for p in state.people[:_MOST]
    ]
    return shown(event, *found) if found else refused(event, f"nobody fits {event.order.text!r}")


def list_(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """Who waits, which pairs are quiet, which tickets are open."""
    lines = [
        *(named(p) for p in state.people[:_MOST]),
        *(pair(c) for c in state.couples[:_MOST]),
        *(f"Q-{t.id} {t.kind}: {t.words}" for t in state.tickets[:_MOST]),
    ]
    return shown(event, *(lines or ["nobody and nothing"]))


def _of_a_person(p: Person) -> str:
    card = "; ".join(f"{label}: {value}" for label, value in card_lines(p))
    kept = f" Tags: {', '.join(p.tags)}." if p.tags else ""
    kept += f" Notes: {p.note}" if p.note else ""
    return f"{named(p)} <{p.address}>, {p.state}: {card}.{kept}"


def stats(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """A round in figures."""
    if state.round is None:
        return refused(event, "no round runs; stats 2027A shows an older one")
    counts = (f"{what}: {count}" for what, count in state.numbers.items() if isinstance(count, int))
    return shown(event, state.round.name, *counts, *results(state))


def history(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """What was done last, by whom."""
    return shown(event, *(f"{a.at:%d %b %H:%M} {a.actor}: {a.words}" for a in state.acts[-_MOST:]))
