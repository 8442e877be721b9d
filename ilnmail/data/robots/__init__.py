"""What machines write that answer for people: two tables, each row with its language.

Source: written for this project from what these programs write.

- words.csv: by class and place. "subject": how a subject of a machine begins; "hint": how one may begin that a
  person can write too; "surely": words of a text that only a machine uses; "perhaps": words of a text that are a
  machine's where rows of both kinds ("gone" and "care") and the subject or the headers say so too.
- until.csv: words after which an absence note names the day of return ("on") or the last day of absence ("until").

`*` stands for at most sixty characters.
"""

from collections.abc import Iterator

from ilnmail.data import phrase_rows


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase."""
    return phrase_rows(__name__, table)
