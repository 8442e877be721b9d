"""`ilnmail people`: who is with us, and a spreadsheet of people to invite."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ilnmail.cli.matching import read
from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, looking, show

people_app = typer.Typer(
    help="Everybody, with state and country; `people import` invites those of a spreadsheet."
)


@people_app.callback(invoke_without_command=True)
def people(context: typer.Context, config: Config = CONFIG, json: Json = False) -> None:
    """Everybody, with state and country. Example: ilnmail people --json"""
    if context.invoked_subcommand is not None:
        return
    from ilnmail.load.facts import people_rows

    with looking(config) as db:
        show(people_rows(db), json, "Nobody yet. `ilnmail invite` prints a text to forward.")


@people_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV of people; docs/matching.md lists its columns.")],
    go: Annotated[
        bool, typer.Option("--go", help="Invite them. Without it nothing is kept or sent.")
    ] = False,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """What would become of each row; with --go each is asked by mail, and joins with their own YES.
    Example: ilnmail people import colleagues.csv"""
    from ilnmail.app.inviting import import_people

    sheet = read(file)
    if not sheet.people:
        fail("\n".join(map(str, sheet.problems[:20])) or f"there are no people in {file}")
    with installation(config) as app:
        found = list(import_people(app.engine, app.inside, sheet, app.now(), go))
    rows = [{**one._asdict(), "id": one.id} for one in found]
    rows += [
        {"id": "", "name": "", "address": "", "outcome": str(one)} for one in (*sheet.problems, *sheet.notes)
    ]
    show(rows, json, "")
    if not json:
        count = Counter(one.outcome for one in found)["invited"]
        print(
            f"{count} invited."
            if go
            else f"{count} would be invited; --go does it. Nobody is enrolled without a YES."
        )
