"""An answer may repeat the words of an option, with its number or without."""

from datetime import date

import pytest

from ilnmail.letters import LETTERS, read_letters
from ilnmail.understand.answers import Asked, read_answer
from tests.compose.samples import TEMPLATES

SHIPPED = read_letters(
    {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in TEMPLATES.rglob("*.md")
    }
)
GOING = ("Well", "Slowly, and that is fine", "Not really, please help")
WANTED = (
    "Nothing: * and I are in touch another way",
    "I will wait",
    "I would like a new partner",
    "I would like a pause, without a partner for now",
)
GOING_IN_ARABIC = ("جيدا", "ببطء، ولا بأس", "ليس تماما، ساعدوني من فضلكم")


@pytest.mark.parametrize(
    ("options", "text", "value", "comment"),
    [
        (GOING, "2, slowly, and that is fine", "2", ""),
        (GOING, "2. Slowly, and that is fine", "2", ""),
        (GOING, "2 slowly and that is fine", "2", ""),
        (GOING, "slowly", "2", ""),
        (GOING, "Slowly, and that is fine.", "2", ""),
        (GOING, "Well", "1", ""),
        (GOING, "not really", "3", ""),
        (
            GOING,
            "3 - Not really, please help\n\nHana has not written since April.",
            "3",
            "Hana has not written since April.",
        ),
        (WANTED, "3. I would like a new partner", "3", ""),
        (WANTED, "I would like a new partner", "3", ""),
        (WANTED, "I would like a new partner, please", "3", "please"),
        (WANTED, "1 Nothing: Owen and I are in touch another way", "1", ""),
        (WANTED, "I would like a pause", "4", ""),
        (GOING_IN_ARABIC, "٢ ببطء، ولا بأس", "2", ""),
        (GOING_IN_ARABIC, "ببطء", "2", ""),
    ],
)
def test_the_words_of_an_option_are_its_number(
    options: tuple[str, ...], text: str, value: str, comment: str
) -> None:
    read = read_answer(Asked("choice", len(options), options), text, "en", date(2027, 3, 1))
    assert (read.value, read.comment) == (value, comment)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (GOING, "1, slowly, and that is fine"),
        (GOING, "fine"),
        (GOING, "Well, I do not know"),
        (GOING, "Slowly but steadily, and Jonas has left the library"),
        (GOING, "Not really 2, more like nothing"),
        (WANTED, "Nothing"),
        (WANTED, "I would like"),
        (WANTED, "I will wait, or should I have a new partner?"),
        (WANTED, "I would like a new partner if Owen does not write by Friday"),
    ],
)
def test_what_says_more_than_an_option_is_no_answer(options: tuple[str, ...], text: str) -> None:
    read = read_answer(Asked("choice", len(options), options), text, "en", date(2027, 3, 1))
    assert read.value == "ASK"


@pytest.mark.parametrize("locale", ["ar", "de", "en", "es", "fr", "pt", "ru", "zh"])
@pytest.mark.parametrize("kind", [kind for kind, row in LETTERS.items() if row.answers])
def test_every_option_of_a_letter_that_is_written_back_is_that_option(kind: str, locale: str) -> None:
    options = SHIPPED.options(kind, locale)
    asked = Asked("choice", len(LETTERS[kind].answers), options)
    assert len(options) == asked.count
    for number, option in enumerate(options, 1):
        words = option.replace("*", "Hana")
        for text in (f"{number}. {words}", f"{number} {words}\n\nHana", words):
            read = read_answer(asked, text, locale, date(2027, 3, 1))
            assert read.value == str(number) or not words, text
