"""Words by which a sign-up is read: three tables, each row with its language. Source: written for this project.

- cues.csv: words before (or after) a place that say what it is to the writer: where they work, live or come from, where
  they were, or where a partner might be.
- intents.csv: what a first mail wants; rows nearer the top win.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase; phrases of one cell stand between " / "."""
    written = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(written.splitlines()):
        for phrase in row["phrases"].split(" / "):
            yield {**row, "phrase": phrase.strip().lower()}
