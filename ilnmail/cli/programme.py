"""`ilnmail round`, `order`, `pairings`, `invite`: the programme, by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, looking, show

if TYPE_CHECKING:
    from ilnmail.effects import Tell

round_app = typer.Typer(no_args_is_help=True, help="Open, close, match and show rounds.")


def _give(text: str, config: Path, as_json: bool, actor: str = "operator", yes: bool = False) -> None:
    """One implementation: the grammar and the orders of the coordinators' mail."""
    with installation(config) as app:
        told = app.order(text, actor, int(yes))
    if not told:
        fail(f"'{text}' is no order; `ilnmail order help` lists them")
    show([{"": one.words} for one in told], as_json, "") if as_json else print(
        "\n".join(one.words for one in told)
    )
    _write_files(told)
    if not all(one.done for one in told):
        raise typer.Exit(1)


def _write_files(told: "tuple[Tell, ...]") -> None:
    """What a mail would bring as an attachment lies in this folder."""
    from ilnmail.spreadsheet import file_of

    for name, text in (file for one in told for file in one.files):
        Path(name).write_bytes(file_of(name, text).content)
        print(f"Written: {name}")


def order(
    text: list[str],
    yes: Annotated[bool, typer.Option("--yes", help="Do what wants a preview first.")] = False,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """Any order a coordinator may give by mail. Example: ilnmail order approve all"""
    _give(" ".join(text), config, json, yes=yes)


def export(
    what: Annotated[str, typer.Argument(help="people, matches, answers, round or tickets.")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook instead of CSV.")] = False,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """One list as a spreadsheet, into this folder. Example: ilnmail export people --xlsx"""
    _give(f"export {what} {'xlsx' if xlsx else ''}".strip(), config, json)


def as_(
    address: Annotated[str, typer.Argument(help="Of a coordinator.")],
    text: Annotated[list[str], typer.Argument(help="What they would write.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do what wants a preview first.")] = False,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """What a coordinator would write; numbers mean their newest letter. Example: ilnmail as maria@example.org "approve 1-12" """
    _give("\n".join(text) if any(" " in one for one in text) else " ".join(text), config, json, address, yes)


@round_app.command("open")
def open_round(name: str, day: str, config: Config = CONFIG, json: Json = False) -> None:
    """Take applications. Example: ilnmail round open 2027A 2027-03-01"""
    _give(f"round open {name} {day}", config, json)


@round_app.command("close")
def close_round(config: Config = CONFIG, json: Json = False) -> None:
    """No more applications. Example: ilnmail round close"""
    _give("round close", config, json)


@round_app.command("match")
def match_round(config: Config = CONFIG, json: Json = False) -> None:
    """Find the pairs; the proposal goes to the coordinators by mail. Example: ilnmail round match"""
    _give("round match", config, json)
    with installation(config) as app:
        app.tick()


@round_app.command("show")
def show_round(config: Config = CONFIG, json: Json = False) -> None:
    """The rounds that are not over, with every date. Example: ilnmail round show"""
    _give("round show", config, json)


def pairings(config: Config = CONFIG, json: Json = False) -> None:
    """All pairings, with state and score. Example: ilnmail pairings"""
    from ilnmail.load.facts import pairing_rows

    with looking(config) as db:
        show(pairing_rows(db), json, "No pairings yet. They come with `ilnmail round match`.")


def invite(
    config: Config = CONFIG,
    html: Annotated[Path | None, typer.Option(help="Write a page to host instead.")] = None,
) -> None:
    """A text to forward, with a link that opens a ready mail. Example: ilnmail invite --html join.html"""
    with installation(config) as app:
        text, link = app.invitation()
    if html is None:
        print(f"{text}\n\n{link}")
        return
    from html import escape

    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(app.settings.programme.name)}</title>"
        '<body style="max-width:36rem;margin:3rem auto;padding:0 1rem;font:18px/1.6 Georgia,serif">'
        f'<pre style="white-space:pre-wrap;font:inherit">{escape(text)}</pre>'
        f'<p><a href="{escape(link)}">Write to us</a></p></body></html>'
    )
    html.write_text(page, encoding="utf-8")
    print(f"Written: {html}")


COMMANDS: dict[str, Callable[..., Any]] = {
    "order": order,
    "as": as_,
    "export": export,
    "pairings": pairings,
    "invite": invite,
}
