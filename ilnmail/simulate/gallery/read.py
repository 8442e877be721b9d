"""The played round as the database holds it, read into a Record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from babel import Locale
from sqlalchemy import Connection, Row

from ilnmail import tables
from ilnmail.simulate.gallery.doors import doors, five_mails
from ilnmail.simulate.gallery.mails import Sources, read_mails, rows
from ilnmail.simulate.gallery.record import Record, ShownMail, ShownPairing, ShownPerson

_ENGLISH = Locale("en")


def read_record(db: Connection, sources: Sources) -> Record:
    """Everything that was written and sent, in order of time."""
    people = tuple(_person(row, sources.habits) for row in rows(db, tables.people))
    mails = read_mails(db, sources)
    members = _members(db)
    pairings = tuple(_pairing(row, members, mails) for row in rows(db, tables.pairings))
    one = next(iter(rows(db, tables.rounds)))
    shown = tuple(pairing for pairing in pairings if pairing.state in ("running", "ended"))
    took_part = [person.id for person in people if not person.coordinator]
    return Record(
        programme=sources.us.name,
        address=sources.us.address,
        round=one.name,
        began=mails[0].at.date(),
        starts=one.starts,
        ends=one.ends,
        people=people,
        pairings=shown,
        mails=mails,
        five=five_mails(mails, took_part[0]) if took_part else (),
        doors=tuple(doors(mails, people, shown)),
        decisions=_decisions(db, people),
        phases=_phases(mails[0].at, one),
    )


def _phases(began: datetime, one: Row[Any]) -> tuple[tuple[str, Any], ...]:
    closes, matched = one.starts - timedelta(days=13), one.starts - timedelta(days=7)
    return (
        ("people write to join", began.date()),
        ("places", closes),
        ("pairs", matched),
        ("seventeen weeks of letters", one.starts),
        ("goodbye", one.ends),
    )


def _person(row: Row[Any], habits: Mapping[str, str]) -> ShownPerson:
    return ShownPerson(
        id=row.id,
        name=row.name or row.address,
        country=_ENGLISH.territories.get(row.country, row.place) or "",
        city=row.city,
        work=row.work,
        languages=tuple(_ENGLISH.languages.get(code, code) for code in row.languages),
        interests=row.interests,
        state=str(row.state),
        habits=habits.get(row.address, ""),
        coordinator=row.coordinator,
    )


def _members(db: Connection) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for row in rows(db, tables.members):
        found[row.pairing] = (*found[row.pairing], row.person)
    return found


def _pairing(
    row: Row[Any], members: Mapping[int, tuple[int, ...]], mails: Iterable[ShownMail]
) -> ShownPairing:
    passed = ("relay", "partner-answer")
    return ShownPairing(
        id=row.id,
        people=members.get(row.id, ()),
        state=str(row.state),
        reasons=row.reasons,
        interests=row.interests,
        language=_ENGLISH.languages.get(row.language, row.language) or "",
        letters=sum(mail.pairing == row.id and mail.kind in passed for mail in mails),
        ended_because=row.ended_because,
    )


def _decisions(db: Connection, people: Iterable[ShownPerson]) -> int:
    """Lines of coordinators' mails that were acted on."""
    addresses = {row.address for row in rows(db, tables.people) if row.coordinator}
    return sum(row.actor in addresses for row in rows(db, tables.acts))
