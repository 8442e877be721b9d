"""The words people answer with, a table for each language, for a native speaker to review.

Each row says what its words mean: yes, no, unsure, "number 3", "month 5". Words of one row stand between " / "; case,
accents and punctuation do not matter. `fine` and `decline` are a yes and a no only where nothing else is said; `filler`
may stand beside them; `opener` begins a remark after a number ("3 because ..."). Beside a yes every word must be known:
`glad` are words that change nothing of it, behind a `detail` ("my city is") stand names. Beside a no `reason` are words of
reasons, `missing` what may be denied ("we have not met"). Whole remarks are in `ilnmail.data.remarks`. `closing` stands before a name
at the end; `turns` are words that may turn an answer round, which no unknown courtesy may hold; `others`, behind at most
words of `mine`, begin what somebody else would like; `refers` begins what is said of a number before it. Source: written
for this project.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files

LOCALES = ("en", "fr", "es", "pt", "de", "ru", "ar", "zh")


def rows(locale: str) -> Iterator[tuple[str, str]]:
    """(what it means, a word or phrase), as written."""
    return read_rows(__package__, locale)


def read_rows(package: str, locale: str) -> Iterator[tuple[str, str]]:
    """The same of the table for a language in any package."""
    written = files(package).joinpath(f"{locale}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(written.splitlines()):
        for phrase in row["words"].split(" / "):
            if phrase.strip(" /"):
                yield row["means"], phrase.strip()
