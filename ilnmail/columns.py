"""How a field of a fact becomes a column that means the same in SQLite and in PostgreSQL."""

import json
import types
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Boolean, Column, Date, DateTime, Dialect, Float, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite forgets time zones; this refuses to."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value}")
        return value and value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _kept if dialect.name == "sqlite" else _in_utc


class Tuples(TypeDecorator[tuple[Any, ...]]):
    """A tuple, of tuples perhaps, kept as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], tuple[Any, ...] | None]:
        return _tuples


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list, kept as that word."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        kept: dict[str | None, StrEnum | None] = {str(word): word for word in self.words}
        return (kept | {None: None}).__getitem__


# The same few texts come with nearly every row, and what they are read to cannot be changed: each is read once.
@lru_cache(maxsize=4000)
def _kept(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return value and value.astimezone(UTC)


@lru_cache(maxsize=4000)
def _tuples(value: str | None) -> tuple[Any, ...] | None:
    return None if value is None else _as_tuples(json.loads(value))


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(v) for v in value) if isinstance(value, list) else value


_PLAIN: dict[type, TypeEngine[Any]] = {
    bool: Boolean(),
    int: Integer(),
    float: Float(),
    str: Text(),
    date: Date(),
    datetime: Moment(),
}


def columns_of(fact: type, primary: tuple[str, ...]) -> Iterator[Column[Any]]:
    """One column a field, in the order of the fact; `X | None` may be null."""
    hints = get_type_hints(fact)
    for entry in fields(fact):
        kind, optional = _without_none(hints[entry.name])
        yield Column(
            entry.name,
            _column_type(kind),
            primary_key=entry.name in primary,
            nullable=optional,
            autoincrement=False,
        )


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        (kind,) = (arg for arg in get_args(hint) if arg is not type(None))
        return kind, True
    return hint, False


def _column_type(kind: Any) -> TypeEngine[Any]:
    if get_origin(kind) is tuple:
        return Tuples()
    if issubclass(kind, StrEnum):
        return Word(kind)
    return _PLAIN[kind]


def typed(column: Column[Any], value: object) -> object:
    """A value that may have been JSON meanwhile (an act's, for UNDO), as its column holds it."""
    if isinstance(value, str) and isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and column.type.python_type is date:
        return date.fromisoformat(value)
    return value
