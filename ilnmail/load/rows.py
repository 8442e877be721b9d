"""The look-ups everything else in this room is made of; each goes by an index."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from ilnmail import tables
from ilnmail.decide.state import Couple, Ids
from ilnmail.letters import UNASKED
from ilnmail.model import (
    Letter,
    MailedTopic,
    Member,
    Pairing,
    Person,
    PersonState,
    Place,
    Round,
    RoundState,
)

F = TypeVar("F")


def facts(db: Connection, kind: type[F], *where: ColumnElement[bool], order: Any = None) -> tuple[F, ...]:
    """All facts of a kind that fit."""
    query = select(tables.TABLE_OF[kind]).where(*where)
    if order is not None:
        query = query.order_by(*(order if isinstance(order, tuple) else (order,)))
    return tuple(tables.fact(kind, row) for row in db.execute(query))


def one(db: Connection, kind: type[F], *where: ColumnElement[bool]) -> F | None:
    """The fact of a kind that fits, if there is one."""
    row = db.execute(select(tables.TABLE_OF[kind]).where(*where).limit(1)).first()
    return tables.fact(kind, row) if row else None


# What every mail asks for is built once: to build a statement takes as long as to carry it out.
_PERSON = select(tables.people).where(tables.people.c.id == bindparam("id"))
_PERSON_AT = (
    select(tables.people)
    .join(tables.addresses, tables.addresses.c.person == tables.people.c.id)
    .where(tables.addresses.c.address == bindparam("address"))
)


def person(db: Connection, id: int | None) -> Person | None:
    row = None if id is None else db.execute(_PERSON, {"id": id}).first()
    return tables.fact(Person, row) if row else None


def person_at(db: Connection, address: str) -> Person | None:
    """Whose address this is; one address is one person."""
    row = db.execute(_PERSON_AT, {"address": address.lower()}).first()
    return tables.fact(Person, row) if row else None


_COORDINATORS = (
    select(tables.people)
    .where(tables.people.c.coordinator, tables.people.c.state != PersonState.LEFT)
    .order_by(tables.people.c.id)
)


def coordinators(db: Connection) -> tuple[Person, ...]:
    """Whoever runs the programme, in the order of their ids."""
    return tuple(tables.fact(Person, row) for row in db.execute(_COORDINATORS))


_KINDS = ("person", "round", "pairing", "ask", "ticket", "act")
_NUMBERED = (tables.people, tables.rounds, tables.pairings, tables.asks, tables.tickets, tables.acts)
_HIGHEST = select(*(select(func.coalesce(func.max(t.c.id), 0)).scalar_subquery() for t in _NUMBERED))


def ids(db: Connection) -> Ids:
    """The next free id of each kind of fact that is shown by its id."""
    return Ids(**{kind: top + 1 for kind, top in zip(_KINDS, db.execute(_HIGHEST).one(), strict=True)})


_LETTER = (
    *("key", "kind", "person", "address", "message_id", "state", "created_at", "done_at"),
    *("pairing", "round", "ask", "message"),
)


_LETTERS: Select[Any] = (
    select(*(tables.outbox.c[name] for name in _LETTER), tables.messages.c.message_id.label("carried_id"))
    .outerjoin(tables.messages, tables.messages.c.id == tables.outbox.c.message)
    .where(tables.outbox.c.cancelled_at.is_(None))
    .order_by(tables.outbox.c.id.desc())
)


def letters(db: Connection, *where: ColumnElement[bool], limit: int | None = 1) -> tuple[Letter, ...]:
    """Letters we sent or queued, the newest first, without their bytes."""
    return tuple(_letter(row) for row in db.execute(_LETTERS.where(*where).limit(limit)))


def last_letter(db: Connection, person: int | None) -> Letter | None:
    """The newest letter to somebody that was no answer to a mail of theirs, while its bytes are kept."""
    out = tables.outbox.c
    theirs = (out.person == person, out.kind.in_(UNASKED), out.emptied_at.is_(None), out.done_at.is_not(None))
    found = letters(db, *theirs)
    return found[0] if found else None


def _letter(row: Any) -> Letter:
    return Letter(**{**row._mapping, "carried_id": row.carried_id or ""})


_RECENT = (
    select(tables.outbox.c.created_at, tables.outbox.c.kind)
    .where(tables.outbox.c.person == bindparam("person"), tables.outbox.c.cancelled_at.is_(None))
    .order_by(tables.outbox.c.id.desc())
)


def recent(db: Connection, person: int, most: int = 5) -> tuple[tuple[date, str], ...]:
    """The last letters to a person, the oldest first: when each was made, and which kind it is."""
    found = db.execute(_RECENT.limit(most), {"person": person}).all()
    return tuple((row.created_at.date(), row.kind) for row in reversed(found))


_INTRODUCTIONS = 3  # the newest of a pairing, one for each seat


def couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Pairings with their people, in the order given; three statements, however many there are."""
    wanted = tuple(pairings)
    seats = facts(
        db,
        Member,
        tables.members.c.pairing.in_([p.id for p in wanted]),
        order=tables.members.c.person,
    )
    people = {p.id: p for p in facts(db, Person, tables.people.c.id.in_({seat.person for seat in seats}))}
    of_pairing: dict[int, list[Member]] = {}
    for seat in seats:
        of_pairing.setdefault(seat.pairing, []).append(seat)
    return tuple(
        Couple(
            pairing=pairing,
            members=(mine := tuple(of_pairing.get(pairing.id, ()))),
            people=tuple(people[seat.person] for seat in mine),
        )
        for pairing in wanted
    )


