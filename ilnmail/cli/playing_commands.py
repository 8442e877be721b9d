"""`ilnmail demo` and `talk`, found only when they are asked for: they bring a mail server along."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer


def demo(
    people: Annotated[int, typer.Option(help="How many librarians take part, 2 to 42.")] = 42,
    seed: Annotated[str, typer.Option(help="Another word gives another round.")] = "1",
    out: Annotated[Path, typer.Option(help="Folder for the page and the mails.")] = Path("demo"),
    fast: Annotated[bool, typer.Option("--fast", help="Do not stop for reading.")] = False,
    signups: Annotated[Path | None, typer.Option(help="A folder of .eml files to sign up with.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Play a round by mail, over real IMAP and SMTP, in less than a minute. Example: ilnmail demo --fast"""
    from ilnmail.cli.demo import demo as play

    play(people, seed, out, fast, signups, json)


def talk(
    script: Annotated[Path | None, typer.Option(help="Lines to say instead of the keyboard.")] = None,
) -> None:
    """Be a librarian: write, wait, read. Example: ilnmail talk"""
    from ilnmail.cli.talk import talk as speak

    speak(script)


COMMANDS: dict[str, Callable[..., Any]] = {"demo": demo, "talk": talk}
