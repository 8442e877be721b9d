"""People in a spreadsheet: rows to people that can be matched or invited, with an error for each cell that is none."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ilnmail.data.interests import tag_of
from ilnmail.decide.apart import Known
from ilnmail.decide.cards import country_name
from ilnmail.decide.read_cells import CHECKS, country_code, id_of, language_code, listed, yes_or_no, zone_of
from ilnmail.matching import Applicant
from ilnmail.model import PersonState
from ilnmail.understand.application.details import stage_of
from ilnmail.understand.application.names_of_places import plain
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
    "avoid": "never to be paired with, between commas: ids, names, places of work, countries",
    "former": "earlier partners, between commas: ids or names",
    "waited": "rounds waited",
    "owed": "favours owed",
    "address": "only for inviting",
    "state": "as in an export: who is paused, has left or has not confirmed is not paired",
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
class Said:
    """What stands in a row, in the words that stand there: what a card shows."""

    city: str
    interests: tuple[str, ...]
    wish: str
    experience: str
    never: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What a spreadsheet holds."""

    people: tuple[Applicant, ...]
    names: Mapping[int, str]
    addresses: Mapping[int, str]
    said: Mapping[int, Said]
    problems: tuple[Problem, ...]
    rows: Mapping[int, int] = field(default_factory=dict)  # id -> where it stands in the spreadsheet
    notes: tuple[Problem, ...] = ()  # cells that say nothing about anybody in the sheet, or who is left out

    @cached_property
    def _countries(self) -> Mapping[int, str]:
        return {one.id: one.country for one in self.people}

    def with_country(self, id: int) -> str:
        """Amina Yusuf (Kenya)"""
        return f"{self.names[id]} ({country_name(self._countries[id])})"


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
    everybody = _Everybody(
        [
            _Row(n, dict(zip(columns, row, strict=False)))
            for n, row in enumerate(rows, 2)
            if any(map(str.strip, row))
        ]
    )
    problems = [problem for row in everybody.rows for problem in row.problems()] + list(
        _twice(everybody.rows)
    )
    bad = {problem.row for problem in problems}
    good = [row for row in everybody.rows if row.number not in bad]
    here = [row for row in good if row.takes_part]
    return Sheet(
        tuple(row.applicant(everybody) for row in here),
        {row.id: row.cell("name") for row in here},
        {row.id: row.cell("address") for row in here if row.cell("address")},
        {row.id: row.said() for row in here},
        tuple(sorted(problems, key=lambda one: one.row)),
        {row.id: row.number for row in here},
        tuple(_notes(good, everybody)),
    )


def _notes(good: list["_Row"], everybody: "_Everybody") -> Iterator[Problem]:
    for row in good:
        if not row.takes_part:
            yield Problem(row.number, "state", f"{row.cell('name')} is {row.cell('state')}, and left out")
            continue
        for words in row.listed("avoid"):
            if not id_of(words) and not everybody.meant(words):
                yield Problem(row.number, "avoid", f"{words!r} is nobody in this sheet")


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark))


class _Row:
    """One row of the sheet."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number, self.cells = number, cells
        self.id = id_of(self.cell("id")) or number

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip().removeprefix("'")

    def listed(self, name: str) -> tuple[str, ...]:
        return listed(self.cell(name))

    @property
    def takes_part(self) -> bool:
        return self.cell("state").casefold() in ("", PersonState.ACTIVE)

    @property
    def country(self) -> str:
        return country_code(self.cell("country"))

    def problems(self) -> Iterator[Problem]:
        for column, (unread, wanted) in CHECKS.items():
            cell = self.cell(column)
            if not cell and column in _NEEDED:
                yield Problem(self.number, column, "is empty")
            elif cell and (wrong := unread(cell)):
                yield Problem(self.number, column, f"{wrong!r} is {wanted}")

    def said(self) -> Said:
        never = tuple(words for words in self.listed("avoid") if not id_of(words))
        told = (self.cell("wish"), self.cell("experience"))
        return Said(self.cell("city"), self.listed("interests"), *told, never)

    def applicant(self, everybody: "_Everybody") -> Applicant:
        wanted = read_wish(self.cell("wish"))
        return Applicant(
            id=self.id,
            country=self.country,
            zone=zone_of(self.cell("city"), self.country),
            languages=tuple(dict.fromkeys(map(language_code, self.listed("languages")))),
            interests=tuple(tag_of(one.casefold()) for one in self.listed("interests")),
            work=self.cell("work"),
            stage=stage_of(self.cell("experience")),
            wanted_countries=tuple(sorted(wanted.countries)),
            wanted_stage=wanted.stage,
            wanted_manner=wanted.manner,
            trio=bool(yes_or_no(self.cell("trio"))),
            avoid=everybody.ids(self.listed("avoid"), everybody.meant),
            former=everybody.ids(self.listed("former"), everybody.named),
            waited=int(self.cell("waited") or 0),
            owed=int(self.cell("owed") or 0),
        )


@dataclass(frozen=True)
class _Everybody:
    """All rows, found by what other rows say about them."""

    rows: list[_Row]

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = defaultdict(tuple)
        for row in self.rows:
            found[plain(row.cell("name"))] += (row.id,)
        return dict(found)

    def named(self, words: str) -> tuple[int, ...]:
        """All of that name."""
        return self._by_name.get(plain(words), ())

    def meant(self, words: str) -> tuple[int, ...]:
        """All of that name; else all whose name, place of work or country it is in other words."""
        return self.named(words) or self._known.meant(words)

    @cached_property
    def _known(self) -> Known:
        return Known((row.id, row.cell("name"), row.country, row.cell("work")) for row in self.rows)

    def ids(self, listed: tuple[str, ...], found: Callable[[str], tuple[int, ...]]) -> tuple[int, ...]:
        each = ((number,) if (number := id_of(words)) else found(words) for words in listed)
        return tuple(id for ids in each for id in ids)


def _twice(rows: list[_Row]) -> Iterator[Problem]:
    """Two rows with one id would be one person."""
    seen: dict[int, int] = {}
    for row in rows:
        if row.id in seen:
            yield Problem(row.number, "id", f"{row.id} stands in row {seen[row.id]} too")
        seen.setdefault(row.id, row.number)
