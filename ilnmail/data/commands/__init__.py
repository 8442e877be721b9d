"""The participants' command words, a table for each language, for a native speaker to review.

`alone` holds the words that are the command where nothing else is said; `in a request` holds those that lead to "did you
mean PAUSE?" behind "I would like to". Words stand between " / "; case, accents and punctuation do not matter. YES and
NO are in the tables of answers. languages.csv names the languages of our letters, as their speakers and others do.
Source: written for this project.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files

LOCALES = ("en", "fr", "es", "pt", "de", "ru", "ar", "zh")


def words(locale: str, column: str = "alone") -> Iterator[tuple[str, str]]:
    """(command, a word or phrase for it); column is "alone" or "in a request"."""
    return ((row["command"], word) for row in _rows(locale) for word in row[column].split(" / ") if word)


def languages() -> Iterator[tuple[str, str]]:
    """(locale, a name of that language)."""
    return ((row["locale"], name) for row in _rows("languages") for name in row["names"].split(" / "))


def _rows(table: str) -> Iterator[dict[str, str]]:
    written = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(written.splitlines())
