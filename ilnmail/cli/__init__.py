"""Words on the command line; each is one call into `app` or one question to the database."""

import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

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
    """The program. An error is one line that says what to do next, never a traceback; exit code 1, 2 for a word or an
    option that there is not."""
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        _end(_in_one_line(error), 2)
    except typer.Abort:
        _end("Stopped. Nothing more was done.", 1)
    except Exception as error:  # whatever it is, whoever typed it gets a sentence
        _end(f"ilnmail: {error}", 1)
    raise SystemExit(code)


def _in_one_line(error: TyperException) -> str:
    """What is wrong with the words typed, and what says which there are. Nothing where the help was just shown."""
    said = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)  # of all kinds but a file that cannot be opened
    where = context.command_path if context else "ilnmail"
    return f"{said}{'' if said.endswith('?') else '.'} See `{where} --help`." if said else ""


def _end(words: str, code: int) -> NoReturn:
    if words:
        print(words, file=sys.stderr)
    raise SystemExit(code)
