"""Every numbered answer of every letter leads somewhere."""

import pytest

from ilnmail.decide.questions import CHOICES
from ilnmail.letters import LETTERS

NUMBERED = [(kind, answer) for kind, row in LETTERS.items() for answer in row.answers]


@pytest.mark.parametrize("choice", NUMBERED, ids=" ".join)
def test_a_numbered_answer_has_its_choice(choice: tuple[str, str]) -> None:
    assert choice in CHOICES
