"""The options that many commands share, and the installation they open."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ilnmail.app import App

Config = Annotated[Path, typer.Option("--config", envvar="ILNMAIL_CONFIG", help="The settings file.")]
Json = Annotated[bool, typer.Option("--json", help="Print facts as JSON.")]
CONFIG = Path("ilnmail.toml")


@contextmanager
def installation(config: Path, caged: bool = False) -> Iterator["App"]:
    """The program over the settings of that file, its tables up to date."""
    from ilnmail.app import open_app
    from ilnmail.clock import machine_clock
    from ilnmail.database import needs_migration
    from ilnmail.settings import SettingsError, load_settings

    try:
        settings = load_settings(config)
    except SettingsError as error:
        fail(str(error))
    with open_app(settings, machine_clock().now, caged) as app:
        if needs_migration(app.engine):
            fail("the tables are not there or of an older version; run `ilnmail migrate`")
        app.prepare()
        yield app


@contextmanager
def looking(config: Path) -> Iterator["Connection"]:
    """The database, to look into."""
    from ilnmail.database import reading

    with installation(config) as app, reading(app.engine) as db:
        yield db


def fail(words: str) -> NoReturn:
    """One line, and exit code 1."""
    typer.echo(words, err=True)
    raise typer.Exit(1)


def show(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    """Facts as a table, or as JSON."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    if not rows:
        print(nothing)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*rows[0], box=None, header_style="bold")
    for row in rows:
        table.add_row(*(_in_words(value) for value in row.values()))
    Console().print(table)


def _in_words(value: object) -> str:
    if value is None:
        return ""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)
