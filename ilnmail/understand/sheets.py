"""The spreadsheets of a mail as CSV text: CSV in any usual encoding, or a workbook (ECMA-376). Pure.

Nothing in a workbook is calculated: a cell is what was saved with it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from ilnmail.model import Attachment

MOST_OCTETS = 2 * 1024 * 1024
_MOST_UNPACKED = 20 * 1024 * 1024  # octets; a workbook is a ZIP file, and may be a bomb
_MOST_ROWS, _MOST_COLUMNS = 5000, 60
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def sheets(files: Iterable[tuple[Attachment, bytes]]) -> tuple[tuple[str, str], ...]:
    """(file name, CSV text) of each spreadsheet; the text is empty where it cannot be read."""
    return tuple((one.name, csv_of(one.name, held)) for one, held in files if is_sheet(one.name))


def is_sheet(name: str) -> bool:
    return name.casefold().endswith((".csv", ".xlsx", ".xls", ".ods", ".tsv"))


def csv_of(name: str, held: bytes) -> str:
    """The rows of a file as CSV; "" where it is neither CSV nor a workbook, or larger than anybody's list."""
    if len(held) > MOST_OCTETS:
        return ""
    if name.casefold().endswith((".csv", ".tsv")):
        return _decoded(held)
    return _of_a_workbook(held) if _safe_to_open(held) else ""


def _decoded(held: bytes) -> str:
    marked = held[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not marked:
            continue
        try:
            text = held.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if "\x00" in text else text
    return ""


def _safe_to_open(held: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(held)) as packed:
            whole = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return whole <= _MOST_UNPACKED


def _of_a_workbook(held: bytes) -> str:
    """The first sheet."""
    # Half a second that only a workbook needs.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(held), read_only=True, data_only=True)
        rows = list(_rows(book.worksheets[0].iter_rows(values_only=True)))
    except Exception:
        return ""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _rows(found: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    for number, row in enumerate(found):
        if number >= _MOST_ROWS:
            return
        yield [_text(value) for value in row[:_MOST_COLUMNS]]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
