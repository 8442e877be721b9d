"""A spreadsheet of people, row by row: who is invited, who is with us already, who cannot be asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from ilnmail.app.inside import Inside
from ilnmail.app.sheet import Sheet
from ilnmail.database import reading, writing
from ilnmail.decide.inviting import invited
from ilnmail.decide.state import State
from ilnmail.forgetting import is_barred
from ilnmail.load import rows
from ilnmail.load.state import plain_state
from ilnmail.matching import Applicant
from ilnmail.model import Person
from ilnmail.record import record
from ilnmail.tokens import Secret


class Invitation(NamedTuple):
    """What becomes of one row."""

    id: int  # in the sheet
    name: str
    address: str
    outcome: str  # "invited", or why not


def import_people(
    engine: Engine, inside: Inside, sheet: Sheet, at: datetime, go: bool
) -> Iterator[Invitation]:
    """Each row in a transaction of its own, so that a second run goes on where the first one ended; without `go`
    nothing is kept. An address that is known, twice in the sheet or missing gets no letter."""
    seen: set[str] = set()
    for one in sheet.people:
        address = sheet.addresses.get(one.id, "").lower()
        why_not = "no address" if not address else "twice in the sheet" if address in seen else ""
        seen.add(address)
        with reading(engine) as db:
            why_not = why_not or _known(db, address, inside.press.house.secret)
        if go and not why_not:
            with writing(engine) as db:
                person = _person(one, sheet, address, rows.ids(db).person)
                record(db, invited(_state(db, inside), person, at), at, inside.press)
        yield Invitation(one.id, sheet.names[one.id], address, why_not or "invited")


def _state(db: Connection, inside: Inside) -> State:
    return replace(plain_state(db, inside.fixed), ids=rows.ids(db))


def _known(db: Connection, address: str, secret: Secret) -> str:
    if is_barred(db, address, secret):
        return "asked us to forget this address; only a mail of their own brings them back"
    found = rows.person_at(db, address)
    return f"known already, P-{found.id}, {found.state}" if found else ""


def _person(one: Applicant, sheet: Sheet, address: str, id: int) -> Person:
    return Person(
        id=id,
        address=address,
        name=sheet.names[one.id],
        country=one.country,
        city=sheet.cities.get(one.id, ""),
        zone=one.zone,
        languages=one.languages,
        interests=one.interests,
        work=one.work,
        trio=one.trio,
    )
