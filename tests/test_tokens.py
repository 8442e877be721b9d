"""Names that cannot be guessed, are the same at every rebuild, and fit where they have to go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilnmail import tokens
from ilnmail.tokens import Secret, TokenError, reply_address, token

SECRET = Secret(1, b"a secret of thirty-two octets ok")
KEY = "prompt:2027A.topic-3:P-1043"


def test_a_token_is_the_same_at_every_rebuild() -> None:
    # Written down, so that a change of the derivation is noticed: letters that are out keep their tokens.
    assert token("r", KEY, SECRET) == "r1lzg5vcqcxvpd3r6thucfxeyp"
    assert tokens.message_id(KEY, SECRET, "example.org") == "<o22mnbqx2rcxz5xnjy36ewy6@example.org>"
    assert tokens.reference(KEY, SECRET) == "p3cn-3m"


@given(st.text())
def test_a_token_has_26_characters_and_is_found_again(key: str) -> None:
    made = token("b", key, SECRET)
    assert len(made) == 26
    assert tokens.TOKEN.findall(f"iln+{made}@example.org") == [made]
    assert tokens.TOKEN.findall(made.upper()) == [made.upper()]


@pytest.mark.parametrize(
    "other",
    [
        token("b", KEY, SECRET),
        token("u", KEY, SECRET),
        token("r", KEY + "4", SECRET),
        token("r", KEY, Secret(1, b"another of thirty-two octets yes")),
    ],
)
def test_a_token_fits_one_letter_for_one_purpose_under_one_secret(other: str) -> None:
    assert token("r", KEY, SECRET)[2:] != other[2:]


def test_a_token_says_which_secret_it_was_made_under() -> None:
    assert token("r", KEY, Secret(2, SECRET.key)).startswith("r2")


@pytest.mark.parametrize(("version", "key"), [(10, SECRET.key), (-1, SECRET.key), (1, b"short")])
def test_a_secret_that_is_too_short_or_has_no_one_digit_version_is_refused(version: int, key: bytes) -> None:
    with pytest.raises(TokenError, match="version from 0 to 9 and at least 16 octets"):
        Secret(version, key)


def test_a_word_with_a_token_inside_is_no_token() -> None:
    assert tokens.TOKEN.findall("x" + token("r", KEY, SECRET) + "x") == []


def test_a_message_id_has_at_most_70_characters() -> None:
    assert len(tokens.message_id(KEY, SECRET, "d" * 39 + ".org")) == 70
    with pytest.raises(TokenError, match="too long for a Message-ID"):
        tokens.message_id(KEY, SECRET, "d" * 40 + ".org")


@given(st.text())
def test_a_reference_code_has_no_vowels_and_is_found_in_a_footer(key: str) -> None:
    made = tokens.reference(key, SECRET)
    assert not set(made) & set("aeiou01l")
    assert tokens.REFERENCE.findall(f"HELP: reply with the word alone. Ref {made}") == [made]


@given(st.text(), st.integers(0, 20))
def test_jitter_is_at_most_a_fifth_either_way(key: str, attempt: int) -> None:
    assert -0.2 <= tokens.jitter(key, attempt, SECRET) <= 0.2


def test_jitter_goes_both_ways_and_differs_from_attempt_to_attempt() -> None:
    tried = [tokens.jitter(KEY, attempt, SECRET) for attempt in range(20)]
    assert min(tried) < -0.1
    assert max(tried) > 0.1
    assert len(set(tried)) == 20


def test_a_boundary_cannot_stand_in_an_encoded_body() -> None:
    assert tokens.boundary(KEY, SECRET).startswith("=_")


@pytest.mark.parametrize(
    ("mode", "address"),
    [
        ("plus", "iln+r1aaaaaaaaaaaaaaaaaaaaaaaa@example.org"),
        ("catch-all", "r1aaaaaaaaaaaaaaaaaaaaaaaa@example.org"),
        ("plain", "iln@example.org"),
    ],
)
def test_the_reply_address_carries_the_token_as_far_as_the_mailbox_lets_it(
    mode: tokens.Mode, address: str
) -> None:
    assert reply_address("iln@example.org", "r1" + "a" * 24, mode) == address


def test_a_local_part_has_at_most_64_octets() -> None:
    assert len(reply_address("i" * 37 + "@example.org", "r1" + "a" * 24, "plus").partition("@")[0]) == 64
    with pytest.raises(TokenError, match="too long to carry a token"):
        reply_address("i" * 38 + "@example.org", "r1" + "a" * 24, "plus")
