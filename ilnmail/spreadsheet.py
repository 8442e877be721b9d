"""What we hold as a file: CSV that spreadsheets read as UTF-8, a workbook (ECMA-376), JSON or a page where the name says so."""

import csv
import io

from ilnmail.certificate import certificate
from ilnmail.compose import File

_MARK = b"\xef\xbb\xbf"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(name: str, text: str) -> File:
    """The text as a file of that name; CSV whose name ends in .xlsx becomes a workbook."""
    if name.endswith(".pdf"):
        return certificate(name, text)
    if name.endswith(".json"):
        return File(name, "application/json", text.encode())
    if name.endswith(".html"):
        return File(name, "text/html", text.encode())
    if not name.endswith(".xlsx"):
        return File(name, "text/csv", _MARK + text.encode())
    return File(name, _WORKBOOK, workbook(name.removesuffix(".xlsx"), text))


def workbook(title: str, text: str) -> bytes:
    """One sheet, its head line bold and fixed. Every cell is text: nothing in it is ever calculated."""
    # Half a second that nobody else needs to wait for.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row=number, column=column)
            cell.value, cell.data_type = value, "s"
            cell.font = Font(bold=number == 1)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
