"""Tables of words and places, each with its source and licence beside it."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def phrase_rows(package: str, table: str) -> Iterator[dict[str, str]]:
    """The rows of a table of that package, a row for each phrase; phrases of one cell stand between " / "."""
    written = files(package).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(written.splitlines()):
        for phrase in row["phrases"].split(" / "):
            yield {**row, "phrase": folded(phrase.strip())}


def folded(text: str) -> str:
    """Without case; of a Turkish capital with its dot the plain letter."""
    return text.casefold().replace("i\u0307", "i")
