"""What people say they are interested in, in eight languages, and the tags it is compared by."""

import csv
from pathlib import Path

import pytest

from ilnmail.data.interests import LOCALES, named, tag_of, words
from ilnmail.decide.rescue import applicant
from ilnmail.model import Person
from ilnmail.understand.application.signup import SignupHints, read_signup

ROWS = list(
    csv.DictReader((Path(__file__).parent / "interests.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"]))
def test_interests_are_known_by_their_tags(row: dict[str, str]) -> None:
    form = ":" in row["text"] or "：" in row["text"]
    told = read_signup(
        f"Name: Amina Yusuf\n{row['text']}" if form else row["text"], SignupHints()
    ).application

    assert {one.value for one in told.evidence if one.signal == "vocabulary"} == set(row["tags"].split(";"))


def test_every_tag_has_words_in_every_language_and_no_word_means_two_tags() -> None:
    meant: dict[tuple[str, str], str] = {}
    for (tag, locale), told in words().items():
        assert all(one.strip() == one and one for one in told)
        assert named(tag, locale) in (*told, tag)
        for one in told:
            assert meant.setdefault((locale, one), tag) == tag
    assert len(words()) == 48 * len(LOCALES)


def test_two_people_who_name_the_same_thing_in_two_languages_share_it() -> None:
    one = Person(id=1, address="amina@example.org", name="Amina", interests=("manuscrits", "cuisine"))
    other = Person(id=2, address="li@example.org", name="Li", interests=("手稿",))

    assert set(applicant(one).interests) & set(applicant(other).interests) == {"manuscripts"}
    assert tag_of("cuisine") == "cuisine"
