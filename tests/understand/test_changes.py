"""A city that is corrected on the card brings its own clock."""

import pytest

from ilnmail.understand.application.changes import read_changes

CARD = (("Name", "Ana Lima"), ("Country", "Brazil"), ("City", "São Paulo"), ("Languages", "Portuguese"))
KARTE = (("Name", "Ana Lima"), ("Land", "Brasilien"), ("Stadt", "São Paulo"))


@pytest.mark.parametrize("card", [CARD, KARTE])
def test_another_city_of_the_country_has_its_own_zone(card: tuple[tuple[str, str], ...]) -> None:
    changed = read_changes("Yes, but my city is Manaus.", (), card)
    assert (changed.values["city"], changed.values["zone"]) == ("Manaus", "America/Manaus")


def test_a_city_that_the_country_does_not_have_changes_no_clock() -> None:
    assert "zone" not in read_changes("Yes, but my city is Mombasa.", (), CARD).values


def test_country_and_city_together_go_by_the_new_country() -> None:
    changed = read_changes("Country: Australia\nCity: Perth", (), CARD)
    assert (changed.values["country"], changed.values["zone"]) == ("AU", "Australia/Perth")


def test_a_village_nobody_lists_leaves_the_clock_as_it_was() -> None:
    assert "zone" not in read_changes("City: Vila Inventada", (), CARD).values
