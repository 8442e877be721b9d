"""The program's own sentences in the language of a letter. What is in no table has no translation: no half of a letter."""

import re
from dataclasses import replace
from functools import cache

from babel.lists import format_list

from ilnmail.data import sentences
from ilnmail.effects import Send

_VARIES = re.compile(r"\\{(day|names|address|locale|minutes)\\}")
_OWN_WORDS = re.compile(
    r"[^:]{1,60}: \S+@\S+"
)  # "Jonas Berg: jonas@example.org" reads the same in any language


def label(english: str, locale: str) -> str:
    """The label of a line of the card."""
    return sentences.table(locale).get(english, english)


def all_in(told: tuple[str, ...], locale: str) -> tuple[str, ...] | None:
    """Every sentence in that language, or None where one has no translation."""
    if locale == "en":
        return told
    found = tuple(_in(one, locale) for one in told)
    return tuple(one for one in found if one) if all(found) else None


def worded(sent: Send, *names: str) -> Send:
    """The letter with these values, sentences of ours, in its own language; in English as a whole where one is not known."""
    said = {name: str(sent.values[name]) for name in names if sent.values.get(name)}
    told = all_in(tuple(said.values()), sent.locale)
    if told is None:
        return replace(sent, locale="en")
    return replace(sent, values={**sent.values, **dict(zip(said, told, strict=True))})


def _in(sentence: str, locale: str) -> str:
    if _is_of_the_card(sentence, locale) or _OWN_WORDS.fullmatch(sentence):
        return sentence
    for form, translated in _forms(locale):
        if found := form.fullmatch(sentence):
            return translated.format(
                **{name: _value(name, told, locale) for name, told in found.groupdict().items()}
            )
    return ""


def _is_of_the_card(sentence: str, locale: str) -> bool:
    before, colon, _ = sentence.partition(": ")
    return bool(colon) and before in sentences.table(locale).values()


def _value(name: str, told: str, locale: str) -> str:
    return format_list(told.split(" and "), locale=locale.replace("-", "_")) if name == "names" else told


@cache
def _forms(locale: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each English sentence as a pattern, with what it is in that language."""
    table = sentences.table(locale).items()
    return tuple(
        (re.compile(_VARIES.sub(r"(?P<\1>.+)", re.escape(english))), told) for english, told in table
    )
