"""Machines that write to us, in virtual time: whatever they do, we fall silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ilnmail import tables
from ilnmail.settings import Settings
from tests.world import Letter, World

START = datetime(2027, 1, 20, 10, tzinfo=UTC)


def settings(folder: Path, name: str) -> Settings:
    here = {"host": "127.0.0.1", "tls": "none"}
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {
                "name": f"Network {name}",
                "short": name.upper(),
                "address": f"{name}@{name}.example.org",
            },
            "coordinators": [{"address": f"maria@{name}.example.org", "name": "Maria", "timezone": "UTC"}],
            "imap": {**here, "port": 143},
            "smtp": {**here, "port": 25},
            "database": {"url": f"sqlite:///{folder / f'{name}.db'}"},
            "secret": {"key": "00" * 32},
        }
    )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(settings(tmp_path, "iln"), START)
    yield made
    made.close()


@dataclass
class Robot:
    """Answers every letter at once, with a text that is never the same."""

    world: World
    written: int = 0
    seen: int = 0

    def write(self, sender: str, text: str, *headers: str, to: str = "iln@iln.example.org") -> None:
        self.written += 1
        head = (
            f"From: {sender}",
            f"To: {to}",
            "Subject: Your request",
            f"Message-ID: <{self.written}.{sender}>",
        )
        dated = self.world.clock.now().strftime("Date: %a, %d %b %Y %H:%M:%S +0000")
        lines = (*head, dated, *headers, "", f"{text} ({self.written})", "")
        self.world.receive("\r\n".join(lines).encode())
        self.world.app.turn()

    def letters(self) -> list[Letter]:
        """To everybody but the coordinator, since it was asked last."""
        new = [one for one in self.world.postman.letters[self.seen :] if not one.to.startswith("maria@")]
        self.seen = len(self.world.postman.letters)
        return new


def wait(world: World, minutes: int = 10) -> None:
    world.turn_to(world.clock.now() + timedelta(minutes=minutes))


def test_two_programmes_that_answer_each_other_for_a_month_exchange_ten_mails_at_most(tmp_path: Path) -> None:
    one, two = World(settings(tmp_path, "iln"), START), World(settings(tmp_path, "other"), START)
    us, them = "iln@iln.example.org", "other@other.example.org"
    Robot(one).write(them, "Hello, what is this programme about?", to=us)
    passed = {id(one): 0, id(two): 0}
    for _ in range(30 * 24):
        for here, there in ((one, two), (two, one)):
            for letter in here.postman.letters[passed[id(here)] :]:
                if letter.to in (us, them) or "+" in letter.to:
                    there.receive(letter.raw)
            passed[id(here)] = len(here.postman.letters)
            here.turn_to(here.clock.now() + timedelta(hours=1))
    exchanged = len(one.folder.messages) + len(two.folder.messages)
    one.close()
    two.close()

    assert 1 < exchanged <= 10


def test_a_robot_without_marks_gets_five_answers_a_day_and_ten_a_week(world: World) -> None:
    robot = Robot(world)
    for _ in range(7 * 24):
        robot.write("tickets@example.net", "Thank you for contacting us, we will look into it")
        wait(world, 60)

    to_robot = [one for one in robot.letters() if one.to == "tickets@example.net"]
    told = [one for one in to_robot if "not forgotten" in one.subject]
    assert len(told) == 1  # a person had been promised an answer; once is enough
    assert 2 <= len(to_robot) - len(told) <= 10
    assert any("that is all for today" in one.subject for one in to_robot)


def test_a_robot_that_changes_its_address_gets_fifty_answers_a_day(world: World) -> None:
    robot = Robot(world)
    for number in range(80):
        robot.write(f"ticket-{number}@example.net", "Thank you for contacting us, what do you need")

    assert len(robot.letters()) == 50


def test_a_storm_of_reports_is_not_answered(world: World) -> None:
    robot = Robot(world)
    for _ in range(200):
        robot.write(
            "mailer-daemon@example.net", "Undeliverable", "Return-Path: <>", "Auto-Submitted: auto-replied"
        )

    assert robot.letters() == []


def test_an_absence_of_a_month_is_never_answered(world: World) -> None:
    robot = Robot(world)
    for _ in range(30):
        robot.write(
            "amina@example.org", "I am out of the office until 1 March", "Auto-Submitted: auto-replied"
        )
        wait(world, 60 * 24)

    assert robot.letters() == []


def test_our_own_mail_that_comes_back_by_a_forward_is_not_answered(world: World) -> None:
    robot = Robot(world)
    robot.write("amina@example.org", "How does one join?")
    mine = robot.letters()
    for one in mine:
        world.receive(one.raw)
    wait(world)

    assert len(mine) == 1
    assert robot.letters() == []


def test_after_a_month_away_nothing_is_sent_that_is_too_old(world: World) -> None:
    robot = Robot(world)
    robot.write("amina@example.org", "How does one join?")
    robot.letters()
    world.clock.turn_to(START + timedelta(days=30))
    world.app.turn()

    assert robot.letters() == []
    assert [one.subject for one in world.postman.letters if "held back" in one.subject] == [
        "ILN: letters are held back"
    ]


def test_a_hundred_signups_from_forged_addresses_of_one_domain_get_fifty_cards(world: World) -> None:
    robot = Robot(world)
    for number in range(120):
        robot.write(
            f"reader{number}@example.net",
            "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English.",
        )

    assert len(robot.letters()) <= 50
    wait(world, 24 * 60 + 10)
    assert 0 < len({one.to for one in robot.letters()}) <= 60  # the next fifty, and who was reminded
    assert _ticket_kinds(world) == ["brake"]


def test_ninety_people_who_write_from_the_same_provider_are_all_answered_at_once(world: World) -> None:
    robot = Robot(world)
    for number in range(90):
        robot.write(
            f"reader{number}@gmail.com", "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English."
        )

    assert len({one.to for one in robot.letters()}) == 90
    assert _ticket_kinds(world) == []


def _ticket_kinds(world: World) -> list[str]:
    with world.engine.connect() as db:
        return [kind for (kind,) in db.execute(select(tables.tickets.c.kind))]


@dataclass(frozen=True)
class Elsewhere:
    """A simulation of the list that has its own place."""

    number: int
    where: str


LIST = (
    Elsewhere(
        6, "a prompt to more people than a day's limit lets go: test_many_letters (10,000 in the long form)"
    ),
    Elsewhere(8, "a restored backup: test_hold"),
    Elsewhere(9, "four workers and 20 kills: test_workers"),
    Elsewhere(10, "three days with broken connections: test_soak"),
    Elsewhere(12, "mass 5.7.1: test_server_and_letter"),
)
HERE = (1, 2, 3, 4, 5, 7, 11)


def test_each_of_the_twelve_simulations_is_here_or_said_to_be_elsewhere() -> None:
    assert sorted((*HERE, *(one.number for one in LIST))) == list(range(1, 13))
