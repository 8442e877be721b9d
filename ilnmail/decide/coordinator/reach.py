"""How many people an order touches: over a hundred it is shown first, whatever else is proven."""

from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.model import Place

MANY = 100
"""A mistake that reaches more people than that cannot be explained to each of them."""

_TAKES_BACK = frozenset({"undo"})
"""Orders that are in a hurry and make things smaller."""


def reached(state: State, effects: tuple[Effect, ...]) -> int:
    """The people whose card, place, pairing or letter box these effects change; the coordinators do not count."""
    pairings = {c.pairing.id: {p.id for p in c.people} for c in state.couples}
    found: set[int] = set()
    for effect in effects:
        match effect:
            case Change(table="people", key=(int(id),)):
                found.add(id)
            case Change(table="places" | "members", key=(_, int(id))):
                found.add(id)
            case Change(table="pairings", key=(int(id),)):
                found |= pairings.get(id, set())
            case Keep(fact=Place(person=id)):
                found.add(id)
            case Send(person=int(id)):
                found.add(id)
    return len(found - {c.id for c in state.coordinators})


def too_many(verb: str, count: int) -> bool:
    """Whether so many want to be seen before anything happens to them."""
    return count > MANY and verb not in _TAKES_BACK
