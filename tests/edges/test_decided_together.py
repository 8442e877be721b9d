"""New mails are decided in one transaction; the fault of one of them is not the others'."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from benchmarks.intake import NOW, fill, mail
from ilnmail import tables
from ilnmail.cage import Cage
from ilnmail.database import reading
from tests.stories.test_stories import settings
from tests.world import World


def came(world: World) -> list[tuple[str, int]]:
    """(outcome, attempts) of every message, in order."""
    messages = tables.messages.c
    with reading(world.engine) as db:
        rows = db.execute(select(messages.outcome, messages.attempts).order_by(messages.id)).all()
    return [(row.outcome, row.attempts) for row in rows]


def test_one_that_cannot_be_read_costs_its_neighbours_an_attempt_and_nothing_more(tmp_path: Path) -> None:
    world = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), NOW)
    fill(world.engine, 3)
    world.reader.fails_at.add("amina1@example.net")
    for number in (0, 5, 10, 1):  # of amina0, amina1, amina2 and amina0 again
        world.receive(mail(number))

    world.app.fetch()
    world.app.work()

    assert came(world) == [("relayed", 2), ("quarantined", 3), ("relayed", 2), ("relayed", 2)]
    world.close()


def test_of_many_those_behind_are_read_while_those_before_are_decided(tmp_path: Path) -> None:
    world = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), NOW)
    fill(world.engine, 10)
    with closing(Cage(world.app.inside.us, reader="tests.edges.readers.bad")) as cage:
        world.app.cage = cage
        for number in range(25):
            one = mail(number)
            world.receive(one.replace(b"reading room", b"die") if number == 13 else one)
        world.app.fetch()
        world.app.work()

    # Ten were decided before; those that were taken up with it come again, each alone.
    assert (
        came(world)
        == [("relayed", 1)] * 10 + [("relayed", 2)] * 3 + [("quarantined", 3)] + [("relayed", 2)] * 11
    )
    world.close()


def test_those_that_are_decided_together_are_decided_at_once(tmp_path: Path) -> None:
    world = World(settings(["maria"], f"sqlite:///{tmp_path / 'ilnmail.db'}"), NOW)
    fill(world.engine, 3)
    for number in range(12):
        world.receive(mail(number))

    world.app.fetch()

    assert world.app.work() == 12
    assert came(world) == [("relayed", 1)] * 12
    world.close()
