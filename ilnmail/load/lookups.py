"""What coordinators look up: people by their words, who waits, who is quiet, what was done."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, Text, and_, or_, select, true, type_coerce

from ilnmail import tables
from ilnmail.decide.coordinator.broadcast import wanted
from ilnmail.decide.coordinator.groups import Group
from ilnmail.decide.coordinator.quiet import country_asked
from ilnmail.decide.state import State
from ilnmail.events import OrderGiven
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.programme import open_tickets, quiet_couples
from ilnmail.model import Act, Answer, Avoid, Pairing, Person, PersonState, Place

_MOST_ACTS = 40
_TAGS = type_coerce(tables.people.c.tags, Text)  # as it is kept: a list in JSON
_WITH_US = (PersonState.ACTIVE, PersonState.PAUSED)


def find(db: Connection, event: OrderGiven, known: State) -> State:
    """Everybody in whom every word occurs."""
    people = tables.people.c
    words = [
        or_(
            *(
                column.ilike(f"%{word}%")
                for column in (people.name, people.address, people.city, people.place, _TAGS)
            ),
            people.country == word.upper(),
        )
        for word in event.order.text.split()
    ]
    found = rows.facts(db, Person, and_(*words), order=people.id) if words else ()
    return replace(known, people=found)


def list_(db: Connection, event: OrderGiven, known: State) -> State:
    """waiting | quiet | country BR | paused | tickets"""
    people, text = tables.people.c, event.order.text.casefold()
    if "wait" in text:
        waiting = select(tables.places.c.person).where(tables.places.c.state == "waiting")
        return replace(known, people=rows.facts(db, Person, people.id.in_(waiting), order=people.id))
    if code := country_asked(text):
        here = (people.country == code, people.state.in_(_WITH_US))
        return replace(known, people=rows.facts(db, Person, *here, order=people.id))
    if "pause" in text:
        return replace(
            known, people=rows.facts(db, Person, people.state == PersonState.PAUSED, order=people.id)
        )
    if "ticket" in text or not text:
        return replace(known, tickets=open_tickets(db))
    return replace(known, couples=quiet_couples(db))


def quiet(db: Connection, event: OrderGiven, known: State) -> State:
    """The silent pairs, or everybody in a country."""
    code = country_asked(event.order.text)
    if not code:
        return replace(known, couples=quiet_couples(db))
    people = tables.people.c
    here = rows.facts(db, Person, people.country == code, people.state.in_(_WITH_US), order=people.id)
    return replace(known, people=here)


def history(db: Connection, event: OrderGiven, known: State) -> State:
    """The last acts, or those in whose words the ids occur."""
    acts = tables.acts.c
    which = tuple(acts.words.like(f"%{id}%") for id in event.order.ids)
    query = select(tables.acts).where(*which).order_by(acts.id.desc()).limit(_MOST_ACTS)
    found = tuple(rows.fact(Act, row) for row in db.execute(query))
    return replace(known, acts=tuple(reversed(found)))


def broadcast(db: Connection, event: OrderGiven, known: State) -> State:
    """Everybody who takes part, or those of a round, a country, a language, a tag."""
    asked = wanted(event.order.text)
    if asked is None:
        return known
    return replace(known, people=of_group(db, asked.group, (PersonState.ACTIVE,)))


def of_group(db: Connection, group: Group, states: tuple[PersonState, ...] = _WITH_US) -> tuple[Person, ...]:
    """Who is in it, in one of these states."""
    people = tables.people.c
    members, pairings, rounds = tables.members.c, tables.pairings.c, tables.rounds.c
    named = (rounds.name == group.which,) if group.which else ()
    in_round = (
        select(members.person)
        .join(tables.pairings, pairings.id == members.pairing)
        .join(tables.rounds, rounds.id == pairings.round)
        .where(members.current, rounds.state != "ended", *named)
    )
    which = {
        "round": people.id.in_(in_round),
        "country": people.country == group.which.upper(),
        "language": people.locale == group.which.casefold(),
        "tag": _TAGS.ilike(f'%"{group.which}"%'),
    }.get(group.kind, true())
    return rows.facts(db, Person, people.state.in_(states), which, order=people.id)


def sheets(db: Connection, event: OrderGiven, known: State) -> State:
    """Everybody and everything that is open; for a spreadsheet."""
    pairings = rows.facts(db, Pairing, order=tables.pairings.c.id)
    return replace(
        known,
        people=rows.facts(db, Person, order=tables.people.c.id),
        couples=read_couples(db, pairings),
        answers=rows.facts(db, Answer, order=tables.answers.c.at),
        places=rows.facts(db, Place, order=tables.places.c.since),
        tickets=open_tickets(db),
        numbers={**known.numbers, "kept apart": tuple((a.person, a.other) for a in rows.facts(db, Avoid))},
    )


LOOKUPS: Mapping[str, Callable[[Connection, OrderGiven, State], State]] = {
    "find": find,
    "list": list_,
    "quiet": quiet,
    "history": history,
    "sheet": sheets,
    "export": sheets,
    "broadcast": broadcast,
}
