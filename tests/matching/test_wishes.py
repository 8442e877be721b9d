"""What people ask of a partner, in points: the plain form, and the rows that the fast ones multiply."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ilnmail.decide.rescue import applicant
from ilnmail.matching import Applicant
from ilnmail.matching.features import all_scores, features
from ilnmail.matching.propose import propose
from ilnmail.matching.score import points, rarity
from ilnmail.matching.wishes import columns, new_points, unmet, wish_points
from ilnmail.model import Person

DAY = date(2027, 3, 1)
COUNTRIES = ("KE", "NO", "FR", "JP")
PEOPLE = st.builds(
    Applicant,
    id=st.just(0),
    country=st.sampled_from(COUNTRIES),
    languages=st.just(("en",)),
    work=st.sampled_from(("", "school library", "university library", "city archive")),
    stage=st.sampled_from(("", "student", "mid", "senior")),
    wanted_countries=st.lists(st.sampled_from(COUNTRIES), max_size=3, unique=True).map(tuple),
    wanted_stage=st.sampled_from(("", "student", "senior")),
    wanted_manner=st.sampled_from(("", "similar", "different", "any")),
)
AMINA = Applicant(id=1, country="KE", languages=("en",), work="school library", wanted_countries=("NO", "SE"))
JONAS = Applicant(id=2, country="NO", languages=("en",), work="city archive", wanted_manner="different")
HANA = Applicant(id=3, country="JP", languages=("en",), work="school library")


def test_each_of_the_two_counts_for_half() -> None:
    assert wish_points(AMINA, JONAS, 10) == 1000
    assert wish_points(AMINA, HANA, 10) == 0
    assert wish_points(JONAS, HANA, 10) == 500
    assert unmet(AMINA, HANA) == ("part of the world",)
    assert unmet(AMINA, JONAS) == ()


def test_the_better_partner_is_the_one_who_was_asked_for() -> None:
    third, fourth = (Applicant(id=n, country=code, languages=("en",)) for n, code in ((3, "JP"), (4, "FR")))
    four = (AMINA, JONAS, third, fourth)
    pairs = {pair.members for pair in propose(four, day=DAY).pairings}
    assert pairs == {(1, 2), (3, 4)}


def test_what_a_card_says_is_what_counts() -> None:
    card = Person(id=1, address="a@example.org", name="Amina", wish="a student in Norway", stage="20 years")
    read = applicant(card)
    assert (read.stage, read.wanted_countries, read.wanted_stage) == ("senior", ("NO",), "student")


def test_who_has_had_partners_before_meets_another_part_of_the_world() -> None:
    amina = replace(AMINA, wanted_countries=(), met=("SE", "FI"))  # the Nordics
    assert (new_points(amina, JONAS, 10), new_points(amina, HANA, 10), new_points(HANA, JONAS, 10)) == (
        0,
        500,
        0,
    )
    pairs = {pair.members for pair in propose((amina, replace(JONAS, wanted_manner=""), HANA)).pairings}
    assert pairs == {(1, 3)}
    people = (amina, JONAS, HANA)
    found = all_scores(features(people, rarity(people), DAY))
    assert [int(found[0, n]) for n in (1, 2)] == [
        points(amina, one, rarity(people), DAY) for one in (JONAS, HANA)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=2, max_size=6))
def test_the_rows_say_the_same_as_the_plain_form(people: list[Applicant]) -> None:
    left, right = columns(people, 10)
    product = (left @ right.T).astype(np.int64)
    for i, one in enumerate(people):
        for j, other in enumerate(people):
            assert i == j or product[i, j] == wish_points(one, other, 10)


def test_all_points_hold_the_wishes_too() -> None:
    people = (AMINA, JONAS, HANA)
    rare = rarity(people)
    found = all_scores(features(people, rare, DAY))
    assert found[0, 1] == points(AMINA, JONAS, rare, DAY)
    assert found[1, 2] == points(JONAS, HANA, rare, DAY)
