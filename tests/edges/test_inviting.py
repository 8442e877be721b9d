"""Somebody on a coordinator's list is asked by mail, and is with us when their own YES comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ilnmail.app.inviting import import_people
from ilnmail.database import reading
from ilnmail.decide.sheet import read_sheet
from ilnmail.load.facts import people_rows
from tests.stories.test_stories import settings
from tests.world import World

NIGHT = datetime(2027, 1, 20, 23, tzinfo=UTC)  # two in the morning in Mombasa
SHEET = read_sheet(
    "name,country,languages,city,address\nAmina Yusuf,Kenya,English,Mombasa,amina@example.org\n"
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(settings(["maria"], f"sqlite:///{tmp_path}/ilnmail.db"), NIGHT)
    yield made
    made.close()


def invite(world: World) -> None:
    list(import_people(world.engine, world.app.inside, SHEET, world.clock.now(), go=True))


def state_of_amina(world: World) -> str:
    with reading(world.engine) as db:
        return next((row["state"] for row in people_rows(db) if row["name"] == "Amina Yusuf"), "nobody")


def test_the_letter_comes_in_the_morning_and_shows_what_we_were_told(world: World) -> None:
    invite(world)
    world.turn_to(NIGHT + timedelta(hours=6, minutes=59))
    assert [one.to for one in world.postman.letters if one.to.startswith("amina")] == []
    world.turn_to(NIGHT + timedelta(hours=7, minutes=30))
    (letter,) = [one for one in world.postman.letters if one.to == "amina@example.org"]
    assert letter.subject == "Amina, would you like to write with a colleague abroad?"
    assert "City: Mombasa" in letter.text


def test_their_own_yes_makes_them_one_of_us(world: World) -> None:
    invite(world)
    world.turn_to(NIGHT + timedelta(hours=8))
    (letter,) = [one for one in world.postman.letters if one.to == "amina@example.org"]
    world.receive(
        f"From: Amina Yusuf <amina@example.org>\r\nTo: {letter.message['Reply-To']}\r\n"
        f"Subject: Re: {letter.subject}\r\nMessage-ID: <1@example.org>\r\nIn-Reply-To: {letter.message['Message-ID']}\r\n"
        "Date: Thu, 21 Jan 2027 10:00:00 +0300\r\n\r\nYES\r\n".encode()
    )
    world.app.turn()
    assert state_of_amina(world) == "active"


def test_without_an_answer_there_is_one_letter_and_then_nothing_is_left(world: World) -> None:
    invite(world)
    world.turn_to(NIGHT + timedelta(days=90))
    assert len([one for one in world.postman.letters if one.to == "amina@example.org"]) == 1
    assert state_of_amina(world) == "nobody"
