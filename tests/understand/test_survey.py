"""Numbers given to five questions, as people write them."""

import pytest

from ilnmail.understand.reading import Line
from ilnmail.understand.survey import read_survey

SURE = [
    ("4 3 5 4 5", "1:4 2:3 3:5 4:4 5:5", ""),
    ("4, 3, 5, 4, 5", "1:4 2:3 3:5 4:4 5:5", ""),
    ("4/3/5/4/5. Thank you!", "1:4 2:3 3:5 4:4 5:5", "Thank you!"),
    ("4 3 5 4 5\nThe questions are lovely.", "1:4 2:3 3:5 4:4 5:5", "The questions are lovely."),
    ("٤ ٣ ٥ ٤ ٥", "1:4 2:3 3:5 4:4 5:5", ""),
    ("４ ３ ５ ４ ５", "1:4 2:3 3:5 4:4 5:5", ""),
    ("1: 4\n2: 3", "1:4 2:3", ""),
    ("1. 4\n2. 3\n3. 5 I like them", "1:4 2:3 3:5", "I like them"),
    ("1 - 4\n5 - 5", "1:4 5:5", ""),
    ("1) 4\n3) 2 too long", "1:4 3:2", "too long"),
    ("१: ४", "1:4", ""),
    ("4", "1:4", ""),
]


@pytest.mark.parametrize(("text", "answers", "comment"), SURE)
def test_what_is_sure_is_read(text: str, answers: str, comment: str) -> None:
    assert read_survey(text) == (answers, comment)


UNSURE = [
    "7",
    "4 3 5",
    "4 3 5 4 5 2",
    "1: 7",
    "6 3 5 4 5",
    "1: 4\n1: 2",
    "I have 4 cats, 3 dogs and 5 mice",
    "",
    "very well",
]


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_sure_goes_to_a_person(text: str) -> None:
    assert read_survey(text) == ("", text)


def test_numbers_beside_the_questions_inside_the_quote() -> None:
    lines = (Line("1", "4", quoted=True), Line("2", "3", quoted=True), Line("Name", "Amina", quoted=True))
    assert read_survey("", lines) == ("1:4 2:3", "")
