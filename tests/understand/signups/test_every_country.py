"""Every country by its name in each of the eight languages (Unicode CLDR, through Babel): a form is sure of it, a sentence is
right or asks."""

import pytest
from babel import Locale

from benchmarks.signups import read

NOT_COUNTRIES = frozenset(
    [
        "AC",
        "CP",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "ZZ",
        "XA",
        "XB",
        "AQ",
        "BV",
        "HM",
        "CQ",
        "TF",
        "GS",
        "UM",
        "CC",
        "CX",
    ]  # nobody lives there, or none at all
)
HEAD = (
    "From: Ines Garcia <ines@library92.example.net>\nTo: iln@example.org\nSubject: Hello\n"
    "Content-Type: text/plain; charset=utf-8\n\n"
)
WORDS = {
    "en": ("Name", "Country", "I work as a cataloguer in {}. I write English."),
    "fr": ("Nom", "Pays", "Je travaille comme bibliothécaire, pays : {}. J'écris français."),
    "de": ("Name", "Land", "Ich arbeite als Bibliothekarin, Land: {}. Ich schreibe Deutsch."),
    "es": ("Nombre", "País", "Trabajo en {}. Escribo español."),
    "pt": ("Nome", "País", "Trabalho em {}. Escrevo português."),
    "ru": ("Имя", "Страна", "Страна: {}. Я пишу по-русски."),
    "zh": ("姓名", "国家", "我在{}的图书馆工作。我写中文。"),
    "ar": ("الاسم", "البلد", "أعمل في {}. أكتب العربية."),
}
MISTAKEN = {
    *(
        "PM",
        "SJ",
        "SX",
        "TC",
        "VC",
        "VG",
        "VI",
        "PG",
    ),  # named after two places with a sign between, or with whose they are
    *("GD", "GP", "LC", "OM"),  # a large city is called the same in that language
}
"""In a sentence: the card shows it, and it is corrected there."""


def countries(language: str) -> dict[str, str]:
    names = Locale.parse(language).territories.items()
    return {
        code: name for code, name in names if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


@pytest.mark.parametrize("language", WORDS)
def test_every_country_in_a_form_and_in_a_sentence(language: str) -> None:
    name, country, sentence = WORDS[language]
    forms, wrong = {}, set()
    for code, called in countries(language).items():
        form = f"{name}: Ines Garcia\n{country}: {called}\nLanguages: English\n"
        forms[code] = read((HEAD + form).encode())["country"]
        found = read((HEAD + sentence.format(called) + "\n").encode())["country"]
        wrong |= {code} if found not in ("", None, code) else set()
    assert {code: found for code, found in forms.items() if code != found} == {}
    assert wrong - MISTAKEN == set()
