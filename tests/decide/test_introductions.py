"""How a partner is shown to the one who is introduced to them."""

from dataclasses import replace
from datetime import date

import pytest

from ilnmail.decide.introductions import partner_shown
from tests.coordinators.desk import AMINA, JONAS

STARTS, ENDS = date(2027, 3, 1), date(2027, 6, 28)


@pytest.mark.parametrize(
    ("country", "languages", "hello"),
    [
        ("NO", ("no", "en"), "Hei"),
        ("KE", ("en", "sw"), "Jambo"),
        ("GB", ("en", "es"), ""),  # Spanish is what they learn, not what is said there
        ("NO", ("uk", "no"), "Добрий день"),  # at home in it, wherever they live
        ("AU", ("en",), ""),
        ("", ("en", "sw"), ""),
    ],
)
def test_hello_is_said_as_it_is_where_the_partner_lives_or_as_they_say_it_at_home(
    country: str, languages: tuple[str, ...], hello: str
) -> None:
    partner = replace(JONAS, country=country, languages=languages)
    assert partner_shown(AMINA, partner, STARTS, ENDS).hello.startswith(hello)
    assert bool(partner_shown(AMINA, partner, STARTS, ENDS).hello) == bool(hello)
