"""`ilnmail match`: pairs from a plain spreadsheet, without a mailbox or a database."""

import csv
import json as jsonlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail

if TYPE_CHECKING:
    from ilnmail.decide.sheet import Sheet
    from ilnmail.matching import Proposal
    from ilnmail.schedules import Weights

_MOST_PROBLEMS = 20


def match(
    file: Annotated[Path, typer.Argument(help="A CSV of people; docs/matching.md lists its columns.")],
    csv_out: Annotated[Path | None, typer.Option("--csv", help="Write the pairs there as CSV.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to look at.")] = None,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """Pairs from a spreadsheet: the best there are, and why. Example: ilnmail match people.csv --html pairs.html"""
    from ilnmail.app.match_report import page
    from ilnmail.matching import must_compile, propose

    sheet = read(file)
    if sheet.problems:
        fail(
            "\n".join(map(str, sheet.problems[:_MOST_PROBLEMS]))
            + f"\n{len(sheet.problems)} cells to mend in {file}; nothing was matched"
        )
    if must_compile(len(sheet.people)):
        print("Compiling the solver for large rounds; once, about a minute.", file=sys.stderr, flush=True)
    made = propose(sheet.people, weights=weights(config))
    if made.wrong:
        fail(f"these pairs could not be proved to be the best ({made.wrong}); please report it with the file")
    if csv_out:
        _write_csv(csv_out, made, sheet)
    if html:
        html.write_text(page(made, {one.id: one for one in sheet.people}, sheet.names), encoding="utf-8")
    print(jsonlib.dumps(_facts(made, sheet), ensure_ascii=False, indent=1) if json else _said(made, sheet))


def weights(config: Path) -> "Weights":
    """Those of the installation, where there are settings; else as shipped."""
    from ilnmail.app.inside import schedules
    from ilnmail.places import PlaceError
    from ilnmail.schedules import ScheduleError
    from ilnmail.settings import SettingsError, load_settings

    try:
        words = load_settings(config).folders.words if config.is_file() else None
        return schedules(words).matching
    except (SettingsError, PlaceError, ScheduleError) as error:
        fail(str(error))


def read(file: Path) -> "Sheet":
    """The people of a file; one line where there is none."""
    from ilnmail.decide.sheet import read_sheet
    from ilnmail.understand.sheets import csv_of, is_sheet

    if not file.is_file():
        fail(f"there is no {file}; name a CSV file with a head line")
    text = csv_of(file.name, file.read_bytes()) if is_sheet(file.name) else ""
    if not text.strip():
        fail(f"{file} cannot be opened; save it as CSV (UTF-8) or XLSX")
    return read_sheet(text)


def _facts(made: "Proposal", sheet: "Sheet") -> dict[str, Any]:
    return {
        "pairings": [
            {
                "ids": one.members,
                "people": [sheet.names[id] for id in one.members],
                "score": one.score,
                "language": one.language,
                "reasons": one.reasons,
                "warnings": one.warnings,
            }
            for one in made.pairings
        ],
        "unmatched": [
            {"id": one.id, "name": sheet.names[one.id], "reason": one.reason} for one in made.unmatched
        ],
        "total": made.total,
        "worst": made.worst,
        "proof": made.proof,
        "digest": made.digest,
    }


def _said(made: "Proposal", sheet: "Sheet") -> str:
    pairs = [
        f"{' and '.join(sheet.names[id] for id in one.members)}  {one.score}  {'; '.join((*one.reasons, *one.warnings))}"
        for one in made.pairings
    ]
    left = [f"{sheet.names[one.id]}: {one.reason}" for one in made.unmatched]
    return "\n".join(
        (
            *pairs,
            *(["", "Without a partner:", *left] if left else []),
            "",
            made.proof or "Nobody could be paired.",
        )
    )


def _write_csv(path: Path, made: "Proposal", sheet: "Sheet") -> None:
    from ilnmail.decide.cells import cell

    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("ids", "people", "score", "language", "reasons", "warnings"))
        for one in made.pairings:
            names = tuple(sheet.names[id] for id in one.members)
            told = (
                one.members,
                names,
                one.score,
                one.language,
                "; ".join(one.reasons),
                "; ".join(one.warnings),
            )
            writer.writerow([cell(value) for value in told])


COMMANDS: dict[str, Callable[..., Any]] = {"match": match}
