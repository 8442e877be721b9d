"""Spreadsheets: one row each, and nothing in them that a program would calculate."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from ilnmail.decide.cells import cell
from ilnmail.decide.coordinator.sheets import SHEETS, export, sheet
from ilnmail.effects import Tell
from ilnmail.events import Level, Order, OrderGiven
from ilnmail.spreadsheet import file_of
from tests.coordinators import desk

STATE = replace(
    desk.STATE,
    people=(desk.AMINA, replace(desk.JONAS, name='=HYPERLINK("https://example.org")', wish="a, b\nand c")),
    couples=(desk.RUNNING,),
    answers=(desk.ANSWER,),
    tickets=(desk.TICKET,),
)


def given(text: str) -> OrderGiven:
    order = Order(line=1, verb="export", text=text)
    return OrderGiven(
        at=desk.AT, cause="m1", actor="maria@example.org", person=1, level=Level.FRESH, order=order
    )


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_what_could_be_a_formula_is_text(value: str) -> None:
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize(
    ("value", "text"), [(("en", "sw"), "en, sw"), (None, ""), (7, "7"), ("Amina", "Amina")]
)
def test_other_values_stay_as_they_are(value: object, text: str) -> None:
    assert cell(value) == text


def test_every_list_goes_along_with_sheet() -> None:
    (told,) = sheet(STATE, given(""))
    assert isinstance(told, Tell)
    assert [name for name, _ in told.files] == [f"{name}.csv" for name in SHEETS]
    assert "2 people, 1 matches, 1 answers" in told.words


def test_commas_and_line_ends_stay_inside_their_cell() -> None:
    rows = list(csv.DictReader(io.StringIO(SHEETS["people"](STATE))))
    assert [row["id"] for row in rows] == ["P-3", "P-4"]
    assert rows[1]["wish"] == "a, b\nand c"
    assert rows[1]["name"].startswith("'=")


def test_a_workbook_has_the_same_rows_and_no_formula() -> None:
    (told,) = export(STATE, given("people xlsx"))
    assert isinstance(told, Tell)
    made = file_of(*told.files[0])
    page = load_workbook(io.BytesIO(made.content)).active
    assert page is not None
    assert made.name == "people.xlsx"
    assert [one.value for one in page["A"]] == ["id", "P-3", "P-4"]
    assert {one.data_type for row in page.iter_rows() for one in row} <= {"s", "n", "inlineStr"}


def test_a_list_that_there_is_not_is_named() -> None:
    (told,) = export(STATE, given("everything"))
    assert isinstance(told, Tell)
    assert not told.done
    assert "export people | matches" in told.words


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("people xlsx", "people.xlsx"),
        ("all people as xlsx", "people.xlsx"),
        ("the pairs, please", "matches.csv"),
        ("participants in Excel", "people.xlsx"),
        ("answers", "answers.csv"),
    ],
)
def test_a_list_is_found_among_other_words(text: str, file: str) -> None:
    (told,) = export(STATE, given(text))
    assert isinstance(told, Tell)
    assert [name for name, _ in told.files] == [file]
