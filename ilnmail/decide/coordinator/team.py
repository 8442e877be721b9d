"""The coordinators themselves: list, add, remove. Only the lead changes who they are."""

import re
from dataclasses import replace

from ilnmail.decide.cards import country_name
from ilnmail.decide.changing import change
from ilnmail.decide.coordinator.groups import group_of
from ilnmail.decide.coordinator.saying import done, named, refused, shown
from ilnmail.decide.sending import plain_letter
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import OrderGiven
from ilnmail.model import Address, Person, PersonState

ADDRESS = re.compile(r"<?([^\s<>,;]+@[^\s<>,;]+\.[^\s<>,;]+)>?")


def coordinator(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """coordinator list | add Ana <ana@example.org> | add Ben <ben@example.org> country KE | remove Ana"""
    word, _, rest = event.order.text.partition(" ")
    if word.casefold() not in ("add", "remove"):
        lines = (
            f"{named(c)} <{c.address}>{', lead' if n == 0 else ''}" for n, c in enumerate(state.coordinators)
        )
        return shown(event, *lines, *_ambassadors(state))
    lead = state.coordinators[0] if state.coordinators else None
    if event.person is not None and lead and event.person != lead.id:
        return refused(event, f"only the lead does this; ask {lead.name}")
    return _add(state, event, rest) if word.casefold() == "add" else _remove(state, event, rest)


def _add(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    found = ADDRESS.search(rest)
    if found is None:
        return refused(event, "whom? coordinator add Ana Lima <ana@example.org>")
    of = group_of(rest[found.end() :].strip(" ,"))
    if of is not None and of.kind == "country":
        return _ambassador(state, event, _new(state, event, rest, found), of.which)
    if rest[found.end() :].strip(" ,.>"):
        return refused(
            event,
            f"what is {rest[found.end() :].strip()!r}? coordinator add Ana Lima <ana@example.org> country KE",
        )
    known = state.people[0] if state.people else None
    new = _new(state, event, rest, found)
    if known and known.coordinator:
        return refused(event, f"{named(known)} is a coordinator already")
    new = replace(new, coordinator=True)
    kept: tuple[Effect, ...] = change(known, coordinator=True) if known else _kept(event, new)
    by = next((c.name for c in state.coordinators if c.id == event.person), "")
    others = tuple(c.name for c in state.coordinators)
    welcome = plain_letter("welcome-coordinator", event.cause, new, others=others, by_whom=by)
    return done(state, event, f"{named(new)} coordinates from now on", *kept, welcome)


def _new(state: State, event: OrderGiven, rest: str, found: re.Match[str]) -> Person:
    """Whoever has the address already, or somebody new."""
    return (
        state.people[0]
        if state.people
        else Person(
            id=state.ids.person,
            address=found[1].lower(),
            name=rest[: found.start()].strip(" ,<") or found[1].partition("@")[0].title(),
            zone=state.programme.zone,
            state=PersonState.ACTIVE,
            applied_at=event.at,
            confirmed_at=event.at,
        )
    )


def _kept(event: OrderGiven, new: Person) -> tuple[Effect, ...]:
    return (Keep(new), Keep(Address(address=new.address, person=new.id, verified_at=event.at)))


def _ambassador(state: State, event: OrderGiven, one: Person, code: str) -> tuple[Effect, ...]:
    """Gets one country's numbers once a month, and may do nothing that others may not."""
    if one.ambassador == code:
        return refused(event, f"{named(one)} is the ambassador for {country_name(code)} already")
    now = replace(one, ambassador=code)
    kept: tuple[Effect, ...] = change(one, ambassador=code) if state.people else _kept(event, now)
    words = f"{named(one)} is the ambassador for {country_name(code)}; the numbers come on the first Monday of a month"
    return done(state, event, words, *kept)


def _ambassadors(state: State) -> tuple[str, ...]:
    return tuple(
        f"{named(p)} <{p.address}>, ambassador for {country_name(p.ambassador)}"
        for p in state.people
        if p.ambassador
    )


def _remove(state: State, event: OrderGiven, rest: str) -> tuple[Effect, ...]:
    wanted = rest.strip(" <>").casefold()
    gone = next(
        (c for c in state.coordinators if wanted and wanted in f"{c.name} {c.address}".casefold()), None
    )
    if gone is None:
        return _no_ambassador(state, event, wanted)
    if len(state.coordinators) == 1:
        return refused(event, "the last coordinator cannot be removed; add another one first")
    return done(state, event, f"{named(gone)} no longer coordinates", *change(gone, coordinator=False))


def _no_ambassador(state: State, event: OrderGiven, wanted: str) -> tuple[Effect, ...]:
    found = [
        p for p in state.people if p.ambassador and wanted and wanted in f"{p.name} {p.address}".casefold()
    ]
    if len(found) != 1:
        return refused(event, "whom? coordinator list shows them")
    words = f"{named(found[0])} is no longer the ambassador for {country_name(found[0].ambassador)}"
    return done(state, event, words, *change(found[0], ambassador=""))
