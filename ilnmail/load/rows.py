"""The look-ups everything else in this room is made of; each goes by an index."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, select

from ilnmail import tables
from ilnmail.decide.state import Couple, Ids
from ilnmail.load.letters import LETTERS, as_letter
from ilnmail.model import (
    Address,
    Ask,
    AskState,
    Letter,
    MailedTopic,
    Member,
    Pairing,
    PairingState,
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
_PERSON = prepared_facts(select(tables.people).where(_people.id == given("id")), Person)
_PERSON_AT = prepared_facts(
    select(tables.people)
    .join(tables.addresses, _addresses.person == _people.id)
    .where(_addresses.address == given("address")),
    Person,
)


def person(db: Connection, id: int | None) -> Person | None:
    return None if id is None else _PERSON.first(db, id=id)


def person_at(db: Connection, address: str) -> Person | None:
    """Whose address this is; one address is one person."""
    return _PERSON_AT.first(db, address=address.lower())


SUSPENDED = select(_addresses.person).where(_addresses.suspended_at.is_not(None))
"""Whose address does not take our mail."""

_ADDRESSES = prepared_facts(select(tables.addresses).where(_addresses.person == given("person")), Address)


def addresses(db: Connection, person: int) -> tuple[Address, ...]:
    """Those somebody is known by."""
    return _ADDRESSES.all(db, person=person)


_COORDINATORS = prepared_facts(
    select(tables.people).where(_people.coordinator, _people.state != PersonState.LEFT).order_by(_people.id),
    Person,
)


def coordinators(db: Connection) -> tuple[Person, ...]:
    """Whoever runs the programme, in the order of their ids."""
    return _COORDINATORS.all(db)


_NUMBERED = {
    "person": tables.people,
    "round": tables.rounds,
    "pairing": tables.pairings,
    "ask": tables.asks,
    "ticket": tables.tickets,
    "act": tables.acts,
}
_NEXT = Prepared(
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
    return _NEXT.one(db)


_asks = tables.asks.c
_ASK = prepared_facts(select(tables.asks).where(_asks.id == given("id")), Ask)
_OPEN_ASKS = prepared_facts(
    select(tables.asks).where(_asks.person == given("person"), _asks.state == AskState.OPEN), Ask
)


def ask(db: Connection, id: int | None) -> Ask | None:
    return None if id is None else _ASK.first(db, id=id)


def open_asks(db: Connection, person: int | None) -> tuple[Ask, ...]:
    """What somebody has been asked and may still answer."""
    return _OPEN_ASKS.all(db, person=person)


_tickets = tables.tickets.c
_OPEN_TICKETS = prepared_facts(
    select(tables.tickets).where(_tickets.closed_at.is_(None), _tickets.person == given("person")), Ticket
)


def open_tickets(db: Connection, person: int) -> tuple[Ticket, ...]:
    """What waits for a coordinator because of somebody."""
    return _OPEN_TICKETS.all(db, person=person)


_out = tables.outbox.c
_INTRODUCTIONS = 3  # the newest of a pairing, one for each seat
_members, _pairings, _contacts = tables.members.c, tables.pairings.c, tables.contacts.c
_member_of, _person_of, _SEAT = fact_maker(Member), fact_maker(Person), len(_members)
_SEATS = Prepared(
    lambda words: (
        select(tables.members, tables.people)
        .join(tables.people, _people.id == _members.person)
        .where(words.among(_members.pairing, "pairings"))
        .order_by(_members.person)
    ),
    lambda *row: (_member_of(*row[:_SEAT]), _person_of(*row[_SEAT:])),
)


def couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Pairings with their people, in the order given; one statement, however many there are."""
    wanted = tuple(pairings)
    of_pairing: dict[int, list[tuple[Member, Person]]] = {one.id: [] for one in wanted}
    for seat, who in _SEATS.all(db, pairings=tuple(of_pairing)) if wanted else ():
        of_pairing[seat.pairing].append((seat, who))
    return tuple(_couple(pairing, of_pairing[pairing.id]) for pairing in wanted)


