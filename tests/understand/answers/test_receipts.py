"""The program's own sentences in the language of the letter: all of them, or none."""

import pytest

from ilnmail.data import sentences
from ilnmail.decide.cards import LABELS
from ilnmail.decide.translated import all_in, label
from ilnmail.understand.application.form import form_lines

LOCALES = ("ar", "de", "es", "fr", "pt", "ru", "zh")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_sentences(locale: str) -> None:
    assert set(sentences.table(locale)) == set(sentences.table("fr"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("field", LABELS)
def test_a_line_of_the_card_is_read_back_as_its_field(field: str, locale: str) -> None:
    assert form_lines(f"{label(LABELS[field], locale)}: Mombasa") == {field: "Mombasa"}


def test_what_varies_stands_in_the_translation() -> None:
    assert all_in(("Paused until 3. Mai 2027",), "de") == ("Pause bis 3. Mai 2027",)


def test_names_are_listed_as_the_language_does() -> None:
    said = all_in(("Jonas and Li is told the day, and nothing else.",), "es")
    assert said == ("A Jonas y Li se le dice el día, y nada más.",)


def test_one_sentence_without_translation_keeps_the_whole_letter_english() -> None:
    assert all_in(("You are in", "A sentence that nobody has translated"), "fr") is None
