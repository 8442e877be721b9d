"""How mail programs head, mark and sign what they quote: five tables, each row with its language and client.

Source: written for this project from what these programs print.

- wrote.csv: verbs of an attribution line ("On ... Anna wrote:").
- labels.csv: labels of a quoted header block, by the field they stand for.
- separators.csv: "Original Message" and its like.
- mobile.csv: "Sent from my ..."; `*` stands for any words.
- notices.csv: how disclaimers, list footers and "external sender" banners begin; stems that a disclaimer holds.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase; phrases of one cell stand between " / "."""
    written = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(written.splitlines()):
        for phrase in row["phrases"].split(" / "):
            yield {**row, "phrase": phrase.strip().casefold()}
