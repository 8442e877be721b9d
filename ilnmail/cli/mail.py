"""`ilnmail inbox`, `quarantine`, `explain`, `status`: the mail itself."""

import json as jsonlib
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, looking, show

if TYPE_CHECKING:
    from ilnmail.app import App

quarantine_app = typer.Typer(no_args_is_help=True, help="Mail that could not be handled, kept whole.")
Id = Annotated[int | None, typer.Argument(help="Show this one.")]


def inbox(id: Id = None, config: Config = CONFIG, json: Json = False) -> None:
    """Every mail that came in, with its outcome. Example: ilnmail inbox 12"""
    from ilnmail.load.facts import inbox_rows, raw_message

    with looking(config) as db:
        if id is None:
            show(inbox_rows(db), json, "No mail yet.")
        else:
            print(
                (raw_message(db, id) or b"").decode("utf-8", "replace") or fail(f"there is no message {id}")
            )


@quarantine_app.command("list")
def quarantine_list(config: Config = CONFIG, json: Json = False) -> None:
    """What is set aside, and why. Example: ilnmail quarantine list"""
    from ilnmail.inbox import quarantined

    with installation(config) as app:
        show(
            [{"id": id, "reason": why} for id, why in quarantined(app.engine)], json, "Nothing is set aside."
        )


@quarantine_app.command("show")
def quarantine_show(id: int, config: Config = CONFIG) -> None:
    """One message as it came. Example: ilnmail quarantine show 12"""
    inbox(id, config)


@quarantine_app.command("replay")
def quarantine_replay(id: int, config: Config = CONFIG) -> None:
    """Try it once more from the beginning. Example: ilnmail quarantine replay 12"""
    with installation(config) as app:
        _ordered(app, f"release {id}", id)
        app.work()
    print(f"Message {id} was read again; `ilnmail inbox` shows its outcome.")


@quarantine_app.command("drop")
def quarantine_drop(id: int, config: Config = CONFIG) -> None:
    """Leave it unread; nobody is asked about it any more. Example: ilnmail quarantine drop 12"""
    with installation(config) as app:
        _ordered(app, f"drop {id}", id)
    print(f"Message {id} stays unread; `ilnmail order undo` takes that back.")


def _ordered(app: "App", order: str, id: int) -> None:
    """The same order that a coordinator gives by mail."""
    if not all(told.done for told in app.order(order)):
        fail(f"message {id} is not set aside; `ilnmail quarantine list` shows what is")


def explain(
    path: Annotated[Path, typer.Argument(help="An .eml file, a folder of them, or - for what comes in.")],
    address: Annotated[str, typer.Option(help="Our own address.")] = "iln@example.org",
    participant: Annotated[str, typer.Option(help="Address of somebody who takes part.")] = "",
    coordinator: Annotated[str, typer.Option(help="Address of a coordinator.")] = "",
    authserv_id: Annotated[str, typer.Option(help="Whose Authentication-Results to believe.")] = "",
    asked: Annotated[str, typer.Option(help="Kind of the letter answered: card, day-7, prompt ...")] = "",
    sent: Annotated[Path | None, typer.Option(help="The letter answered, an .eml file.")] = None,
    today: Annotated[str, typer.Option(help="The day it came: 2027-01-20.")] = "",
    json: Json = False,
) -> None:
    """What each step reads in a mail, why, and what would come of it. Example: ilnmail explain mail.eml"""
    from ilnmail.app.explaining import KINDS, Stand, explained

    if asked not in ("", "command", *KINDS):
        fail(f"nothing asks {asked!r}; name one of {', '.join(KINDS)}")
    stand = Stand(
        today=_day(today),
        participant=participant,
        coordinator=coordinator,
        asked=KINDS.get(asked, ""),
        sent=_octets(sent) if sent else b"",
        source=authserv_id,
    )
    files = _mails(path)
    found = [(one, explained(_octets(one), address, stand)) for one in files]
    if path.is_dir():
        rows = [{"file": one.name, **told} for one, told in found]
        brief = ("file", "class", "level", "verdict", "command", "reason")
        show(rows if json else [{name: row[name] for name in brief} for row in rows], json, "No mail there.")
    elif json:
        print(jsonlib.dumps(found[0][1], ensure_ascii=False, indent=1))
    else:
        rows = [{"step": step, "finding": _said(told)} for step, told in found[0][1].items() if told]
        show(rows, False, "")


def _mails(path: Path) -> list[Path]:
    if str(path) != "-" and not path.exists():
        fail(f"there is no {path}; name an .eml file, a folder of them, or - to read from a pipe")
    return sorted(path.glob("*.eml")) if path.is_dir() else [path]


def _octets(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    if not path.is_file():
        fail(f"there is no {path}; name an .eml file")
    return path.read_bytes()


def _day(written: str) -> date:
    from ilnmail.clock import machine_clock

    try:
        return date.fromisoformat(written) if written else machine_clock().now().date()
    except ValueError:
        fail(f"{written!r} is no day; write it as 2027-01-20")
    raise AssertionError


def _said(told: object) -> str:
    """A finding as one reads it."""
    match told:
        case list():
            return "\n".join(_said(one) for one in told)
        case dict():
            return ", ".join(f"{name} {_said(one)}" for name, one in told.items() if one)
        case tuple():
            return ", ".join(str(one) for one in told)
    return str(told)


def status(config: Config = CONFIG, json: Json = False) -> None:
    """Is the mail all right? Exit code 1 if not. Example: ilnmail status"""
    from ilnmail.load.facts import health

    with installation(config) as app:
        from ilnmail.database import reading

        with reading(app.engine) as db:
            problems, figures = health(db, app.now())
    show([figures] if json else [{"what": what, "now": now} for what, now in figures.items()], json, "")
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


COMMANDS: dict[str, Callable[..., Any]] = {
    "inbox": inbox,
    "explain": explain,
    "status": status,
}
