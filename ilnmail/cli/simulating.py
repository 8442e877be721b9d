"""`ilnmail simulate`: a whole round with made-up people, without a network, its promises checked as it goes."""

import json as jsonlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ilnmail.cli.options import Json, fail


def simulate(
    people: Annotated[int, typer.Option(help="How many.")] = 92,
    months: Annotated[int, typer.Option(help="How long the term is.")] = 4,
    seed: Annotated[str, typer.Option(help="Another word, other people.")] = "1",
    chaos: Annotated[
        bool, typer.Option("--chaos", help="More of them silent, away, gone or unreachable.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with charts.")] = None,
    json: Json = False,
) -> None:
    """Play a round in virtual time; exit code 1 with the first promise that was not kept. Example: ilnmail simulate --people 92 --chaos"""
    from rich.console import Console
    from rich.status import Status

    from ilnmail.cli.simulated import simulate as play
    from ilnmail.simulate.chart import page

    if people < 2 or months < 1:
        fail("choose at least 2 people and 1 month")
    with Status("Nothing has happened yet", console=Console(stderr=True)) as status:
        report = play(
            people, months, seed, chaos, lambda day, mails: status.update(f"{day:%-d %B}: {mails:,} mails")
        )
    if html:
        html.write_text(page(report), encoding="utf-8")
    print(jsonlib.dumps(report.facts(), indent=1) if json else _said(report.facts()))
    if report.broken:
        typer.echo(f"{len(report.broken)} promises were not kept; the first: {report.broken[0]}", err=True)
        raise typer.Exit(1)


def _said(facts: dict[str, Any]) -> str:
    return "\n".join(f"{name.replace('_', ' '):26}{told}" for name, told in facts.items() if name != "broken")


COMMANDS: dict[str, Callable[..., Any]] = {"simulate": simulate}
