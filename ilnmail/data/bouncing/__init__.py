"""What mail servers say when they give a letter back: three tables, each row with its server or language.

Source: written for this project from what these servers print.

- reasons.csv: why, and whether the address is bad ("hard"), the letter or the moment was ("soft"), or we are
  ("policy"); rows nearer the top win. `*` stands for at most sixty characters.
- notices.csv: words by which a notice in prose is known, in its subject or its body, and how much they weigh.
- copies.csv: the line below which the returned letter stands.
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
