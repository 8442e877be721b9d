"""Which words of a mail each field of an application was taken from, and by which signal."""

import re
from collections.abc import Iterator

from ilnmail.data.interests import tags_in
from ilnmail.model import Application, Evidence
from ilnmail.understand.application.names_of_places import languages, mentions, plain

_DETAILS = ("work", "stage", "trio", "rhythm", "never", "second_address")


def evidence_of(
    told: Application, form: dict[str, str], text: str, named: str, where: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    """`named` says where the name stands, `where` why the country is the one it is."""
    return (
        *where,
        *(Evidence(field, value, value, "form line") for field, value in form.items()),
        *_prose(told, form, text, named),
    )


def _prose(told: Application, form: dict[str, str], text: str, named: str) -> Iterator[Evidence]:
    """Of the fields that no line of a form gives."""
    if told.name and "name" not in form:
        yield Evidence("name", told.name, told.name, named)
    if told.city and "city" not in form:
        yield Evidence("city", told.city, told.city, "city where they work")
    if told.zone:
        yield Evidence("zone", told.zone, told.city or told.country, "clock of the place")
    if told.wish and "wish" not in form:
        yield Evidence("wish", told.wish, told.wish, "asked for")
    yield from (
        Evidence("interests", tag, one, "vocabulary") for one in told.interests for tag in tags_in(one)
    )
    if "languages" not in form:
        yield from _languages(told, text)
    for field in _DETAILS:
        value = getattr(told, field)
        if value and field not in form:
            yield Evidence(field, _said(value), _said(value), "prose")


def _languages(told: Application, text: str) -> Iterator[Evidence]:
    """Each language with the word that names it."""
    written = {code: word for _, word, code in reversed(mentions(text[:_LOOKED_AT], languages(), most=2))}
    seen = dict.fromkeys(_WORD.findall(text[:_LOOKED_AT]))
    as_written = {word.lower() if word.isascii() else plain(word): word for word in seen}
    for code in told.languages:
        word = written.get(code, code)
        yield Evidence("languages", code, as_written.get(word, word), "named")


_WORD = re.compile(r"[^\W\d_]{2,}")
_LOOKED_AT = 6000  # characters


def _said(told: object) -> str:
    return ", ".join(told) if isinstance(told, tuple) else "a group of three" if told is True else str(told)
