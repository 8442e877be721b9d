"""The look-ups everything else in this room is made of; each goes by an index."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, select

from ilnmail import tables
from ilnmail.decide.state import Ids
from ilnmail.model import (
    Address,
    Ask,
    AskState,
    MailedTopic,
    Person,
    PersonState,
    Place,
    Round,
    RoundState,
    Ticket,
)
from ilnmail.prepared import Prepared, fact_maker, given, maker, prepared_facts

F = TypeVar("F")


def facts(db: Connection, kind: type[F], *where: ColumnElement[bool], order: Any = None) -> tuple[F, ...]:
    """All facts of a kind that fit."""
    query = select(tables.TABLE_OF[kind]).where(*where)
    if order is not None:
        query = query.order_by(*(order if isinstance(order, tuple) else (order,)))
    return tuple(fact(kind, row) for row in db.execute(query))


_MAKERS: dict[type, Callable[..., Any]] = {kind: fact_maker(kind) for kind in tables.TABLE_OF}


def fact(kind: type[F], row: Iterable[Any]) -> F:
    """A row of the table of facts of that kind, as the fact."""
    made: F = _MAKERS[kind](*row)
    return made


def one(db: Connection, kind: type[F], *where: ColumnElement[bool]) -> F | None:
    """The fact of a kind that fits, if there is one."""
    row = db.execute(select(tables.TABLE_OF[kind]).where(*where).limit(1)).first()
    return fact(kind, row) if row else None


_people, _addresses = tables.people.c, tables.addresses.c
PERSON = prepared_facts(select(tables.people).where(_people.id == given("id")), Person)
PERSON_AT = prepared_facts(
    select(tables.people)
    .join(tables.addresses, _addresses.person == _people.id)
    .where(_addresses.address == given("address")),
    Person,
)


def person(db: Connection, id: int | None) -> Person | None:
    return None if id is None else PERSON.first(db, id=id)


def person_at(db: Connection, address: str) -> Person | None:
    """Whose address this is; one address is one person."""
    return PERSON_AT.first(db, address=address.lower())


SUSPENDED = select(_addresses.person).where(_addresses.suspended_at.is_not(None))
"""Whose address does not take our mail."""

ADDRESSES = prepared_facts(select(tables.addresses).where(_addresses.person == given("person")), Address)


COORDINATORS = prepared_facts(
    select(tables.people).where(_people.coordinator, _people.state != PersonState.LEFT).order_by(_people.id),
    Person,
)


_NUMBERED = {
    "person": tables.people,
    "round": tables.rounds,
    "pairing": tables.pairings,
    "ask": tables.asks,
    "ticket": tables.tickets,
    "act": tables.acts,
}
NEXT_IDS = Prepared(
    select(
        *(
            (func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0) + 1).label(kind)
            for kind, table in _NUMBERED.items()
        )
    ),
    maker(Ids, tuple(_NUMBERED)),
)


def ids(db: Connection) -> Ids:
    """The next free id of each kind of fact that is shown by its id."""
    return NEXT_IDS.one(db)


_asks = tables.asks.c
ASK = prepared_facts(select(tables.asks).where(_asks.id == given("id")), Ask)
_OPEN_ASKS = prepared_facts(
    select(tables.asks).where(_asks.person == given("person"), _asks.state == AskState.OPEN), Ask
)


def ask(db: Connection, id: int | None) -> Ask | None:
    return None if id is None else ASK.first(db, id=id)


def open_asks(db: Connection, person: int | None) -> tuple[Ask, ...]:
    """What somebody has been asked and may still answer."""
    return _OPEN_ASKS.all(db, person=person)


_tickets = tables.tickets.c
OPEN_TICKETS = prepared_facts(
    select(tables.tickets).where(_tickets.closed_at.is_(None), _tickets.person == given("person")), Ticket
)


ROUNDS = prepared_facts(
    select(tables.rounds).where(tables.rounds.c.state != RoundState.ENDED).order_by(tables.rounds.c.starts),
    Round,
)


_ROUND = prepared_facts(select(tables.rounds).where(tables.rounds.c.id == given("id")), Round)


def round_(db: Connection, id: int | None) -> Round | None:
    return None if id is None else _ROUND.first(db, id=id)


def mailed_topics(db: Connection) -> tuple[MailedTopic, ...]:
    """Topics that coordinators have mailed, of all rounds; a handful a year."""
    table = tables.mailed_topics.c
    return facts(db, MailedTopic, order=(table.round, table.number, table.locale))


_places = tables.places.c
PLACE = prepared_facts(
    select(tables.places).where(_places.round == given("round"), _places.person == given("person")), Place
)
