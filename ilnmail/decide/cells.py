"""Rows as CSV text in which no program finds anything to calculate."""

import csv
import io
from collections.abc import Iterable

Rows = Iterable[Iterable[object]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """As text that no spreadsheet takes for a formula: one that could be begins with an apostrophe
    (OWASP, "CSV Injection")."""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def table(head: str, rows: Rows) -> str:
    """CSV with a head line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head.split())
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
