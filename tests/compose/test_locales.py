"""The letters in other languages: each composes as its reader gets it, with the values and the parts of the English one."""

import email.policy
import re
from dataclasses import replace
from email.parser import BytesParser
from typing import Any

import pytest

from ilnmail.effects import Send
from ilnmail.letters.catalogue import LETTERS, Footer
from ilnmail.letters.front_matter import split
from ilnmail.understand.commands import read_command
from tests.compose.samples import KINDS, TEMPLATES, finished, letters, sample
from tests.compose.test_words import VARIANTS

LOCALES = sorted(path.name for path in TEMPLATES.iterdir() if path.name not in ("en", "site", "topics"))
TRANSLATED = sorted(
    (locale, path.stem)
    for locale in LOCALES
    for path in (TEMPLATES / locale).glob("*.md")
    if not path.stem.startswith("footer-")
)
SENT = [
    (f"{locale}: {name}", replace(order, locale=locale))
    for locale, kind in TRANSLATED
    for name, order in {**{one: sample(one) for one in KINDS}, **VARIANTS}.items()
    if order.kind == kind
]
TO_PARTICIPANTS = (Footer.WROTE, Footer.JOINED, Footer.RELAYED)
HOLDS_ENGLISH = {"export", "certificate"}
"""What stands in a file in English is quoted as it stands there; the letter says so."""
ENGLISH = re.compile(r"\b(?:the|your|you|reply|with|if nothing|write|our|this|what|and)\b", re.I)
THEIR_OWN = re.compile(r'["«„“].*?["»“”]|https?://\S+|\S+@\S+', re.S)


def text_of(order: Send) -> str:
    message = BytesParser(policy=email.policy.default).parsebytes(finished(order).content)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def text_in_file(locale: str, kind: str) -> str:
    return (TEMPLATES / locale / f"{kind}.md").read_text("utf-8")


def test_eight_languages_are_shipped() -> None:
    assert LOCALES == ["ar", "de", "es", "fr", "pt", "ru", "zh"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_letter_to_participants_exists_in_every_language(locale: str) -> None:
    theirs = {kind for kind, row in LETTERS.items() if row.footer in TO_PARTICIPANTS}
    assert theirs - {k for where, k in TRANSLATED if where == locale} == set()
    assert {f"footer-{one}" for one in TO_PARTICIPANTS} <= {p.stem for p in (TEMPLATES / locale).glob("*.md")}


@pytest.mark.parametrize(("name", "order"), SENT, ids=[name for name, _ in SENT])
def test_no_english_stands_in_a_letter_of_another_language(name: str, order: Send) -> None:
    if order.kind in HOLDS_ENGLISH:
        return
    message = BytesParser(policy=email.policy.default).parsebytes(finished(english_taken_out(order)).content)
    words = f"{message['Subject']}\n{text_of(english_taken_out(order))}"
    assert ENGLISH.findall(THEIR_OWN.sub("", words)) == []


def english_taken_out(order: Send) -> Send:
    """What a person or a coordinator wrote, and what the samples give as such, is theirs in any language."""
    return replace(order, values={name: _without_words(value) for name, value in order.values.items()})


def _without_words(value: object) -> object:
    match value:
        case str() if " " in value:
            return "1234 5678"
        case tuple():
            told: Any = tuple(_without_words(one) for one in value)
            return told if type(value) is tuple else type(value)(*told)
    return value


@pytest.mark.parametrize(("name", "order"), SENT, ids=[name for name, _ in SENT])
def test_a_letter_composes_in_its_language(name: str, order: Send) -> None:
    sent = finished(order)
    assert sent.language == order.locale


@pytest.mark.parametrize(("locale", "kind"), TRANSLATED)
def test_a_letter_has_the_values_of_the_english_one(locale: str, kind: str) -> None:
    one, other = letters().template(kind, locale), letters().template(kind, "en")
    assert (one.required, one.optional) == (other.required, other.optional)


@pytest.mark.parametrize(("locale", "kind"), TRANSLATED)
def test_a_letter_shows_every_value_that_the_english_one_shows(locale: str, kind: str) -> None:
    listed, shown = shown_by("en", kind)
    assert [name for name in listed if name in shown and name not in shown_by(locale, kind)[1]] == []


def shown_by(locale: str, kind: str) -> tuple[list[str], set[str]]:
    """The values that a letter lists, and those among them that stand somewhere in it."""
    head, body = split(kind, text_in_file(locale, kind))
    listed = [line.partition(":")[0].rstrip("?") for line in head["values"].splitlines() if line]
    everywhere = body + head["subject"] + head["words"] + text_in_file(locale, "footer-wrote")
    return listed, {name for name in listed if re.search(rf"\b{name}\b", everywhere)}


@pytest.mark.parametrize(("locale", "kind"), TRANSLATED)
def test_the_words_a_letter_offers_are_understood(locale: str, kind: str) -> None:
    head, body = split(kind, text_in_file(locale, kind))
    offered = set(
        re.findall(r"\b(?:NO )?[A-ZÀ-ÝА-ЯЁ]{3,}(?: [A-ZÀ-ÝА-ЯЁ]{2,})*\b", f"{head['words']}\n{body}")
    )
    assert [word for word in offered if read_command(word, locale) is None] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_in_another_language_holds_no_english_sentence(locale: str) -> None:
    card = (("1", "Amina"),)
    text = text_of(replace(sample("card", card=card), locale=locale))
    assert ENGLISH.findall(THEIR_OWN.sub("", text)) == []


def test_arabic_is_declared_and_sets_foreign_names_apart() -> None:
    order = replace(sample("welcome"), locale="ar")
    message = BytesParser(policy=email.policy.default).parsebytes(finished(order).content)
    assert message["Content-Language"] == "ar"
    assert "\u2068Amina\u2069" in text_of(order)


def test_an_arabic_introduction_sets_each_foreign_word_apart_and_nothing_else() -> None:
    text = text_of(replace(sample("introduction"), locale="ar"))
    apart = re.findall("\u2068(.*?)\u2069", text, re.S)
    assert "Jonas Berg" in apart
    assert [words for words in apart if re.search("[\u0600-\u06ff]", words)] == []
