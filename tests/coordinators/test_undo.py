"""Every order that changes something, and UNDO: afterwards everything is as it was before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ilnmail import tables
from ilnmail.database import reading, writing
from ilnmail.decide.authority import RIGHTS
from ilnmail.decide.coordinator import ORDERS
from ilnmail.model import Address, Fact, PairingState, Place, PlaceState, Round, RoundState
from tests.coordinators import desk
from tests.stories.test_stories import settings
from tests.world import World

AFTERWARDS = ["people", "pairings", "members", "places", "rounds", "tickets", "avoids", "switches"]

ORDERS_THAT_CHANGE = {
    "approve": "approve M-8",
    "reject": "reject M-8 too far apart",
    "hold": "hold M-8",
    "swap": "swap M-8 M-9",
    "match": "match P-14 P-15",
    "unmatch": "unmatch M-7",
    "avoid": "avoid P-14 P-15",
    "freeze": "freeze M-7",
    "unfreeze": "unfreeze M-10",
    "pause": "pause P-14 until 2027-05-01",
    "resume": "resume P-16",
    "remove": "remove P-14",
    "set": "set P-14 city Lisbon",
    "tag": "tag P-14 rural",
    "note": "note P-14 prefers short mails",
    "block": "block P-4",
    "quiet": "quiet country KE until 2027-05-01",
    "postpone": "postpone 2027C two weeks",
    "round": "round close",
    "reply": "reply Q-9 Dear Amina, yes.",
    "close": "close Q-9",
    "take": "take Q-9",
    "give": "give Q-9 to Tomas",
    "digest": "digest daily",
    "daily": "daily",
    "off": "off",
    "away": "away until 2027-05-01",
    "coordinator": "coordinator remove Tomas",
    "broadcast": "broadcast to all: News\nGood morning.",
    "topic": "topic: Old paper\nWhich smell is it?",
}
CANNOT_BE_TAKEN_BACK = {
    "undo": "it takes back, itself",
    "release": "the mail has been read by then",
    "drop": "release brings it back",
    "weekly": "where it comes weekly already",
    "rematch": "close ends the ticket",
    "import": "it needs a mail; the story an-import-by-mail takes one back",
    **dict.fromkeys(("sheet", "export"), "nothing is changed"),
}
LATER = Round(id=2, name="2027C", state=RoundState.OPEN, starts=date(2027, 9, 6), ends=date(2028, 1, 3))


def facts() -> list[Fact]:
    """Two running pairs, one of them frozen; two proposed ones; two people free, one paused; a round to come."""
    names = ("Ana Lima", "Ben Ode", "Cho Min", "Dag Ost", "Eva Kiss", "Finn Roy", "Gül Ay", "Ida Berg")
    lands = ("PT", "NG", "KR", "SE", "HU", "IE", "TR", "DK")
    more = tuple(
        desk.person(n, name, land) for n, (name, land) in enumerate(zip(names, lands, strict=True), 9)
    )
    people = [desk.AMINA, desk.JONAS, desk.LUCIA, desk.HANA, *more]
    couples = (
        desk.couple(7, PairingState.RUNNING, desk.AMINA, desk.JONAS),
        desk.couple(8, PairingState.PROPOSED, desk.LUCIA, desk.HANA),
        desk.couple(9, PairingState.PROPOSED, more[0], more[1]),
        desk.couple(10, PairingState.RUNNING, more[2], more[3]),
    )
    made: list[Fact] = [desk.ROUND, LATER]
    for one in people:
        made += [replace(one, digest="weekly"), Address(address=one.address, person=one.id)]
    for couple in couples:
        made += [replace(couple.pairing, frozen=couple.pairing.id == 10)]
        made += [replace(m, current=couple.pairing.state is PairingState.RUNNING) for m in couple.members]
    made += [Place(round=2, person=14, since=desk.AT, state=PlaceState.APPLIED), desk.TICKET]
    return made


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("undo")
    made = World(settings(["maria", "tomas"], f"sqlite:///{folder / 'ilnmail.db'}"), desk.AT)
    with writing(made.engine) as db:
        for fact in facts():
            db.execute(tables.TABLE_OF[type(fact)].insert().values(**fact.__dict__))
        paused = tables.people.update().where(tables.people.c.id == 16)
        db.execute(paused.values(state="paused", paused_until=date(2027, 5, 1)))
    yield made
    made.close()


def everything(world: World) -> dict[str, list[Any]]:
    with reading(world.engine) as db:
        return {
            name: sorted(map(tuple, db.execute(select(tables.metadata.tables[name]))), key=str)
            for name in AFTERWARDS
        }


@pytest.mark.parametrize("verb", ORDERS_THAT_CHANGE)
def test_undo_restores_what_was_before(verb: str, world: World) -> None:
    world.clock.turn_to(world.clock.now() + timedelta(seconds=1))
    before = everything(world)
    given = world.app.order(ORDERS_THAT_CHANGE[verb], "maria@example.org", confirmed=1)
    assert all(told.done for told in given), [told.words for told in given]

    world.clock.turn_to(world.clock.now() + timedelta(seconds=1))
    back = world.app.order("undo", "maria@example.org")

    assert all(told.done for told in back), [told.words for told in back]
    assert everything(world) == before


def test_no_order_that_changes_something_is_left_out() -> None:
    changing = {verb for verb in ORDERS if RIGHTS[verb].level}
    assert changing == set(ORDERS_THAT_CHANGE) | set(CANNOT_BE_TAKEN_BACK)


def test_no_letter_of_what_was_taken_back_is_left_waiting(world: World) -> None:
    out = tables.outbox.c
    with reading(world.engine) as db:
        waiting = db.execute(
            select(out.kind).where(out.state == "queued", out.not_before > world.clock.now())
        )
        assert sorted(row.kind for row in waiting) == []
