"""The database: opened so that nothing is lost, written to in one transaction at a time."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 30000",
    "secure_delete = ON",
)


def open_database(url: str) -> Engine:
    """The engine for a database URL. SQLite gets the settings that make a commit survive a power cut."""
    if make_url(url).get_backend_name() != "sqlite":
        # Besides what it raises, the driver says on stderr that a pipeline of a lost connection could not be ended.
        logging.getLogger("psycopg").setLevel(logging.ERROR)
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "before_cursor_execute", lambda connection, *_: settle(connection))
        return engine
    engine = create_engine(url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # SQLAlchemy begins transactions itself (below); the driver's own way would begin them too late.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE for a writer: two that read first and write later would lose an update."""
    immediate = connection.get_execution_options().get("writes", False)
    carry_out(connection, "BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes; committed at the end, rolled back by any exception."""
    with engine.connect().execution_options(writes=True) as connection:
        with _transaction(connection):
            yield connection
            settle(connection)
        if connection.info.pop(_FORGOTTEN, False) and engine.dialect.name == "sqlite":
            # On the driver's connection: SQLAlchemy's would begin a transaction, in which nothing can be truncated.
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_FORGOTTEN = "forgotten"


def forgotten(connection: Connection) -> None:
    """Something was deleted for good: the log, where SQLite keeps it a while longer, is emptied after the commit."""
    connection.info[_FORGOTTEN] = True


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One view of the database that does not change meanwhile."""
    with engine.connect() as connection, _transaction(connection):
        yield connection


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """A transaction; what it began, and nobody has asked about, ends with it."""
    with connection.begin():
        try:
            yield
        finally:
            if not connection.invalidated:
                connection.info.pop(_BEGUN, None)


def carry_out(db: Connection, statement: str, values: Any = (), each: bool = False) -> Any:
    """Have the driver itself carry out a finished statement, `each` for many sets of values; its cursor. Raises what
    SQLAlchemy raises."""
    if each:
        settle(db)
        return _carried(db, _Begun(statement, values), db.dialect.do_executemany)
    if db.info.get(_BEGUN):
        return begin(db, statement, values)()
    return _carried(db, _Begun(statement, values), db.dialect.do_execute)


@dataclass
class _Begun:
    """A statement that goes with the next one; its cursor, once it has gone."""

    statement: str
    values: Any
    cursor: Any = None


_BEGUN = "begun"


def goes_together(db: Connection) -> bool:
    """Is what is begun carried out with what follows? The way to a PostgreSQL server and back takes longer than most of what
    is asked there; SQLite is next door and answers at once."""
    return db.dialect.name == "postgresql"


def begin(db: Connection, statement: str, values: Any = ()) -> Callable[[], Any]:
    """The same at the latest when the cursor is asked for, and before everything that is asked later. What was begun goes
    together (the manual's "pipeline mode" of libpq); its errors come then."""
    if not goes_together(db):
        cursor = carry_out(db, statement, values)
        return lambda: cursor
    one = _Begun(statement, values)
    db.info.setdefault(_BEGUN, []).append(one)

    def found() -> Any:
        if one.cursor is None:
            settle(db)
        return one.cursor

    return found


def settle(db: Connection) -> None:
    """Carry out what was begun. Raises what SQLAlchemy raises, for the first statement that fails."""
    begun: list[_Begun] = db.info.pop(_BEGUN, [])
    if len(begun) == 1:
        _carried(db, begun[0], db.dialect.do_execute)
    elif begun:
        try:
            with db.connection.dbapi_connection.pipeline():  # type: ignore[union-attr]
                for one in begun:
                    one.cursor = db.connection.cursor()
                    db.dialect.do_execute(one.cursor, one.statement, one.values)
        except db.dialect.loaded_dbapi.Error as error:
            failed = next((one for one in begun if not (one.cursor and one.cursor.pgresult)), begun[-1])
            raise _as_sqlalchemy_says(db, failed, error) from error


def _carried(db: Connection, one: _Begun, act: Callable[[Any, str, Any], None]) -> Any:
    one.cursor = db.connection.cursor()
    try:
        act(one.cursor, one.statement, one.values)
    except db.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(db, one, error) from error
    return one.cursor


def _as_sqlalchemy_says(db: Connection, one: _Begun, error: Any) -> Exception:
    dialect, of_any = db.dialect, db.dialect.loaded_dbapi.Error
    lost = dialect.is_disconnect(error, db.connection.dbapi_connection, one.cursor)
    if lost:
        db.invalidate(error)
    found: Exception = DBAPIError.instance(
        one.statement, one.values, error, of_any, connection_invalidated=lost, dialect=dialect
    )
    return found


# SQLite: busy, locked, read-only, I/O error, full, cannot open. PostgreSQL: connection, transaction rolled back,
# resources, intervention, system error; and a standby that cannot write yet (appendices of both manuals).
_SQLITE_CODES = frozenset({5, 6, 8, 10, 13, 14})
_POSTGRESQL_CLASSES = frozenset({"08", "40", "53", "57", "58"})
_READ_ONLY = "25006"


def is_of_the_database(error: Exception) -> bool:
    """The database's own trouble, whatever was asked of it: the same may be done well later."""
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error.orig, "sqlstate", None) or ""
    of_the_server = state[:2] in _POSTGRESQL_CLASSES or state == _READ_ONLY
    return error.connection_invalidated or code in _SQLITE_CODES or of_the_server


def insert(db: Connection, table: Table) -> Any:
    """An INSERT that can say ON CONFLICT, in the dialect of this database."""
    return insert_for(db.dialect.name, table)


def insert_for(dialect: str, table: Table) -> Any:
    """The same by the name of the dialect, for a statement that is built once."""
    return postgresql_insert(table) if dialect == "postgresql" else sqlite_insert(table)


NEWEST = "0001"
"""The migration that makes the tables as this program knows them."""


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; safe to call on a database of any age."""
    # Here, because to load it takes a tenth of what every start of the program takes.
    from alembic import command
    from alembic.config import Config

    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def needs_migration(engine: Engine) -> bool:
    """Is the database older than this program?"""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return True
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) != NEWEST)
