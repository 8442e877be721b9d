"""What is begun goes to the server together: in order, seen by what comes after, and never half."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from ilnmail import database, tables
from ilnmail.database import begin, reading, writing
from ilnmail.prepared import Prepared, given
from tests.outbox.desk import NOW

table = tables.switches
_ALL: Prepared[Any] = Prepared(select(table.c.name, table.c.value).order_by(table.c.name))
_TURN: Prepared[Any] = Prepared(
    table.insert().values(name=given("name"), value=given("value"), at=given("at"))
)
_SWITCH: Prepared[Any] = Prepared(
    table.update().where(table.c.name == given("of")).values(value=given("value"))
)


def turn(db: Connection, name: str, value: str = "on") -> None:
    _TURN.begin_change(db, name=name, value=value, at=NOW)


def found(db: Connection) -> dict[str, str]:
    return {row.name: row.value for row in _ALL.all(db)}


def kept(engine: Engine) -> dict[str, str]:
    with reading(engine) as db:
        return found(db)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements went together, each time some did."""
    counted: list[int] = []
    settle = database.settle

    def counting(db: Connection) -> None:
        if waiting := db.info.get("begun"):
            counted.append(len(waiting))
        settle(db)

    monkeypatch.setattr(database, "settle", counting)
    return counted


def test_in_order_and_seen_by_what_is_asked_next(engine: Engine) -> None:
    with writing(engine) as db:
        turn(db, "a")
        before = _ALL.begin(db)
        _SWITCH.begin_change(db, of="a", value="off")
        turn(db, "b")
        assert found(db) == {"a": "off", "b": "on"}
        assert [row.value for row in before.all] == ["on"]  # as it was when it was begun


def test_all_of_them_take_one_trip(engine: Engine, trips: list[int]) -> None:
    with writing(engine) as db:
        begun = [_ALL.begin(db) for _ in range(3)]
        assert [one.all for one in begun] == [(), (), ()]
    assert trips == ([3] if engine.dialect.name == "postgresql" else [])


def test_what_nobody_asks_about_is_kept_by_the_commit(engine: Engine) -> None:
    with writing(engine) as db:
        turn(db, "a")
        turn(db, "b")
    assert kept(engine) == {"a": "on", "b": "on"}


def test_a_statement_of_sqlalchemy_s_comes_after_it(engine: Engine) -> None:
    with writing(engine) as db:
        turn(db, "a")
        turn(db, "b")
        assert db.execute(select(table.c.name).order_by(table.c.name)).scalars().all() == ["a", "b"]


def test_the_one_that_fails_is_named_and_nothing_is_kept(engine: Engine) -> None:
    def twice() -> None:
        with writing(engine) as db:
            turn(db, "a")
            turn(db, "a")
            begin(db, "SELECT 1")
            turn(db, "b")

    with pytest.raises(IntegrityError, match="INSERT INTO switches"):
        twice()
    assert kept(engine) == {}


def test_what_was_begun_when_something_else_failed_is_forgotten(engine: Engine) -> None:
    def fails() -> None:
        with writing(engine) as db:
            turn(db, "a")
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with writing(engine) as db:  # the same connection
        turn(db, "b")
    assert kept(engine) == {"b": "on"}


def test_nor_does_a_reader_leave_anything_behind(engine: Engine) -> None:
    with reading(engine) as db:
        _ALL.begin(db)
    with writing(engine) as db:
        assert not db.info.get("begun")


def test_many_at_once_come_after_it(engine: Engine) -> None:
    with writing(engine) as db:
        turn(db, "a")
        assert _SWITCH.change_each(db, [{"of": "a", "value": "off"}, {"of": "b", "value": "off"}]) == 1
    assert kept(engine) == {"a": "off"}


def test_a_line_that_is_cut_is_known_as_such(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    if engine.dialect.name != "postgresql":
        return  # has no line

    def cut() -> None:
        with writing(engine) as db:
            line = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:line)"), {"line": line})
            turn(db, "a")
            turn(db, "b")

    with pytest.raises(DBAPIError) as lost:
        cut()
    assert lost.value.connection_invalidated
    assert database.is_of_the_database(lost.value)
    assert not caplog.records  # the error says it all
    assert kept(engine) == {}
