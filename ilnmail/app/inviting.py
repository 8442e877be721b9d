"""A spreadsheet of people at the keyboard, row by row; by mail `decide.coordinator.importing` does the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine

from ilnmail.app.inside import Inside
from ilnmail.database import reading, writing
from ilnmail.decide.inviting import INVITED, Invitation, invitations, invited, person_of
from ilnmail.decide.sheet import Sheet
from ilnmail.decide.state import State
from ilnmail.load import rows
from ilnmail.load.importing import known_addresses
from ilnmail.load.state import plain_state
from ilnmail.record import record


def import_people(
    engine: Engine, inside: Inside, sheet: Sheet, at: datetime, go: bool
) -> Iterator[Invitation]:
    """Each row in a transaction of its own, so that a second run goes on where the first one ended; without `go`
    nothing is kept. An address that is known, twice in the sheet or missing gets no letter."""
    with reading(engine) as db:
        known = known_addresses(db, sheet.addresses.values(), inside.fixed.secret)
    for one, row in invitations(sheet, known):
        if go and row.outcome == INVITED:
            with writing(engine) as db:
                person = person_of(one, sheet, rows.ids(db).person)
                record(db, invited(_state(db, inside), person, at), at, inside.press)
        yield row


def _state(db: Connection, inside: Inside) -> State:
    return replace(plain_state(db, inside.fixed), ids=rows.ids(db))
