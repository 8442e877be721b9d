"""The numbers of the digest, counted in the tables."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from ilnmail import model
from ilnmail.database import migrate, open_database, writing
from ilnmail.decide.state import State
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


def found(url: str, one: Round, *facts: object) -> State:
    engine = open_database(url)
    migrate(engine)
    with writing(engine) as db:
        keep(db, one, *facts)
        state = digest_state(db, AT, replace(STATE, rounds=(one,)))
    engine.dispose()
    return state


def counted(url: str, one: Round, *facts: object) -> dict[str, object]:
    numbers = found(url, one, *facts).numbers
    return {name: now[0] for name, now in numbers.items() if isinstance(now, tuple) and len(now) == 2}


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


def proposed(id: int, **values: object) -> model.Pairing:
    made = model.Pairing(id=id, round=1, state=PairingState.PROPOSED, starts=ROUND.starts, ends=ROUND.ends)
    return replace(made, **values)  # type: ignore[arg-type]


def ticket(id: int, pairing: int | None) -> model.Ticket:
    return model.Ticket(
        id=id,
        key=f"t{id}",
        kind="please read",
        pairing=pairing,
        person=None,
        words="",
        default="",
        opened_at=AT,
    )


def test_proposed_pairs_are_counted_but_for_those_with_a_line_of_their_own(database_url: str) -> None:
    """A ticket that is about no pair hides none."""
    state = found(
        database_url,
        replace(ROUND, state=RoundState.PROPOSED),
        *(proposed(n) for n in (1, 2)),
        proposed(3, state=PairingState.HELD),
        ticket(1, None),
        ticket(2, 2),
    )
    assert state.numbers["proposed"] == 2


def test_a_pair_that_was_introduced_this_week_is_not_quiet_yet(database_url: str) -> None:
    running = [proposed(n, state=PairingState.RUNNING) for n in (1, 2)]
    pairings = [running[0], replace(running[1], starts=AT.date())]
    members = [
        model.Member(pairing=p, person=2 * p + n, seat=1, current=True) for p in (1, 2) for n in (0, 1)
    ]
    state = found(
        database_url,
        replace(ROUND, state=RoundState.RUNNING),
        *(person(n) for n in range(2, 6)),
        *pairings,
        *members,
    )
    assert [c.pairing.id for c in state.couples] == [1]
    assert state.numbers["quiet"] == 1
