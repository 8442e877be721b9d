"""Every field of a first mail says which words it was taken from."""

import subprocess
import sys

from ilnmail.understand.application.function_words import told_by_words
from ilnmail.understand.application.signup import SignupHints, read_signup

PROSE = """Hello,

my name is Amina Yusuf. I am a school librarian in Mombasa, Kenya, and have worked for twelve years.
I write English and Swahili and I love maps. I would like to write twice a month with someone from Peru.
"""
FIELDS = ("name", "country", "city", "zone", "work", "languages", "interests", "wish", "stage", "rhythm")


def test_every_field_read_in_prose_says_from_which_words_and_by_which_signal() -> None:
    told = read_signup(PROSE, SignupHints(sender="amina@example.org")).application
    why = {one.field: one for one in told.evidence}

    for field in FIELDS:
        assert getattr(told, field), field
        assert why[field].words and why[field].signal, field
    assert (why["name"].words, why["name"].signal) == ("Amina Yusuf", "introduced")
    assert {one.words for one in told.evidence if one.field == "languages"} == {"English", "Swahili"}


def test_every_line_of_a_form_is_evidence() -> None:
    form = "Name: Amina Yusuf\nCountry: Kenya\nCity: Mombasa\nLanguages: English, Swahili\n"
    told = read_signup(form, SignupHints(sender="amina@example.org")).application

    assert {one.field for one in told.evidence if one.signal == "form line"} == {
        "name",
        "country",
        "city",
        "languages",
    }


def test_the_language_of_the_mail_is_evidence_where_no_other_is_named() -> None:
    told = read_signup("Bonjour, je suis bibliothécaire à Lyon et je voudrais une partenaire.", SignupHints())

    assert [(one.value, one.signal) for one in told.application.evidence if one.field == "languages"] == [
        ("fr", "language of the mail")
    ]


def test_small_words_decide_only_where_no_other_language_shares_them() -> None:
    assert (
        told_by_words("Good day I am a librarian and I would like to write with you about the maps") == "en"
    )
    assert told_by_words("Sono una bibliotecaria e lavoro con i bambini in una scuola del mi paese") == ""
    assert told_by_words("Я работаю в библиотеке и очень люблю старые карты") == "ru"
    assert told_by_words("Аз работя в библиотека и на мен много ми харесва с карти") == ""
    assert told_by_words("Я працюю в бібліотеці і дуже люблю мапи") == ""


def test_a_mail_in_plain_english_is_read_without_the_model_of_languages() -> None:
    program = (
        "import sys; from ilnmail.understand.application.signup import SignupHints, read_signup;"
        f"read_signup({PROSE!r}, SignupHints()); sys.exit('py3langid' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
