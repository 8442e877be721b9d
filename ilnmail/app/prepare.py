"""Before the first turn: the coordinators of the settings become people; each role leaves a sign of life."""

from datetime import datetime

from sqlalchemy import Connection

from ilnmail.decide.sending import plain_letter
from ilnmail.effects import Change, Effect, Keep
from ilnmail.load import rows
from ilnmail.model import Address, Person, PersonState
from ilnmail.settings import Coordinator


def appointed(db: Connection, coordinators: tuple[Coordinator, ...], at: datetime) -> tuple[Effect, ...]:
    """Whoever the settings name and the database does not know as coordinator yet."""
    effects: tuple[Effect, ...] = ()
    new = rows.ids(db).person
    others = tuple(one.name for one in rows.COORDINATORS.all(db))
    for one in coordinators:
        known = rows.person_at(db, one.address)
        if known is None:
            person = Person(
                id=new,
                address=one.address.lower(),
                name=one.name,
                zone=one.timezone,
                state=PersonState.ACTIVE,
                coordinator=True,
                applied_at=at,
                confirmed_at=at,
            )
            effects += (Keep(person), Keep(Address(address=person.address, person=new, verified_at=at)))
            # The first ones set the programme up themselves; who joins them later gets a page to keep.
            effects += (
                (plain_letter("welcome-coordinator", "settings", person, others=others),) if others else ()
            )
            new += 1
        elif not known.coordinator:
            effects += (Change("people", (known.id,), "coordinator", False, True),)
    return effects
