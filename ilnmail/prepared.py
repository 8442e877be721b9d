"""Statements that every mail asks for: put together and compiled once, then carried out by the driver itself.

What SQLAlchemy does around a statement at each call (cache keys, contexts, result objects) takes five to ten times as
long as the database does for a row found by an index. The statement, its types and its dialect stay SQLAlchemy's; so
do the connection, its transaction and its errors.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from ilnmail import tables
from ilnmail.columns import Tuples
from ilnmail.database import begin, carry_out, goes_together, insert_for

F = TypeVar("F")
Row = TypeVar("Row")


_REMEMBERED = 1000
"""Rows of one statement that were read last: coordinators, rounds and whoever writes come again and again."""


def given(name: str, kind: Any = None) -> Any:
    """A place in a prepared statement that is filled at each call; its type is that of the column it stands beside."""
    return bindparam(name, None, type_=kind)


@dataclass(frozen=True)
class Words:
    """What the databases say differently."""

    dialect: str

    def insert(self, table: Table) -> Any:
        """An INSERT that can say ON CONFLICT."""
        return insert_for(self.dialect, table)

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """The column holds one of the values given under that name, however many they are."""
        if self.dialect == "postgresql":
            return column == any_(given(name, ARRAY(column.type)))
        listed = func.json_each(given(name, Tuples())).table_valued("value")
        return column.in_(select(listed.c.value))


class Prepared(Generic[Row]):
    """One statement. Its values are given by the names of its places; each row comes as `make` makes it.

    What the databases say differently is said by a function of `Words`.
    """

    def __init__(self, statement: Any, make: Callable[..., Row] | None = None, same: bool = False) -> None:
        self._statement, self._make, self._same = statement, make, same
        self._forms: dict[str, _Form] = {}

    def begin(self, db: Connection, **values: Any) -> "Begun[Row]":
        """Asked together with what is asked next, which saves the way to a server and back; the rows when they are wanted."""
        if not goes_together(db):
            rows = self.all(db, **values)  # at once: an open cursor would see what is written meanwhile
            return Begun(lambda: rows)
        form, dialect = self._form(db), db.dialect
        cursor = begin(db, form.sql, form.filled(values))
        return Begun(lambda: form.rows(cursor(), dialect))

    def all(self, db: Connection, **values: Any) -> tuple[Row, ...]:
        """Every row."""
        form = self._form(db)
        return form.rows(carry_out(db, form.sql, form.filled(values)), db.dialect)

    def first(self, db: Connection, **values: Any) -> Row | None:
        """The first row, where there is one."""
        found = self.all(db, **values)
        return found[0] if found else None

    def one(self, db: Connection, **values: Any) -> Row:
        """The first row of a statement that always has one."""
        return self.all(db, **values)[0]

    def change(self, db: Connection, **values: Any) -> int:
        """Carried out for what it changes. How many rows it has changed."""
        form = self._form(db)
        return int(carry_out(db, form.sql, form.filled(values)).rowcount)

    def begin_change(self, db: Connection, **values: Any) -> None:
        """Carried out with what is asked next, at the latest before the commit; how many rows it changes is no matter."""
        form = self._form(db)
        begin(db, form.sql, form.filled(values))

    def change_each(self, db: Connection, values: Iterable[Mapping[str, Any]]) -> int:
        """The same for each of these. How many rows all of them have changed."""
        form = self._form(db)
        many = [form.filled(one) for one in values]
        return int(carry_out(db, form.sql, many, each=True).rowcount) if many else 0

    def _form(self, db: Connection) -> "_Form":
        form = self._forms.get(db.dialect.name)
        if form is None:
            form = self._forms[db.dialect.name] = _form(self._statement, self._make, self._same, db.dialect)
        return form


class Begun(Generic[Row]):
    """Rows that are on their way, or there already; none, where nothing is asked."""

    def __init__(self, rows: Callable[[], tuple[Row, ...]] = tuple) -> None:
        self._rows = rows

    @cached_property
    def all(self) -> tuple[Row, ...]:
        """Every row."""
        return self._rows()

    @property
    def first(self) -> Row | None:
        """The first row, where there is one."""
        return self.all[0] if self.all else None

    @property
    def one(self) -> Row:
        """The first row of a statement that always has one."""
        return self.all[0]


def prepared_facts(statement: Any, kind: type[F]) -> Prepared[F]:
    """A statement whose rows are facts of that kind: it selects that table."""
    return Prepared(statement, fact_maker(kind), same=True)


def fact_maker(kind: type[F]) -> Callable[..., F]:
    """From the columns of its table, in their order, to the fact."""
    return maker(kind, tuple(column.key for column in tables.TABLE_OF[kind].columns))


def maker(kind: type[F], names: tuple[str, ...]) -> Callable[..., F]:
    """From a row to a frozen value, all of whose fields are named, in the order of the row."""
    assert set(names) == {one.name for one in fields(cast(Any, kind))}

    def make(*row: Any) -> F:
        made = object.__new__(kind)
        # As its own __init__ would, which writes the fields of a frozen value one by one: ten times the time.
        made.__dict__.update(zip(names, row, strict=True))
        return made

    return make


@dataclass(frozen=True)
class _Slot:
    """One parameter, in the place where the statement has it."""

    name: str
    given: bool  # at each call
    value: Any  # where it is not
    process: Callable[[Any], Any] | None


@dataclass
class _Form:
    """A statement as one database says it."""

    sql: str
    slots: tuple[_Slot, ...]
    positional: bool
    kinds: tuple[TypeEngine[Any], ...]  # of the columns
    make: Callable[..., Any]
    same: bool  # are rows alike made only once?
    read: Callable[[Any], Any] | None = None  # from a row of the driver's

    def filled(self, values: Mapping[str, Any]) -> Any:
        """The parameters, as the driver takes them."""
        found = [
            slot.value
            if not slot.given
            else slot.process(values[slot.name])
            if slot.process
            else values[slot.name]
            for slot in self.slots
        ]
        return (
            found
            if self.positional
            else {slot.name: one for slot, one in zip(self.slots, found, strict=True)}
        )

    def rows(self, cursor: Any, dialect: Dialect) -> tuple[Any, ...]:
        """What it found, made what it is to be."""
        if self.read is None:  # what a driver's codes mean is known once it has answered
            told = zip(self.kinds, cursor.description, strict=True)
            read = _reading([kind.result_processor(dialect, column[1]) for kind, column in told], self.make)
            self.read = lru_cache(_REMEMBERED)(read) if self.same else read
        return tuple(map(self.read, cursor.fetchall()))


def _reading(
    processes: Iterable[Callable[[Any], Any] | None], make: Callable[..., Any]
) -> Callable[[tuple[Any, ...]], Any]:
    """From a row as the driver gives it to what it is to be."""
    changed = [(place, process) for place, process in enumerate(processes) if process is not None]

    def read(row: tuple[Any, ...]) -> Any:
        values = list(row)
        for place, process in changed:
            if values[place] is not None:
                values[place] = process(values[place])
        return make(*values)

    return read if changed else lambda row: make(*row)


def _form(statement: Any, make: Callable[..., Any] | None, same: bool, dialect: Dialect) -> _Form:
    if callable(statement):
        statement = statement(Words(dialect.name))
    told = visitors.cloned_traverse(statement, {}, {"bindparam": _written_out})
    compiled = told.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    columns = list(getattr(statement, "exported_columns", ()))
    row = namedtuple("Found", [one.key for one in columns], rename=True)  # type: ignore[misc]
    return _Form(
        sql=str(compiled),
        slots=tuple(_slots(compiled, dialect)),
        positional=bool(compiled.positional),
        kinds=tuple(one.type.dialect_impl(dialect) for one in columns),
        make=make or row,
        same=same,
    )


def _written_out(value: BindParameter[Any]) -> None:
    """One of the statement itself: a planner that knows what is asked for finds the better way."""
    value.literal_execute = value.unique


def _slots(compiled: SQLCompiler, dialect: Dialect) -> Iterable[_Slot]:
    fixed = compiled.construct_params(_check=False)
    for name in compiled.positiontup or fixed:
        bind = compiled.binds.get(name)
        kind: TypeEngine[Any] | None = bind.type.dialect_impl(dialect) if bind is not None else None
        process = kind.bind_processor(dialect) if kind is not None else None
        # A value of the statement itself has a name of its own.
        is_given = bind is not None and not bind.unique
        value = None if is_given else fixed[name]
        yield _Slot(name, is_given, process(value) if process and not is_given else value, process)
