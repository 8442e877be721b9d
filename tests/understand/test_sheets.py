"""Spreadsheets as they come by mail: encodings, workbooks, and files that are none."""

import io
import zipfile

import pytest

from ilnmail.model import Attachment
from ilnmail.spreadsheet import workbook
from ilnmail.understand.sheets import MOST_OCTETS, csv_of, sheets

TEXT = "name,country\nJosé Núñez,Perú\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_in_the_encoding_it_was_saved_in(encoding: str) -> None:
    assert csv_of("people.csv", TEXT.encode(encoding)) == TEXT


def test_a_workbook_is_its_first_sheet() -> None:
    assert csv_of("people.xlsx", workbook("people", TEXT)).splitlines() == TEXT.splitlines()


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("people.xlsx", b"PK\x03\x04 no workbook"),
        ("people.xlsx", TEXT.encode()),
        ("people.xls", b"\xd0\xcf\x11\xe0 an old workbook"),
        ("people.csv", b"\x00\x01\x02\x00"),
        ("people.csv", b"a" * (MOST_OCTETS + 1)),
    ],
    ids=["cut off", "CSV by another name", "old", "binary", "huge"],
)
def test_what_cannot_be_read_is_empty(name: str, held: bytes) -> None:
    assert csv_of(name, held) == ""


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 1024 * 1024))
    assert len(out.getvalue()) < 100_000
    assert csv_of("people.xlsx", out.getvalue()) == ""


def test_other_files_are_left_alone() -> None:
    photo = Attachment("desk.jpg", "image/jpeg", 3)
    assert sheets([(photo, b"...")]) == ()
