"""Reading answers and commands, as the bot reads them: one text, one word that says what it was understood as.

    python -m benchmarks.answers TABLE.csv ...

TABLE.csv has the columns asked, language, text, today, expected (several readings that are all right stand between
bars). Prints how many were right, and which acts were wrong: a wrong act counts far more than a question too many.
"""

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ilnmail.understand.answers import Asked, read_message
from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_reply

NOBODY = Us(address="", name="")
_ONE_WORD = {"STOP": "LEAVE"}
"""The bot parts "no more mail at all" from leaving; the tables have one word for both."""

_KIND = re.compile(r"(choice|rating)(?:\d+-(\d+))?")


def read(asked_kind: str, language: str, text: str, today: date | str) -> str:
    """YES, NO, a number, an ISO date, weeks as "3W", a command, TEXT, or ASK.

    `asked_kind` is yesno, choice1-N, rating1-5, pause-date, text or command.
    """
    day = today if isinstance(today, date) else date.fromisoformat(str(today)[:10])
    written = read_reply(text, NOBODY)[0]
    value = read_message(_asked(asked_kind), written, language, day).value
    return _ONE_WORD.get(value, value)


def _asked(kind: str) -> Asked:
    found = _KIND.match(kind)
    if found:
        return Asked(found[1], int(found[2] or 5))
    return Asked({"pause-date": "date", "command": ""}.get(kind, kind))


class Row(NamedTuple):
    asked: str
    language: str
    text: str
    today: str
    expected: str

    def read(self) -> str:
        return read(self.asked, self.language, self.text, self.today)


def rows(path: Path) -> Iterator[Row]:
    """The rows of a table; a line break inside a text is written as \\n."""
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            text = row["text"].replace("\\n", "\n")
            yield Row(row["asked"], row["language"], text, row["today"], row["expected"])


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("Name the tables: python -m benchmarks.answers TABLE.csv ...")
    found = [(path, row, row.read()) for path in map(Path, sys.argv[1:]) for row in rows(path)]
    wrong = [(path, row, value) for path, row, value in found if value not in row.expected.split("|")]
    for path, row, value in wrong:
        act = "" if value in ("ASK", "TEXT") else "ACT "
        print(f"{act}{path.name} {row.asked} {row.language} {row.text!r}: {value}, not {row.expected}")
    acts = sum(value not in ("ASK", "TEXT") for _, _, value in wrong)
    right = len(found) - len(wrong)
    print(f"{right} of {len(found)} right ({100 * right / max(len(found), 1):.1f} %), {acts} wrong acts")


if __name__ == "__main__":
    main()
