"""Everything we hold about one person, for EXPORT: their rows of every table, and their mail as it came."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.load.couples import read_couple
from ilnmail.model import Act, Address, Answer, Ask, Avoid, Consent, Contact, Member, Person, Rating, Ticket

_MOST_OCTETS = 200_000  # of one mail; who wants a longer one asks a person

Held = Mapping[str, tuple[Mapping[str, object], ...]]

_OF_A_PERSON: Mapping[str, type] = {
    "addresses": Address,
    "consents": Consent,
    "contacts": Contact,
    "answers": Answer,
    "avoids": Avoid,
    "asks": Ask,
    "tickets": Ticket,
}
"""Facts with a person in them."""


def held(db: Connection, person: Person) -> Held:
    """By part, each row as (name, value); nothing about anybody else but the partners' names."""
    plain: dict[str, tuple[Any, ...]] = {
        part: rows.facts(db, kind, tables.TABLE_OF[kind].c.person == person.id)
        for part, kind in _OF_A_PERSON.items()
    }
    asked = tables.ratings.c.ask.in_([ask.id for ask in plain["asks"]])
    addresses = [one.address for one in plain["addresses"]]
    return {
        "card": (asdict(person),),
        **{part: tuple(asdict(fact) for fact in facts) for part, facts in plain.items()},
        "ratings": tuple(asdict(one) for one in rows.facts(db, Rating, asked)),
        "acts": _acts(db, addresses),
        "places": _places(db, person.id),
        "partners": _partners(db, person.id),
        "messages": _messages(db, person.id),
        "letters": _letters(db, person.id),
    }


def _acts(db: Connection, addresses: list[str]) -> tuple[Mapping[str, object], ...]:
    theirs = rows.facts(db, Act, tables.acts.c.actor.in_(addresses), order=tables.acts.c.at)
    return tuple({"at": one.at, "words": one.words, "rule": one.rule} for one in theirs)


def _places(db: Connection, person: int) -> tuple[Mapping[str, object], ...]:
    places, rounds = tables.places.c, tables.rounds.c
    query = select(rounds.name.label("round"), places.state, places.since).join(
        tables.rounds, rounds.id == places.round
    )
    return tuple(dict(row._mapping) for row in db.execute(query.where(places.person == person)))


def _partners(db: Connection, person: int) -> tuple[Mapping[str, object], ...]:
    seats = rows.facts(db, Member, tables.members.c.person == person, order=tables.members.c.pairing)
    couples = [couple for seat in seats if (couple := read_couple(db, seat.pairing))]
    return tuple(
        {
            "names": tuple(partner.name for partner in couple.partners_of(person)),
            "starts": couple.pairing.starts,
            "ends": couple.pairing.ends,
            "state": couple.pairing.state,
        }
        for couple in couples
        if couple.pairing.state in ("running", "ended")
    )


def _messages(db: Connection, person: int) -> tuple[Mapping[str, object], ...]:
    came = tables.messages.c
    query = select(came.received_at, came.outcome, came.raw).where(came.person == person)
    return tuple(
        {"received_at": row.received_at, "outcome": row.outcome, "as it came": _text(row)}
        for row in db.execute(query.order_by(came.id))
    )


def _text(row: Any) -> str:
    """A mail as text; empty where its bytes are not kept any longer."""
    raw = zlib.decompress(row.raw) if row.raw else b""
    more = f"\n[and {len(raw) - _MOST_OCTETS} octets more]" if len(raw) > _MOST_OCTETS else ""
    return raw[:_MOST_OCTETS].decode("utf-8", "replace") + more


def _letters(db: Connection, person: int) -> tuple[Mapping[str, object], ...]:
    out = tables.outbox.c
    query = select(out.created_at, out.kind, out.address, out.state).where(out.person == person)
    return tuple(dict(row._mapping) for row in db.execute(query.order_by(out.id)))
