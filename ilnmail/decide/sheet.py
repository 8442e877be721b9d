"""People in a spreadsheet: rows to people that can be matched or invited, with an error for each cell that is none."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from email_validator import EmailNotValidError, validate_email

from ilnmail.data.interests import tag_of
from ilnmail.matching import Applicant
from ilnmail.understand.application.details import stage_of
from ilnmail.understand.application.names_of_places import languages, plain
from ilnmail.understand.application.places import cities_named, mentions_of_places
from ilnmail.understand.application.signals import zones_of
from ilnmail.understand.application.wanted import read_wish

COLUMNS: Mapping[str, str] = {
    "name": "what somebody is called",
    "country": "where they work: a name in any language, or two letters",
    "languages": "those they write, the best first: names or codes, between commas",
    "id": "a number, P-12 or 12; the number of the row where there is none",
    "city": "gives the time zone",
    "interests": "between commas",
    "work": "place and kind of work",
    "wish": "the partner asked for, in words: somebody in Africa, a different kind of library, surprise me",
    "experience": "how long they have worked, in words: student, 12 years",
    "trio": "yes: would take part in a group of three",
    "avoid": "ids or names never to be paired with, between commas",
    "former": "ids or names of earlier partners, between commas",
    "waited": "rounds waited",
    "owed": "favours owed",
    "address": "only for inviting",
}
"""The columns, in any order; others are left alone. The first three are needed."""

_NEEDED = ("name", "country", "languages")


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be read."""

    row: int  # as the spreadsheet counts: the head line is 1
    column: str
    words: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.words}"


@dataclass(frozen=True)
class Sheet:
    """What a spreadsheet holds."""

    people: tuple[Applicant, ...]
    names: Mapping[int, str]
    addresses: Mapping[int, str]
    cities: Mapping[int, str]
    problems: tuple[Problem, ...]
    rows: Mapping[int, int] = field(default_factory=dict)  # id -> where it stands in the spreadsheet


def read_sheet(text: str) -> Sheet:
    """People and problems; a row with a problem is left out. CSV (RFC 4180) with commas, semicolons or tabs."""
    head, *rows = _rows(text) or [[]]
    columns = [plain(name).strip() for name in head]
    missing = tuple(
        Problem(1, name, f"there is no such column; it is {COLUMNS[name]}")
        for name in _NEEDED
        if name not in columns
    )
    if missing:
        return Sheet((), {}, {}, {}, missing)
    told = [
        (n, dict(zip(columns, row, strict=False)))
        for n, row in enumerate(rows, 2)
        if any(c.strip() for c in row)
    ]
    read = [_Row(n, cells, told) for n, cells in told]
    problems = [problem for row in read for problem in row.problems()] + list(_twice(read))
    bad = {problem.row for problem in problems}
    good = [row for row in read if row.number not in bad]
    return Sheet(
        tuple(row.applicant() for row in good),
        {row.id: row.cell("name") for row in good},
        {row.id: row.cell("address") for row in good if row.cell("address")},
        {row.id: row.cell("city") for row in good if row.cell("city")},
        tuple(sorted(problems, key=lambda one: one.row)),
        {row.id: row.number for row in good},
    )


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in re.split(r"[,;/|]", cell) if piece.strip())


class _Row:
    """One row of the sheet, and the others it may name."""

    def __init__(self, number: int, cells: dict[str, str], others: list[tuple[int, dict[str, str]]]) -> None:
        self.number, self.cells, self._others = number, cells, others
        self.id = _id(self.cell("id")) or number

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip().removeprefix("'")

    @property
    def country(self) -> str:
        return country_code(self.cell("country"))

    def problems(self) -> Iterator[Problem]:
        for column, (read, wanted) in _CHECKS.items():
            if self.cell(column) or column in _NEEDED:
                words = read(self.cell(column))
                if words is None:
                    yield Problem(
                        self.number,
                        column,
                        f"{self.cell(column)!r} is {wanted}" if self.cell(column) else "is empty",
                    )

    def applicant(self) -> Applicant:
        wanted = read_wish(self.cell("wish"))
        zones = [c.zone for c in cities_named(plain(self.cell("city"))) if c.country == self.country]
        return Applicant(
            id=self.id,
            country=self.country,
            zone=next(iter((*zones, *zones_of(self.country))), "UTC"),
            languages=tuple(
                dict.fromkeys(code for one in _listed(self.cell("languages")) if (code := language_code(one)))
            ),
            interests=tuple(tag_of(one.casefold()) for one in _listed(self.cell("interests"))),
            work=self.cell("work"),
            stage=stage_of(self.cell("experience")),
            wanted_countries=tuple(sorted(wanted.countries)),
            wanted_stage=wanted.stage,
            wanted_manner=wanted.manner,
            trio=bool(_yes_or_no(self.cell("trio"))),
            avoid=self._named("avoid"),
            former=self._named("former"),
            waited=int(self.cell("waited") or 0),
            owed=int(self.cell("owed") or 0),
        )

    def _named(self, column: str) -> tuple[int, ...]:
        by_name = {plain(cells.get("name", "")): _id(cells.get("id", "")) or n for n, cells in self._others}
        found = (_id(one) or by_name.get(plain(one)) for one in _listed(self.cell(column)))
        return tuple(one for one in found if one)


def _id(cell: str) -> int | None:
    found = re.fullmatch(r"\s*(?:P-)?(\d{1,9})\s*", cell, re.I)
    return int(found[1]) if found else None


def country_code(cell: str) -> str:
    """ISO 3166-1 alpha-2 of a cell; "" where it names none, or several."""
    if re.fullmatch(r"[A-Za-z]{2}", cell) and zones_of(cell.upper()):
        return cell.upper()
    found = {code for m in mentions_of_places(cell) if m.kind == "country" for code in m.codes}
    return found.pop() if len(found) == 1 else ""


def language_code(cell: str) -> str:
    """ISO 639 code of a name or a code."""
    bare = plain(re.sub(r"\(.*", "", cell))
    codes = set(languages().values())
    return bare if bare in codes else languages().get(bare, "")


def _yes_or_no(cell: str) -> bool | None:
    return {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "x": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
        "": False,
    }.get(cell.casefold())


def _number(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _address(cell: str) -> str | None:
    try:
        return validate_email(cell, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


_CHECKS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "name": (lambda cell: cell or None, ""),
    "country": (lambda cell: country_code(cell) or None, "no country we know, or more than one"),
    "languages": (
        lambda cell: next((c for one in _listed(cell) if (c := language_code(one))), None),
        "no language we know",
    ),
    "id": (_id, "no number"),
    "trio": (_yes_or_no, "neither yes nor no"),
    "waited": (_number, "no whole number"),
    "owed": (_number, "no whole number"),
    "address": (_address, "no address"),
}


def _twice(rows: list[_Row]) -> Iterator[Problem]:
    """Two rows with one id would be one person."""
    seen: dict[int, int] = {}
    for row in rows:
        if row.id in seen:
            yield Problem(row.number, "id", f"{row.id} stands in row {seen[row.id]} too")
        seen.setdefault(row.id, row.number)
