"""The words "never with ..." on a card, and whom they keep apart."""

import pytest

from ilnmail.decide.apart import means
from ilnmail.load.apart import kept_apart
from ilnmail.model import Person

JONAS = Person(
    id=2,
    address="j@example.org",
    name="Jonas Berg",
    country="NO",
    work="cataloguer at the University of Oslo",
)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Jonas Berg", True),
        ("jonas", True),
        ("University of Oslo", True),
        ("Norway", True),
        ("Berg Library", False),
        ("Jonas Lindt", False),
        ("Oslo", False),
        ("of", False),
        ("", False),
    ],
)
def test_whom_words_mean(words: str, meant: bool) -> None:
    assert means(words, JONAS.name, JONAS.country, JONAS.work) is meant


def test_a_name_in_another_case() -> None:
    assert means("Ольгой Петровой", "Ольга Петрова", "KZ", "")


def test_it_goes_both_ways() -> None:
    amina = Person(id=1, address="a@example.org", name="Amina", country="KE", never=("Jonas Berg",))
    assert kept_apart((amina, JONAS)) == {1: {2}, 2: {1}}
