"""The migrations make exactly the tables that the program declares, and its questions go by an index."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, select

from ilnmail import database, tables
from ilnmail.database import carry_out, migrate, needs_migration, open_database, reading
from ilnmail.load.brakes import _SO_FAR
from ilnmail.outbox.lease import _PICKING
from ilnmail.outbox.queue import _CANCEL, _HASTEN
from ilnmail.outbox.rates import _TO_PEOPLE
from ilnmail.outbox.states import out
from ilnmail.outbox.triggers import _FLOODED
from ilnmail.outbox.weekly import _LATELY
from ilnmail.prepared import Prepared, given
from tests.stories.player import play, read_story
from tests.stories.test_stories import settings
from tests.world import World

STORIES = Path(__file__).parents[1] / "stories"


def test_migrations_make_exactly_the_tables_that_are_declared(engine: Engine) -> None:
    with reading(engine) as db:
        differences = compare_metadata(MigrationContext.configure(db), tables.metadata)

    assert differences == []


def test_the_newest_migration_is_the_one_that_the_program_waits_for(tmp_path: Path) -> None:
    folder = ScriptDirectory(str(Path(database.__file__).parent / "migrations"))
    fresh = open_database(f"sqlite:///{tmp_path / 'ilnmail.db'}")

    assert folder.get_current_head() == database.NEWEST
    assert needs_migration(fresh)
    migrate(fresh)
    assert not needs_migration(fresh)
    fresh.dispose()


def statements_of(name: str, folder: Path) -> dict[str, tuple[str, ...]]:
    """Every statement that reads or changes something while that story plays, with how SQLite goes about it."""
    story = read_story((STORIES / f"{name}.txt").read_text(encoding="utf-8"))
    world = World(settings(story.coordinators, f"sqlite:///{folder / 'plans.db'}"), story.lines[0].at)
    said: dict[str, str] = {}

    def listen(statement: str) -> None:
        """As the database hears it, its values filled in, whoever says it."""
        if re.match(r"SELECT|UPDATE|DELETE|INSERT|WITH", statement):
            said.setdefault(re.sub(r"'(?:[^']|'')*'|[0-9]+", "?", statement), statement)

    world.engine.dispose()
    event.listen(world.engine, "connect", lambda connection, _: connection.set_trace_callback(listen))
    play(story, world)
    with reading(world.engine) as db:
        plain = db.connection.cursor()
        plans = {
            shape: tuple(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {one}"))
            for shape, one in said.items()
        }
    world.close()
    return plans


SELDOM = {
    "rounds": "a handful of rows, ever",
    "avoids": "read whole, for a match run",
    "mailed_topics": "a few a month, read when the next question is chosen",
    "roles": "four rows, ever",
    "members": "read whole, for a match run and the digest",
}
"""Tables that may be read from end to end, and why. The figures of the digest, weekly, may besides."""


@pytest.mark.parametrize("name", ["joining", "round", "relay", "changing", "leaving", "robots"])
def test_no_mail_makes_the_program_read_a_table_from_end_to_end(name: str, tmp_path: Path) -> None:
    plans = statements_of(name, tmp_path)
    scans = [
        f"{step}: {' '.join(statement.split())}"
        for statement, plan in plans.items()
        for step in plan
        if (found := re.match(r"SCAN (\w+)", step))
        and found[1] in tables.metadata.tables
        and found[1] not in SELDOM
        and not step.endswith("ix_people_picky")  # of the few who name somebody they must not meet
        and "count(distinct" not in statement
        and "1!=1" not in statement  # an empty list
    ]

    assert scans == []
    assert len(plans) > 40


def test_who_counts_a_days_answers_reads_no_letter_of_a_mailing(tmp_path: Path) -> None:
    """Brakes and limits are counted for every mail, however many letters go out on that day."""
    engine = open_database(f"sqlite:///{tmp_path / 'ilnmail.db'}")
    migrate(engine)
    with reading(engine) as db:
        plans = {
            "brakes": plan_of(db, _SO_FAR),
            "week": plan_of(db, _LATELY, people=[1, 2]),
            "day": plan_of(db, _TO_PEOPLE, people=[1, 2]),
        }
    engine.dispose()

    assert "ix_outbox_answers (created_at>?)" in plans["brakes"]
    assert "ix_outbox_kind_created_at (kind=? AND created_at>?)" in plans["brakes"]
    assert "ix_outbox_person_kind (person=? AND kind=?)" in plans["week"]
    assert "ix_outbox_person_kind (person=?)" in plans["day"]


def test_who_looks_for_one_persons_letter_reads_none_of_the_others_that_wait(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'ilnmail.db'}")
    migrate(engine)
    with reading(engine) as db:
        plans = {
            "next": plan_of(db, _PICKING["nothing"], most=20),
            "sooner": plan_of(db, _HASTEN),
            **{name: plan_of(db, statement, keys=["a"]) for name, statement in _CANCEL.items()},
        }
        flood = plan_of(db, Prepared(_FLOODED))
        brakes, said = plan_of(db, _SO_FAR), _SO_FAR._form(db).sql
    engine.dispose()

    assert "ix_outbox_next (priority=? AND not_before<?)" in plans["next"]
    assert "FOR ORDER BY" not in plans["next"].partition("SCAN picked")[0]
    assert "ix_outbox_person_kind (person=? AND kind=?)" in plans["sooner"]
    assert "uq_outbox_key (key=?)" in plans["keys"]
    assert "ix_outbox_person_kind (person=?)" in plans["person"]
    assert "ix_outbox_pairing_kind_created_at (pairing=?)" in plans["pairing"]
    assert "ix_outbox_pairing_kind_created_at (pairing=? AND kind=? AND created_at>?)" in brakes
    assert "LIKE ?" not in said  # planned anew at each call
    assert "ix_outbox_created_at (created_at>?)" in flood


def test_a_planner_is_told_what_is_the_same_at_each_call(engine: Engine) -> None:
    mails: Prepared[Any] = Prepared(
        select(out.id).where(
            out.kind == "relay", out.state.in_(("sent", "held")), out.person == given("person")
        )
    )

    with reading(engine) as db:
        form = mails._form(db)
        assert mails.all(db, person=7) == ()

    assert "kind = 'relay'" in form.sql
    assert "IN ('sent', 'held')" in form.sql
    assert form.filled({"person": 7}) in ([7], {"person": 7})


def plan_of(db: Connection, statement: Prepared[Any], **given: Any) -> str:
    form = statement._form(db)
    values = form.filled(defaultdict(lambda: None, given))
    steps = carry_out(db, f"EXPLAIN QUERY PLAN {form.sql}", values).fetchall()
    return "\n".join(step[3] for step in steps)
