"""Answers read given what was asked. It refuses to guess: two readings, or none, are asked about."""

import re
from dataclasses import dataclass
from datetime import date

from ilnmail.understand.choices import only_polite, read_number
from ilnmail.understand.commands import mentioned, read_command
from ilnmail.understand.ends import read_when
from ilnmail.understand.options import in_figures
from ilnmail.understand.yes_or_no import read_yes_or_no


@dataclass(frozen=True)
class Asked:
    """What was asked: yesno, choice (1 to `count`), rating (1 to `count`), date, text."""

    kind: str
    count: int = 0
    options: tuple[str, ...] = ()  # of a choice, as the letter showed them; options.ANY_NAME for a value


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
            return Answer(*_yes_or_no(written, locale))
        case "choice":
            return _choice(asked, written, locale)
        case "rating":
            return Answer(*read_number(written, asked.count, locale, rating=True))
        case "date":
            when = read_when(written, today, locale)
            return Answer(str(when), "") if when else Answer("ASK", written)
    return Answer("TEXT", written)


def _choice(asked: Asked, text: str, locale: str) -> Answer:
    """A number, or the words of one option. Words alone must be all there is: what follows them may say otherwise."""
    repeated = tuple(in_figures(text, asked.options))
    if len(repeated) == 1:
        figures, numbered = repeated[0]
        read = Answer(*read_number(figures, asked.count, locale, rating=False))
        if read.value != "ASK" and (numbered or only_polite(read.comment, locale)):
            return read
    return Answer(*read_number(text, asked.count, locale, rating=False))


def _yes_or_no(text: str, locale: str) -> tuple[str, str]:
    """With a wish to leave or to pause beside it, an answer is asked back: "yes, please stop writing to me"."""
    said, comment = read_yes_or_no(text, locale)
    return ("ASK", text) if comment and mentioned(comment, locale) in _ENDING else (said, comment)


_ENDING = frozenset({"STOP", "LEAVE", "DELETE", "PAUSE", "REMATCH"})


def begins_with_yes(text: str, locale: str = "en", corrects: bool = False) -> bool:
    """ "Yes, but my city is Mombasa" says YES, and more. Where what stands behind it `corrects` what was shown, and was
    understood, only its own sentence need be a yes: "Yes, thank you. No group of three."."""
    told = _SENTENCE_END.split(text.strip(), maxsplit=1)[0] if corrects else text
    return _yes_or_no(told, locale)[0] == "YES"


_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n|(?<=[。！？؟])")


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
