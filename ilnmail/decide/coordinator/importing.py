"""IMPORT: a spreadsheet that came by mail. First what would become of every row; with YES each person is asked.

Nobody is enrolled by somebody else's list: whoever does not answer is deleted, and is never written to again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ilnmail.decide.cells import table
from ilnmail.decide.coordinator.saying import done, refused
from ilnmail.decide.inviting import INVITED, Invitation, invitations, invited, person_of
from ilnmail.decide.sheet import Sheet, read_sheet
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Tell
from ilnmail.events import OrderGiven

KNOWN = "known addresses"
"""Among the numbers: what speaks against writing to an address."""

MOST_ROWS = 500
"""More invitations at once look like an advertisement, to mail servers and to people."""

_SHOWN = 12  # rows that stand in the letter; all are in the table that comes with it
_WHAT_FOR = (
    "attach one spreadsheet (CSV or XLSX) with the columns name, country, languages, address; city, interests and "
    "work help; at the keyboard it is `ilnmail people import FILE`"
)


def sheet_of(event: OrderGiven) -> Sheet | None:
    """The spreadsheet that came along, read; None where there is none, or more than one, or it cannot be opened."""
    readable = [text for _, text in event.sheets if text.strip()]
    return read_sheet(readable[0]) if len(event.sheets) == len(readable) == 1 else None


def import_(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    """The rows that are good are taken; every other one is told with its row and column."""
    sheet = sheet_of(event)
    if sheet is None:
        names = ", ".join(name for name, text in event.sheets if not text.strip())
        why = f"{names} cannot be opened; save it as CSV or XLSX" if names else _WHAT_FOR
        return refused(event, why)
    rows = tuple(invitations(sheet, _known(state)))
    asked = [(one, row) for one, row in rows if row.outcome == INVITED]
    if len(asked) > MOST_ROWS:
        return refused(event, f"{len(asked)} people are too many for one mail; {MOST_ROWS} at a time")
    report = _report(event, sheet, tuple(row for _, row in rows))
    if not asked:
        return (*refused(event, "nobody in it can be asked; the table says why"), *report)
    effects: tuple[Effect, ...] = ()
    ids = state.ids
    for number, (one, _) in enumerate(asked):
        counted = replace(ids, person=ids.person + number, ask=ids.ask + number)
        person = person_of(one, sheet, counted.person)
        effects += invited(replace(state, ids=counted), person, event.at)
    many = "1 person is" if len(asked) == 1 else f"{len(asked)} people are"
    words = f"{many} asked by mail, by day on their own clock; nobody is enrolled without a YES of their own"
    return (*done(state, event, words, *effects), *report)


def _known(state: State) -> Mapping[str, str]:
    found: Any = state.numbers.get(KNOWN)
    return found if isinstance(found, dict) else {}


def _report(event: OrderGiven, sheet: Sheet, rows: tuple[Invitation, ...]) -> tuple[Effect, ...]:
    """What is wrong with which cell, who is left out and why; the whole as a table."""
    cells = tuple(f"not taken: {one}" for one in sheet.problems)
    left_out = tuple(
        f"not asked: row {sheet.rows[row.id]}, {row.name}: {row.outcome}"
        for row in rows
        if row.outcome != INVITED
    )
    told = (*cells, *left_out)
    more = (f"{len(told) - _SHOWN} more; the table has all of them",) if len(told) > _SHOWN else ()
    whole = table(
        "row name address outcome",
        sorted(
            [
                *((one.row, "", "", f"{one.column}: {one.words}") for one in sheet.problems),
                *((sheet.rows[row.id], row.name, row.address, row.outcome) for row in rows),
            ]
        ),
    )
    lines = (*told[:_SHOWN], *more)
    tells = tuple(Tell(event.order.line, words) for words in lines)
    return (*tells, Tell(event.order.line, "every row stands in the table", files=(("rows.csv", whole),)))
