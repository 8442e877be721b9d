"""What the program itself says inside a letter, a table for each language: labels of the card, sentences of the receipt.

`{day}`, `{names}`, `{address}`, `{minutes}` and `{locale}` stand for what varies. A letter with a sentence that is in no table goes out
in English as a whole. Source: written for this project.
"""

import csv
from functools import cache
from importlib.resources import files


@cache
def table(locale: str) -> dict[str, str]:
    """English -> that language; empty for one that has no table."""
    path = files(__package__).joinpath(f"{locale.partition('-')[0]}.csv")
    if not path.is_file():
        return {}
    return {
        row["english"]: row["translated"]
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
