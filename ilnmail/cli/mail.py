"""`ilnmail inbox`, `outbox`, `quarantine`, `explain`, `status`: the mail itself."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, looking, show

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


def outbox(id: Id = None, config: Config = CONFIG, json: Json = False) -> None:
    """Every letter, with its state; one letter whole. Example: ilnmail outbox 7"""
    from ilnmail.load.facts import outbox_rows, raw_letter

    with looking(config) as db:
        if id is None:
            show(outbox_rows(db), json, "No letters yet.")
        else:
            print((raw_letter(db, id) or b"").decode("utf-8", "replace") or fail(f"there is no letter {id}"))


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
    from ilnmail.inbox import release

    with installation(config) as app:
        if not release(app.engine, id):
            fail(f"message {id} is not set aside; `ilnmail quarantine list` shows what is")
        app.work()
    print(f"Message {id} was read again; `ilnmail inbox` shows its outcome.")


def explain(
    path: Annotated[Path, typer.Argument(help="An .eml file, or - for what comes in.")],
    address: Annotated[str, typer.Option(help="Our own address.")] = "iln@example.org",
    json: Json = False,
) -> None:
    """What each step reads in a mail, and why. Example: ilnmail explain mail.eml"""
    from ilnmail.understand.explain import explained
    from ilnmail.understand.read import read
    from ilnmail.understand.reading import Us

    if str(path) != "-" and not path.is_file():
        fail(f"there is no {path}; name an .eml file, or - to read from a pipe")
    raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    found = explained(read(raw, Us(address=address, name="International Librarians Network")))
    show([found] if json else [{"step": step, "finding": value} for step, value in found.items()], json, "")


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
    "outbox": outbox,
    "explain": explain,
    "status": status,
}
