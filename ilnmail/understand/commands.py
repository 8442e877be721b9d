"""Participants' commands: a word alone on the first line, in eight languages. Inside a sentence only a question."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from ilnmail.data.command_words import LANGUAGES, POLITE, WORDS
from ilnmail.understand.dates import read_until

_MOST_POLITE = 3
_WITH_ARGUMENT = frozenset({"PAUSE", "PROBLEM", "HUMAN", "MEET", "CHANGE", "REMATCH"})
_ARGUMENT = re.compile(
    r"(?:until|till|for|to|from|bis|für|jusqu'au|pendant|pour|hasta|por|durante|até|до|на|حتى|لمدة|到|\d)",
    re.I,
)
_MENTIONED = ("PAUSE", "LEAVE", "STOP", "REMATCH", "UNDO")


@dataclass(frozen=True)
class Command:
    """What was asked for. `whole` says that the mail holds nothing else."""

    word: str
    argument: str = ""
    whole: bool = True


@cache
def _words() -> dict[str, str]:
    """Plain word or phrase -> command; a language's name -> LANGUAGE."""
    found = {_plain(name): "LANGUAGE" for names in LANGUAGES.values() for name in names}
    for commands in WORDS.values():
        for command, words in commands.items():
            for word in words:
                found.setdefault(_plain(word), command)
    return found


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    kept = re.sub(r"[^\w\s?']+", " ", bare.replace("’", "'"))
    return " ".join(kept.split())


_POLITE = frozenset(_plain(word) for word in POLITE)


def read_command(text: str) -> Command | None:
    """The command of the first non-empty line; None where that line is prose."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if not lines or len(lines[0]) > 120:
        return None
    word, argument = _of_line(lines[0])
    if not word:
        return None
    return Command(word, argument, whole=all(_is_polite(line) for line in lines[1:]))


def _of_line(line: str) -> tuple[str, str]:
    """(command, argument): the longest phrase at the beginning that is a command, and an argument it can have."""
    words = line.split()
    for size in range(min(5, len(words)), 0, -1):
        command = _words().get(_plain(" ".join(words[:size])), "")
        if not command:
            continue
        rest = " ".join(words[size:])
        if command == "LANGUAGE":
            return (command, _locale(_plain(" ".join(words[:size])))) if not rest else ("", "")
        if _is_polite(rest):
            return command, ""
        if command in _WITH_ARGUMENT and _ARGUMENT.match(rest) and len(words) <= 9:
            return command, rest
        return "", ""
    return _behind_politeness(words)


def _behind_politeness(words: list[str]) -> tuple[str, str]:
    """ "Please pause until 3 May": politeness first."""
    if len(words) > 1 and _plain(words[0]) in _POLITE:
        return _of_line(" ".join(words[1:]))
    return "", ""


def _is_polite(text: str) -> bool:
    words = _plain(text).split()
    return len(words) <= _MOST_POLITE and all(word in _POLITE or word.istitle() for word in words)


def _locale(name: str) -> str:
    return next(code for code, names in LANGUAGES.items() if name in {_plain(one) for one in names})


def until(command: Command, today: date, locale: str) -> date | None:
    """The day that PAUSE names, or the day after so many weeks."""
    return read_until(command.argument, today, locale) if command.argument else None


def mentioned(text: str) -> str:
    """A command word inside a sentence, of those worth a question; empty where there is none."""
    words = set(_plain(text[:2000]).split())
    for command in _MENTIONED:
        if any(_plain(word) in words for table in WORDS.values() for word in table.get(command, ())):
            return command
    return ""


def without_share(text: str) -> tuple[str, bool]:
    """An answer without its first or last line where that is SHARE, and whether it was."""
    lines = text.strip().split("\n")
    for place in (0, -1):
        if lines and _words().get(_plain(lines[place])) == "SHARE":
            del lines[place]
            return "\n".join(lines).strip(), True
    return text.strip(), False
