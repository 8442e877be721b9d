"""Answers read given what was asked. It refuses to guess: two readings, or none, are asked about."""

import re
from dataclasses import dataclass
from datetime import date

from ilnmail.understand.commands import read_command
from ilnmail.understand.dates import read_until

_NUMBER_WORDS = {
    **{word: n for n, word in enumerate(["one", "two", "three", "four", "five"], 1)},
    **{word: n for n, word in enumerate(["un", "deux", "trois", "quatre", "cinq"], 1)},
    **{word: n for n, word in enumerate(["uno", "dos", "tres", "cuatro", "cinco"], 1)},
    **{word: n for n, word in enumerate(["um", "dois", "três", "quatro", "cinco"], 1)},
    **{word: n for n, word in enumerate(["eins", "zwei", "drei", "vier", "fünf"], 1)},
    **{word: n for n, word in enumerate(["один", "два", "три", "четыре", "пять"], 1)},
    **{word: n for n, word in enumerate(["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة"], 1)},
    **{word: n for n, word in enumerate(["一", "二", "三", "四", "五"], 1)},
}
_DIGITS = {
    ord(c): str(n)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
    for n, c in enumerate(digits)
}
_KEYCAP = re.compile("\ufe0f?\u20e3")
_NUMBER = re.compile(
    r"^\W*(?:no\.?|nr\.?|number|option|answer|#)?\s*(\d{1,2})\s*(?:/\s*\d+|[.):!\]-]|\b)\s*(.*)$", re.I | re.S
)
_STARS = re.compile(r"^\s*([⭐★*]{1,5})\s*(.*)$", re.S)
_YES_AT_ONCE = re.compile(r"^\W*(\w+)(.*)$", re.S)


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
    plain = _KEYCAP.sub("", text.translate(_DIGITS)).strip()
    if not plain:
        return Answer("ASK")
    if asked.kind == "yesno":
        return _yes_or_no(plain)
    if asked.kind in ("choice", "rating"):
        return _number(asked, plain)
    if asked.kind == "date":
        day = read_until(plain, today, locale)
        return Answer(day.isoformat(), "") if day else Answer("ASK", plain)
    return Answer("TEXT", plain)


def _yes_or_no(text: str) -> Answer:
    first, _, rest = text.partition("\n")
    command = read_command(first)
    if command and command.word in ("YES", "NO"):
        return Answer(command.word, rest.strip())
    if first.startswith(("👍", "✓", "✔")):
        return Answer("YES", rest.strip())
    for yes in (True, False):
        if _begins_with(text, "YES" if yes else "NO"):
            return Answer("YES" if yes else "NO", text.partition(",")[2].strip() or rest.strip())
    return Answer("ASK", text)


def begins_with_yes(text: str) -> bool:
    """ "Yes, but my city is Mombasa" says YES, and more."""
    return _begins_with(text.strip(), "YES")


def _begins_with(text: str, word: str) -> bool:
    """The word, alone or before a comma, a stop, a dash or the end of the line: never "yes we have no bananas"."""
    first = re.split(r"[,.;:!\n–—،，。！-]", text, maxsplit=1)[0]
    command = read_command(first)
    return bool(command and command.word == word and len(first.split()) <= 4)


def _number(asked: Asked, text: str) -> Answer:
    stars = _STARS.match(text)
    if asked.kind == "rating" and stars:
        return Answer(str(len(stars[1])), stars[2].strip())
    found = _NUMBER.match(text)
    if found:
        number, comment = int(found[1]), found[2].strip()
    else:
        word, _, comment = (
            text.partition(" ") if " " in text.split("\n", maxsplit=1)[0] else text.partition("\n")
        )
        number, comment = _NUMBER_WORDS.get(word.strip(" .,!:").casefold(), 0), comment.strip()
    several = re.match(r"^(?:\s*(?:or|and|,|/|oder|ou|o|и|или)\s*)(\d)", comment)
    if several or not 1 <= number <= asked.count:
        return Answer("ASK", text)
    return Answer(str(number), comment)


def read_message(asked: Asked, text: str, locale: str, today: date) -> Answer:
    """A whole message: a command first, then the answer to what was asked; with nothing asked, TEXT."""
    command = read_command(text)
    if command and command.word not in ("YES", "NO"):
        return Answer(command.word, command.argument)
    if not asked.kind:
        return Answer(command.word) if command else Answer("TEXT", text)
    return read_answer(asked, text, locale, today)
