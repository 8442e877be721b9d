"""Words by which a sign-up is read: three tables, each row with its language. Source: written for this project.

- cues.csv: words before (or after) a place that say what it is to the writer: where they work, live or come from, where
  they were, or where a partner might be.
- intents.csv: what a first mail wants; rows nearer the top win.
"""

from collections.abc import Iterator

from ilnmail.data import phrase_rows


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase."""
    return phrase_rows(__name__, table)
