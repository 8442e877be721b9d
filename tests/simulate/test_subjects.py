"""A made-up librarian knows what a letter is in whichever language it comes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ilnmail.simulate.received import open_letter
from ilnmail.simulate.subjects import SUBJECTS
from tests.compose.samples import finished, sample
from tests.compose.test_locales import LOCALES

AT = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("locale", ["en", *LOCALES])
@pytest.mark.parametrize("kind", [kind for kind, _ in SUBJECTS])
def test_each_letter_is_known_by_its_subject(kind: str, locale: str) -> None:
    order = sample(kind)
    assert open_letter(finished(replace(order, locale=locale)).content, AT).kind == kind
