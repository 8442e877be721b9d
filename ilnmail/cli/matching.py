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
    from ilnmail.matching import Proposal, ProposedPairing
    from ilnmail.schedules import Weights

_MOST_SHOWN = 20  # cells
_MANY = 5000  # people from whom on one waits long enough to be told how far it is


def match(
    file: Annotated[Path, typer.Argument(help="A CSV of people; docs/matching.md lists its columns.")],
    csv_out: Annotated[Path | None, typer.Option("--csv", help="Write the pairs there as CSV.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to look at.")] = None,
    config: Config = CONFIG,
    json: Json = False,
) -> None:
    """Pairs from a spreadsheet: the best there are, and why. Example: ilnmail match people.csv --html pairs.html"""
    from ilnmail.matching.ahead import must_compile
    from ilnmail.matching.propose import propose

    sheet = read(file)
    if sheet.problems:
        fail(
            "\n".join(map(str, sheet.problems[:_MOST_SHOWN]))
            + f"\n{_cells(len(sheet.problems))} to mend in {file}; nothing was matched"
        )
    _warn(sheet)
    if must_compile(len(sheet.people)):
        print("Compiling the solver for large rounds; once, about a minute.", file=sys.stderr, flush=True)
    watch = _reached if len(sheet.people) >= _MANY else None
    made = propose(sheet.people, weights=weights(config), watch=watch)
    if made.wrong:
        fail(f"these pairs could not be proved to be the best ({made.wrong}); please report it with the file")
    if csv_out:
        _write_csv(csv_out, made, sheet)
    if html:
        _write_page(html, made, sheet)
    print(jsonlib.dumps(_facts(made, sheet), ensure_ascii=False, indent=1) if json else _said(made, sheet))


def _reached(part: float) -> None:
    print(
        f"These pairs have at least {100 * part:.4f} % of the most points there could be.",
        file=sys.stderr,
        flush=True,
    )


def _cells(count: int) -> str:
    return f"{count} {'cell' if count == 1 else 'cells'}"


def _warn(sheet: "Sheet") -> None:
    """What is strange in the file, though it can be matched."""
    for note in sheet.notes[:_MOST_SHOWN]:
        print(f"note: {note}", file=sys.stderr)
    if len(sheet.notes) > _MOST_SHOWN:
        print(f"note: {len(sheet.notes) - _MOST_SHOWN} more of this kind", file=sys.stderr)


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
        line
        for n, one in enumerate(_weakest_first(made), 1)
        for line in (
            f"{n:>4}  {one.score:>3}  {' and '.join(map(sheet.with_country, one.members))}",
            f"           {'; '.join(one.reasons)}",
            *(f"           ! {warning}" for warning in one.warnings),
        )
    ]
    left = [f"      {sheet.with_country(one.id)}: {one.reason}" for one in made.unmatched]
    return "\n".join(
        (
            *(["      The score is 0 to 100; the weakest pairs come first.", *pairs, ""] if pairs else []),
            *(["Without a partner:", *left, ""] if left else []),
            made.proof or "Nobody could be paired.",
        )
    )


def _weakest_first(made: "Proposal") -> "list[ProposedPairing]":
    return sorted(made.pairings, key=lambda one: (one.score, not one.warnings, one.members))


def _write_csv(path: Path, made: "Proposal", sheet: "Sheet") -> None:
    from ilnmail.decide.cells import cell

    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("ids", "people", "score", "language", "reasons", "warnings"))
        for one in _weakest_first(made):
            ids = tuple(f"P-{id}" for id in one.members)
            names = tuple(sheet.names[id] for id in one.members)
            reasons, warnings = "; ".join(one.reasons), "; ".join(one.warnings)
            told = (ids, names, one.score, one.language, reasons, warnings)
            writer.writerow([cell(value) for value in told])
        writer.writerows(
            [cell(value) for value in ((f"P-{one.id}",), (sheet.names[one.id],), "", "", one.reason, "")]
            for one in made.unmatched
        )


def _write_page(path: Path, made: "Proposal", sheet: "Sheet") -> None:
    from ilnmail.pages import Pairs, numbered, pairs_page

    countries = {one.id: one.country for one in sheet.people}
    page = Pairs(
        round="",
        proof=made.proof or "Nobody could be paired.",
        digest=made.digest,
        pairs=numbered(
            (tuple((sheet.names[id], countries[id]) for id in one.members), one)
            for one in _weakest_first(made)
        ),
        left=tuple((sheet.names[one.id], one.reason) for one in made.unmatched),
    )
    path.write_text(pairs_page(page), encoding="utf-8")


COMMANDS: dict[str, Callable[..., Any]] = {"match": match}
