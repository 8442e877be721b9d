"""Pairings with their people: who writes to whom, since when, and who has been heard from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, select

from ilnmail import tables
from ilnmail.decide.state import Couple
from ilnmail.load.letters import LETTERS, as_letter
from ilnmail.model import Letter, Member, Pairing, PairingState, Person
from ilnmail.prepared import Begun, Prepared, fact_maker, given, prepared_facts

_people, _out = tables.people.c, tables.outbox.c
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
_PAIRINGS = prepared_facts(
    lambda words: select(tables.pairings).where(words.among(_pairings.id, "pairings")), Pairing
)


def read_couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Pairings with their people, in the order given; one statement, however many there are."""
    wanted = tuple(pairings)
    ids = tuple(one.id for one in wanted)
    return _couples(wanted, _SEATS.all(db, pairings=ids) if ids else ())


def read_whole_couples(db: Connection, pairings: Iterable[Pairing]) -> tuple[Couple, ...]:
    """Besides: their introductions and who wrote when; three statements, however many there are."""
    wanted = tuple(pairings)
    return _Whole(db, tuple(one.id for one in wanted)).of(wanted) if wanted else ()


def read_couple(db: Connection, pairing: int | None) -> Couple | None:
    """One pairing with its people, their introductions and who wrote when."""
    if pairing is None:
        return None
    found, whole = _PAIRINGS.begin(db, pairings=(pairing,)), _Whole(db, (pairing,))
    return whole.of(found.all)[0] if found.all else None


class _Whole:
    """What is known about some pairings, asked together."""

    def __init__(self, db: Connection, ids: tuple[int, ...]) -> None:
        self._seats = _SEATS.begin(db, pairings=ids)
        self._introduced = _INTRODUCED.begin(db, pairings=ids)
        self._wrote = _WROTE.begin(db, pairings=ids)

    def of(self, pairings: tuple[Pairing, ...]) -> tuple[Couple, ...]:
        """The couples, in the order given."""
        introduced: dict[int, list[Letter]] = {one.id: [] for one in pairings}
        wrote: dict[int, list[tuple[int, datetime]]] = {one.id: [] for one in pairings}
        for letter in self._introduced.all:
            introduced[letter.pairing or 0].append(letter)
        for row in self._wrote.all:
            wrote[row.pairing].append((row.person, row.at))
        return tuple(
            replace(
                one,
                introductions=tuple(introduced[one.pairing.id][:_INTRODUCTIONS]),
                contacts=tuple(wrote[one.pairing.id]),
            )
            for one in _couples(pairings, self._seats.all)
        )


def _couples(pairings: tuple[Pairing, ...], seats: Iterable[tuple[Member, Person]]) -> tuple[Couple, ...]:
    of_pairing: dict[int, list[tuple[Member, Person]]] = {one.id: [] for one in pairings}
    for seat, who in seats:
        of_pairing[seat.pairing].append((seat, who))
    return tuple(_couple(one, of_pairing[one.id]) for one in pairings)


def _couple(pairing: Pairing, seats: list[tuple[Member, Person]]) -> Couple:
    """Whoever has left a trio is none of the two who go on."""
    running = pairing.state is PairingState.RUNNING
    there = [(seat, who) for seat, who in seats if seat.current or not running]
    return Couple(
        pairing=pairing, members=tuple(seat for seat, _ in there), people=tuple(who for _, who in there)
    )


def _now_of(person: Any) -> Any:
    """The id of the pairing a person is in now, the newest if there are two."""
    return (
        select(_pairings.id)
        .join(tables.members, _members.pairing == _pairings.id)
        .where(_members.person == person, _members.current)
        .where(_pairings.state.in_(("approved", "running")))
        .order_by(_pairings.id.desc())
        .limit(1)
    )


_NEWEST: Prepared[Any] = Prepared(_now_of(given("person", Integer())))
_WRITER = (
    select(tables.addresses.c.person).where(tables.addresses.c.address == given("address")).scalar_subquery()
)
_OTHERS: Prepared[Any] = Prepared(
    select(_people.name)
    .join(tables.members, _members.person == _people.id)
    .where(_members.pairing == _now_of(_WRITER).scalar_subquery(), _members.person != _WRITER)
    .order_by(_people.id)
)


def begin_current(db: Connection, person: int | None) -> Begun[Any]:
    """The id of the pairing a person is in now, the newest if there are two."""
    return _NEWEST.begin(db, person=person)


def current_couple(db: Connection, person: int | None) -> Couple | None:
    """That pairing, with its people."""
    current = begin_current(db, person).first
    return read_couple(db, current.id if current else None)


def begin_partners(db: Connection, address: str) -> Begun[Any]:
    """The names of whoever else is in the pairing that the person of that address is in now."""
    return _OTHERS.begin(db, address=address)
