"""The words "never with ..." on a card, and whom they keep apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilnmail.decide.apart import Known, means
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


WORDS = (
    "Jonas",
    "Berg",
    "Ольга",
    "Ольгой",
    "Петрова",
    "Петровой",
    "University",
    "of",
    "Oslo",
    "Norway",
    "Norge",
    "مكتبة",
    "المكتبة",
    "-",
)
SOME_WORDS = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)


@given(st.lists(st.tuples(SOME_WORDS, st.sampled_from(("NO", "KE", "")), SOME_WORDS), max_size=6), SOME_WORDS)
def test_who_is_looked_up_by_a_word_is_whom_the_words_mean(
    people: list[tuple[str, str, str]], words: str
) -> None:
    known = Known((n, *told) for n, told in enumerate(people))
    assert known.meant(words) == tuple(n for n, told in enumerate(people) if means(words, *told))


def test_the_words_of_thousands_of_cards_are_looked_up_in_a_moment() -> None:
    people = [
        Person(
            id=n,
            address=f"a{n}@example.org",
            name=f"Amina Name{n}",
            country="KE",
            never=(f"Amina Name{n + 1}",),
        )
        for n in range(3000)
    ]
    begun = time.process_time()
    assert sum(map(len, kept_apart(people).values())) == 2 * 2999
    assert time.process_time() - begun < 5
