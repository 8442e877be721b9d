"""What was deleted is nowhere any more: not in the tables, not in the file they lie in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, update

from ilnmail import tables
from ilnmail.app.inviting import import_people
from ilnmail.database import reading, writing
from ilnmail.decide.sheet import read_sheet
from ilnmail.effects import Empty
from ilnmail.forgetting import empty
from tests.stories.player import play, read_story
from tests.stories.test_stories import settings
from tests.world import World

STORY = Path(__file__).parents[1] / "stories" / "what-we-hold.txt"
LIST = "name,address,country,languages\nAmina Yusuf,Amina.Yusuf@example.org,Kenya,English\n"
HERS = ("amina.yusuf", "Amina Yusuf", "old harbour", "manuscripts")


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Amina has joined, written to Jonas, and had everything deleted."""
    text = STORY.read_text(encoding="utf-8")
    story = read_story(text[: text.index("Fri 5 March")])
    made = World(settings(story.coordinators, database_url), story.lines[0].at)
    play(story, made)
    yield made
    made.close()


def found(world: World) -> list[str]:
    """Where in the tables anything of hers stands."""
    with reading(world.engine) as db:
        return [
            f"{table.name}.{column.name}: {value!r:.200}"
            for table in tables.metadata.sorted_tables
            for row in db.execute(select(table))
            for column, value in zip(table.columns, row, strict=True)
            if any(word in str(value) or word.encode() in bytes_of(value) for word in HERS)
        ]


def bytes_of(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def test_after_two_days_nothing_of_hers_is_in_the_tables(world: World) -> None:
    world.turn_to(datetime(2027, 3, 6, 12, tzinfo=UTC))
    still = [place for place in found(world) if not place.startswith("contents.content")]
    assert still == []


def test_what_was_said_to_others_about_her_goes_with_the_old_mail(world: World) -> None:
    world.turn_to(datetime(2027, 4, 12, 12, tzinfo=UTC))
    assert found(world) == []


def test_no_byte_of_her_address_is_in_the_files(world: World) -> None:
    if world.engine.dialect.name != "sqlite":
        return  # PostgreSQL gives pages back in its own time; docs/operators.md says how to hurry it
    world.turn_to(datetime(2027, 3, 6, 12, tzinfo=UTC))
    file = Path(str(make_url(str(world.engine.url)).database))
    held = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert b"jonas.berg" in held
    assert b"amina.yusuf" not in held


def test_a_list_does_not_bring_her_back(world: World) -> None:
    sheet = read_sheet(LIST)
    invitations = import_people(world.engine, world.app.inside, sheet, world.clock.now(), go=True)
    assert "forget" in next(iter(invitations)).outcome


def test_mail_is_emptied_when_it_has_been_done_with_for_a_month_and_quarantine_is_not(world: World) -> None:
    at = world.clock.now()
    with writing(world.engine) as db:
        aside = db.execute(
            select(tables.messages.c.id).where(tables.messages.c.raw != b"").limit(1)
        ).scalar_one()
        db.execute(update(tables.messages).where(tables.messages.c.id == aside).values(outcome="quarantined"))
        empty(db, Empty(at + timedelta(days=1)), at)
    with reading(world.engine) as db:
        full = db.execute(select(tables.messages.c.id).where(tables.messages.c.raw != b"")).scalars().all()
        letters = db.execute(select(tables.contents.c.outbox)).scalars().all()
        undone = db.execute(select(tables.acts.c.changes).where(tables.acts.c.changes != ())).all()
    assert (list(full), list(letters), undone) == ([aside], [], [])