def whole_couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Besides: their introductions and who wrote when; two statements more, however many there are."""
    made = couples(db, pairings)
    ids = [one.pairing.id for one in made]
    introduced: dict[int, list[Letter]] = {}
    out, contacts = tables.outbox.c, tables.contacts.c
    for letter in letters(db, out.pairing.in_(ids), out.kind == "introduction", limit=None):
        introduced.setdefault(letter.pairing or 0, []).append(letter)
    wrote: dict[int, list[tuple[int, datetime]]] = {}
    for row in db.execute(
        select(contacts.pairing, contacts.person, contacts.at)
        .where(contacts.pairing.in_(ids))
        .order_by(contacts.at)
    ):
        wrote.setdefault(row.pairing, []).append((row.person, row.at))
    return tuple(
        replace(
            one,
            introductions=tuple(introduced.get(one.pairing.id, ())[:_INTRODUCTIONS]),
            contacts=tuple(wrote.get(one.pairing.id, ())),
        )
        for one in made
    )


def couple(db: Connection, pairing: int | None) -> Couple | None:
    """One pairing with its people, their introductions and who wrote when."""
    found = None if pairing is None else one(db, Pairing, tables.pairings.c.id == pairing)
    return whole_couples(db, (found,))[0] if found else None


def current_pairing(db: Connection, person_id: int | None) -> int | None:
    """The id of the pairing a person is in now, the newest if there are two."""
    return None if person_id is None else db.execute(_CURRENT, {"person": person_id}).scalar()


_CURRENT = (
    select(tables.pairings.c.id)
    .join(tables.members, tables.members.c.pairing == tables.pairings.c.id)
    .where(tables.members.c.person == bindparam("person"), tables.members.c.current)
    .where(tables.pairings.c.state.in_(("approved", "running")))
    .order_by(tables.pairings.c.id.desc())
    .limit(1)
)


def partner_names(db: Connection, person_id: int | None) -> tuple[str, ...]:
    """Who else is in the pairing of that person; nobody where there is none."""
    pairing = None if person_id is None else current_pairing(db, person_id)
    if pairing is None:
        return ()
    members, people = tables.members.c, tables.people.c
    others = (members.pairing == pairing, members.person != person_id)
    query = select(people.name).join(tables.members, members.person == people.id).where(*others)
    return tuple(db.execute(query.order_by(people.id)).scalars())


def current_couple(db: Connection, person_id: int | None) -> Couple | None:
    """That pairing, with its people."""
    return couple(db, current_pairing(db, person_id))


_ROUNDS = (
    select(tables.rounds).where(tables.rounds.c.state != RoundState.ENDED).order_by(tables.rounds.c.starts)
)


def rounds(db: Connection) -> tuple[Round, ...]:
    """Those not ended, the oldest first."""
    return tuple(tables.fact(Round, row) for row in db.execute(_ROUNDS))


def mailed_topics(db: Connection) -> tuple[MailedTopic, ...]:
    """Topics that coordinators have mailed, of all rounds; a handful a year."""
    table = tables.mailed_topics.c
    return facts(db, MailedTopic, order=(table.round, table.number, table.locale))


def place(db: Connection, round_id: int | None, person_id: int | None) -> Place | None:
    if round_id is None or person_id is None:
        return None
    return one(db, Place, tables.places.c.round == round_id, tables.places.c.person == person_id)
