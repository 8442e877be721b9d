"""Hostile and broken mail through the whole of intake: every one has its end, the next goes on, and nothing is moved.

`--mutations 1000000` is the long form: a twentieth of them go through the whole program, all through reading
(`tests/outbox/test_mutations.py`).
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice

import pytest
from sqlalchemy import select

from ilnmail import inbox, tables
from ilnmail.cage import OCTETS, SECONDS, Cage
from ilnmail.database import insert, reading, writing
from ilnmail.effects import Outcome
from ilnmail.model import Address, Fact, Member, Pairing, PairingState, Person, PersonState, Round, RoundState
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us
from tests.edges.attacks import attacks
from tests.outbox.test_mutations import mutations
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 10, tzinfo=UTC)
NAMES = ("amina", "jonas")
AT_ONCE = 50


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Amina and Jonas write to each other; Maria coordinates."""
    made = World(settings(["maria"], database_url), AT)
    with writing(made.engine) as db:
        for fact in facts():
            db.execute(insert(db, tables.TABLE_OF[type(fact)]).values(**fact.__dict__))
    yield made
    made.close()


def facts() -> Iterator[Fact]:
    starts, ends = date(2027, 1, 4), date(2027, 5, 1)
    yield Round(id=1, name="2027A", state=RoundState.RUNNING, starts=starts, ends=ends)
    yield Pairing(id=27, round=1, state=PairingState.RUNNING, starts=starts, ends=ends)
    for id, name in enumerate(NAMES, 1043):
        address = f"{name}@example.org"
        yield Person(id=id, address=address, name=name.title(), state=PersonState.ACTIVE, confirmed_at=AT)
        yield Address(address=address, person=id, verified_at=AT)
        yield Member(pairing=27, person=id, seat=1)


def run(world: World, mails: Sequence[bytes]) -> Counter[str]:
    """All of them come in and are worked on; how many ended how."""
    for start in range(0, len(mails), AT_ONCE):
        world.folder.messages += mails[start : start + AT_ONCE]
        world.app.fetch()
        world.app.work()
    assert [reason for _, reason in inbox.quarantined(world.engine)] == []
    with reading(world.engine) as db:
        return Counter(db.execute(select(tables.messages.c.outcome)).scalars())


def differing(raw: bytes, number: int) -> bytes:
    """Written at another moment, so that it is another mail."""
    return raw.replace(b"09:00:00", f"09:{number // 60:02}:{number % 60:02}".encode(), 1)


def assert_nothing_moved(world: World) -> None:
    people = select(tables.people).where(tables.people.c.id.in_((1043, 1044)))
    with reading(world.engine) as db:
        assert [row.state for row in db.execute(people)] == ["active", "active"]
        assert db.execute(select(tables.pairings.c.state)).scalar_one() == "running"
        assert set(db.execute(select(tables.outbox.c.kind)).scalars()).isdisjoint(
            {"left", "stopped", "relay"}
        )


def test_every_attack_has_its_end_in_time_and_within_its_memory(world: World) -> None:
    """Read in the cage as it is in use: a mail that is too slow or too large would be set aside, and none is."""
    named = attacks()
    if world.engine.dialect.name == "postgresql":  # size does not matter to it; what a column can hold does
        named = {name: raw for name, raw in named.items() if not name.startswith("bomb")}
    assert len(named) > 350
    world.app.cage = Cage(world.app.inside.us)
    assert (SECONDS, OCTETS) == (20, 256 * 1024 * 1024)
    ends = run(world, [differing(raw, number) for number, raw in enumerate(named.values())])
    world.app.cage.close()

    assert set(ends) <= {Outcome.SUPPRESSED, Outcome.ASKED, Outcome.TO_A_PERSON}
    assert ends.total() > len(named) - 10  # those without a date are one mail
    assert_nothing_moved(world)


def test_no_bomb_keeps_the_reader_busy() -> None:
    """In seconds of the processor, so that a busy machine does not matter; a goal of its own beside the time-out."""
    us = Us(address="iln@example.org", name="International Librarians Network", authserv_id="mx.example.org")
    took = {name: _seconds(raw, us) for name, raw in attacks().items() if name[:4] == "bomb"}
    slowest = max(took, key=lambda name: took[name])
    assert took[slowest] < 5, f"{slowest}: {took[slowest]:.1f} s"


def _seconds(raw: bytes, us: Us) -> float:
    began = time.process_time()
    assert read(raw, us).reason
    return time.process_time() - began


def test_changed_mails_all_have_their_end(world: World, request: pytest.FixtureRequest) -> None:
    wanted = int(request.config.getoption("--mutations")) // 20
    ends = run(world, list(islice(mutations(), wanted)))
    assert ends.total() > 0.9 * wanted
    assert "" not in ends
    assert len(ends) > 2