def _couple(pairing: Pairing, seats: list[tuple[Member, Person]]) -> Couple:
    """Whoever has left a trio is none of the two who go on."""
    running = pairing.state is PairingState.RUNNING
    there = [(seat, who) for seat, who in seats if seat.current or not running]
    return Couple(
        pairing=pairing, members=tuple(seat for seat, _ in there), people=tuple(who for _, who in there)
    )


_INTRODUCED = Prepared(
    lambda words: LETTERS.where(words.among(_out.pairing, "pairings"), _out.kind == "introduction"), as_letter
)
_WROTE: Prepared[Any] = Prepared(
    lambda words: (
        select(_contacts.pairing, _contacts.person, _contacts.at)
        .where(words.among(_contacts.pairing, "pairings"))
        .order_by(_contacts.at)
    )
)


def whole_couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Besides: their introductions and who wrote when; two statements more, however many there are."""
    made = couples(db, pairings)
    ids = tuple(one.pairing.id for one in made)
    introduced: dict[int, list[Letter]] = {id: [] for id in ids}
    wrote: dict[int, list[tuple[int, datetime]]] = {id: [] for id in ids}
    for letter in _INTRODUCED.all(db, pairings=ids) if ids else ():
        introduced[letter.pairing or 0].append(letter)
    for row in _WROTE.all(db, pairings=ids) if ids else ():
        wrote[row.pairing].append((row.person, row.at))
    return tuple(
        replace(
            one,
            introductions=tuple(introduced[one.pairing.id][:_INTRODUCTIONS]),
            contacts=tuple(wrote[one.pairing.id]),
        )
        for one in made
    )


_PAIRING = prepared_facts(select(tables.pairings).where(_pairings.id == given("id")), Pairing)


def couple(db: Connection, pairing: int | None) -> Couple | None:
    """One pairing with its people, their introductions and who wrote when."""
    found = None if pairing is None else _PAIRING.first(db, id=pairing)
    return whole_couples(db, (found,))[0] if found else None


_CURRENT: Prepared[Any] = Prepared(
    select(_pairings.id)
    .join(tables.members, _members.pairing == _pairings.id)
    .where(_members.person == given("person"), _members.current)
    .where(_pairings.state.in_(("approved", "running")))
    .order_by(_pairings.id.desc())
    .limit(1)
)


def current_pairing(db: Connection, person_id: int | None) -> int | None:
    """The id of the pairing a person is in now, the newest if there are two."""
    found = None if person_id is None else _CURRENT.first(db, person=person_id)
    return found.id if found else None


_OTHERS: Prepared[Any] = Prepared(
    select(_people.name)
    .join(tables.members, _members.person == _people.id)
    .where(_members.pairing == given("pairing"), _members.person != given("person"))
    .order_by(_people.id)
)


def partner_names(db: Connection, person_id: int | None) -> tuple[str, ...]:
    """Who else is in the pairing of that person; nobody where there is none."""
    pairing = current_pairing(db, person_id)
    if pairing is None:
        return ()
    return tuple(row.name for row in _OTHERS.all(db, pairing=pairing, person=person_id))


def current_couple(db: Connection, person_id: int | None) -> Couple | None:
    """That pairing, with its people."""
    return couple(db, current_pairing(db, person_id))


_ROUNDS = prepared_facts(
    select(tables.rounds).where(tables.rounds.c.state != RoundState.ENDED).order_by(tables.rounds.c.starts),
    Round,
)


def rounds(db: Connection) -> tuple[Round, ...]:
    """Those not ended, the oldest first."""
    return _ROUNDS.all(db)


_ROUND = prepared_facts(select(tables.rounds).where(tables.rounds.c.id == given("id")), Round)


def round_(db: Connection, id: int | None) -> Round | None:
    return None if id is None else _ROUND.first(db, id=id)


def mailed_topics(db: Connection) -> tuple[MailedTopic, ...]:
    """Topics that coordinators have mailed, of all rounds; a handful a year."""
    table = tables.mailed_topics.c
    return facts(db, MailedTopic, order=(table.round, table.number, table.locale))


_places = tables.places.c
_PLACE = prepared_facts(
    select(tables.places).where(_places.round == given("round"), _places.person == given("person")), Place
)


def place(db: Connection, round_id: int | None, person_id: int | None) -> Place | None:
    if round_id is None or person_id is None:
        return None
    return _PLACE.first(db, round=round_id, person=person_id)
