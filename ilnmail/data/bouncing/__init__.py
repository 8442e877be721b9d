"""What mail servers say when they give a letter back: three tables, each row with its server or language.

Source: written for this project from what these servers print.

- reasons.csv: why, and whether the address is bad ("hard"), the letter or the moment was ("soft"), or we are
  ("policy"); rows nearer the top win. `*` stands for at most sixty characters.
- notices.csv: words by which a notice in prose is known, in its subject or its body, and how much they weigh.
- copies.csv: the line below which the returned letter stands.
"""

from collections.abc import Iterator

from ilnmail.data import phrase_rows


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase."""
    return phrase_rows(__name__, table)
