"""The numbers of the digest, counted in the tables."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from ilnmail import model
from ilnmail.database import migrate, open_database, writing
from ilnmail.load.numbers import digest_state
from ilnmail.model import PairingState, Person, PersonState, Place, PlaceState, Round, RoundState
from ilnmail.tables import TABLE_OF
from tests.coordinators.desk import STATE

AT = datetime(2027, 3, 24, 9, tzinfo=UTC)
ROUND = Round(id=1, name="2027A", state=RoundState.OPEN, starts=date(2027, 3, 1), ends=date(2027, 6, 28))


def keep(db: Connection, *facts: object) -> None:
    for fact in facts:
        db.execute(TABLE_OF[type(fact)].insert().values(**vars(fact)))


def person(id: int, country: str = "KE", state: PersonState = PersonState.ACTIVE) -> Person:
    return Person(id=id, address=f"p{id}@example.org", name=f"P {id}", country=country, state=state)


def counted(url: str, one: Round, *facts: object) -> dict[str, object]:
    engine = open_database(url)
    migrate(engine)
    with writing(engine) as db:
        keep(db, one, *facts)
        found = digest_state(db, AT, replace(STATE, rounds=(one,)))
    engine.dispose()
    return {name: now[0] for name, now in found.numbers.items() if isinstance(now, tuple) and len(now) == 2}


def test_before_a_round_begins_who_has_joined_is_counted(database_url: str) -> None:
    applied, waiting, gone = PlaceState.APPLIED, PlaceState.WAITING, PlaceState.WITHDRAWN
    numbers = counted(
        database_url,
        ROUND,
        *(
            person(1),
            person(2, "NO"),
            person(3, "NO"),
            person(4, "PE"),
            person(5, state=PersonState.APPLYING),
        ),
        Place(round=1, person=1, since=AT, state=PlaceState.ADMITTED),
        *(
            Place(round=1, person=n, since=AT, state=state)
            for n, state in ((2, applied), (3, waiting), (4, gone))
        ),
    )
    assert numbers["have joined"] == 3
    assert numbers["countries"] == 2
    assert numbers["have not answered their card"] == 1
    assert numbers["have a place"] == 1
    assert numbers["waiting"] == 1


def test_of_pairings_that_have_ended_no_share_is_counted(database_url: str) -> None:
    """Else more than all of them would have begun to write."""
    pairings = [
        model.Pairing(id=n, round=1, state=state, starts=ROUND.starts, ends=ROUND.ends)
        for n, state in ((1, PairingState.RUNNING), (2, PairingState.ENDED))
    ]
    people = [person(n) for n in range(1, 5)]
    members = [model.Member(pairing=1 + (n > 2), person=n, seat=1 + n % 2) for n in range(1, 5)]
    wrote = [model.Contact(pairing=p, person=2 * p, cause=f"m{p}", how="relay", at=AT) for p in (1, 2)]
    numbers = counted(
        database_url, replace(ROUND, state=RoundState.RUNNING), *people, *pairings, *members, *wrote
    )
    assert numbers["pairings"] == 1
    assert numbers["have begun to write"] == 1
    assert numbers["no word yet"] == 0
