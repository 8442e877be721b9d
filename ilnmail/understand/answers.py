"""Answers read given what was asked. It refuses to guess: two readings, or none, are asked about."""

from dataclasses import dataclass
from datetime import date

from ilnmail.understand.choices import read_number
from ilnmail.understand.commands import mentioned, read_command
from ilnmail.understand.ends import read_when
from ilnmail.understand.yes_or_no import read_yes_or_no


@dataclass(frozen=True)
class Asked:
    """What was asked: yesno, choice (1 to `count`), rating (1 to `count`), date, text."""

    kind: str
    count: int = 0


@dataclass(frozen=True)
class Answer:
    """YES, NO, a number, an ISO date, TEXT, or ASK where a careful person would ask back."""

    value: str
    comment: str = ""


def read_answer(asked: Asked, text: str, locale: str, today: date) -> Answer:
    """The answer in a text; the rest of it is kept as the comment."""
    written = text.strip()
    if not written:
        return Answer("ASK")
    match asked.kind:
        case "yesno":
            return Answer(*read_yes_or_no(written, locale))
        case "choice" | "rating":
            return Answer(*read_number(written, asked.count, locale, rating=asked.kind == "rating"))
        case "date":
            when = read_when(written, today, locale)
            return Answer(str(when), "") if when else Answer("ASK", written)
    return Answer("TEXT", written)


def begins_with_yes(text: str, locale: str = "en") -> bool:
    """ "Yes, but my city is Mombasa" says YES, and more."""
    return read_yes_or_no(text, locale)[0] == "YES"


def read_message(asked: Asked, text: str, locale: str, today: date) -> Answer:
    """A whole message: a command first, then the answer to what was asked. A command asked for in a sentence is ASK."""
    command = read_command(text, locale)
    if command and command.word not in ("YES", "NO") and not (asked.kind == "date" and command.argument):
        return Answer(command.word, command.argument)
    if not asked.kind:
        if command:
            return Answer(command.word)
        return Answer("ASK" if mentioned(text, locale) else "TEXT", text)
    return read_answer(asked, text, locale, today)
