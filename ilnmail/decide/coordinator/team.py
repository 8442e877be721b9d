"""The coordinators themselves: list, add, remove. Only the lead changes who they are."""

import re

from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.saying import done, named, refused, shown
from ilnmail.decide.sending import plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import Address, Person, PersonState

ADDRESS = re.compile(r"<?([^\s<>,;]+@[^\s<>,;]+\.[^\s<>,;]+)>?")


def coordinator(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """coordinator list | coordinator add Ana <ana@example.org> | coordinator remove Ana"""
    word, _, rest = event.order.text.partition(" ")
    if word.casefold() not in ("add", "remove"):
        lines = (
            f"{named(c)} <{c.address}>{', lead' if n == 0 else ''}" for n, c in enumerate(state.coordinators)
        )
        return shown(event, *lines)
    lead = state.coordinators[0] if state.coordinators else None
    if event.person is not None and lead and event.person != lead.id:
        return refused(event, f"only the lead does this; ask {lead.name}")
    return _add(state, event, rest) if word.casefold() == "add" else _remove(state, event, rest)


def _add(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    found = ADDRESS.search(rest)
    if found is None:
        return refused(event, "whom? coordinator add Ana Lima <ana@example.org>")
    known = state.people[0] if state.people else None
    new = known or Person(
        id=state.ids.person,
        address=found[1].lower(),
        name=rest[: found.start()].strip(" ,<") or found[1].partition("@")[0].title(),
        zone=state.programme.zone,
        state=PersonState.ACTIVE,
        coordinator=True,
        applied_at=event.at,
        confirmed_at=event.at,
    )
    if known and known.coordinator:
        return refused(event, f"{named(known)} is a coordinator already")
    kept: tuple[Effect, ...] = (
        change(known, coordinator=True)
        if known
        else (Keep(new), Keep(Address(address=new.address, person=new.id, verified_at=event.at)))
    )
    by = next((c.name for c in state.coordinators if c.id == event.person), "")
    others = tuple(c.name for c in state.coordinators)
    welcome = plain_letter("welcome-coordinator", event.cause, new, others=others, by_whom=by)
    return done(state, event, f"{named(new)} coordinates from now on", *kept, welcome)


def _remove(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    wanted = rest.strip(" <>").casefold()
    gone = next(
        (c for c in state.coordinators if wanted and wanted in f"{c.name} {c.address}".casefold()), None
    )
    if gone is None:
        return refused(event, "whom? coordinator list shows them")
    if len(state.coordinators) == 1:
        return refused(event, "the last coordinator cannot be removed; add another one first")
    return done(state, event, f"{named(gone)} no longer coordinates", *change(gone, coordinator=False))
