"""Words on the command line; each is one call into `app` or one question to the database."""

import sys
from typing import Annotated

import typer

from ilnmail import __version__
from ilnmail.cli import (
    doctoring,
    installation,
    letters,
    mail,
    matching,
    people,
    playing_commands,
    programme,
    running,
    simulating,
    site,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A mentoring programme run by mail.",
)
app.add_typer(programme.round_app, name="round")
app.add_typer(people.people_app, name="people")
app.add_typer(mail.quarantine_app, name="quarantine")
for module in (
    installation,
    doctoring,
    running,
    programme,
    matching,
    mail,
    letters,
    playing_commands,
    simulating,
    site,
):
    for name, command in module.COMMANDS.items():
        app.command(name)(command)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"ilnmail {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """A mentoring programme run by mail."""


def main() -> None:
    """The program. An error is one line that says what to do next, never a traceback; exit code 1."""
    try:
        app()
    except Exception as error:  # whatever it is, whoever typed it gets a sentence
        print(f"ilnmail: {error}", file=sys.stderr)
        raise SystemExit(1) from None
