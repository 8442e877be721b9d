"""Text from Markdown: what a reader without HTML sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilnmail.compose.text import plain, whole

MARKS = st.sampled_from(
    ["a", "Be", " ", "    ", "\n", "\n\n", "\n\nC", *"`*_[]()<>&#!-+=1.:\\|~é日", "```\n", "\u00a0"]
)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("one\ntwo", "one two"),
        ("one\\\ntwo", "one\ntwo"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("*one* **two** `three`", "one two three"),
        ("# Heading\n\ntext", "Heading\n\ntext"),
        ("- one\n- two", "  - one\n  - two"),
        ("1. one\n2. two", "  1  one\n  2  two"),
        ("10. ten", " 10  ten"),
        ("    Name: ?\n\n    City: x", "    Name: ?\n\n    City: x"),
        ("```\n one  two\n```", " one  two"),
        ("> one\n>\n> two", "    one\n\n    two"),
        ("[the page](https://example.org/a)", "the page (https://example.org/a)"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("<iln@example.org>", "iln@example.org"),
        ("---", ""),
    ],
)
def test_each_form(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_lines_have_at_most_67_columns() -> None:
    assert plain("snow " * 30).splitlines() == [
        ("snow " * 13).strip(),
        ("snow " * 13).strip(),
        "snow snow snow snow",
    ]


def test_an_address_is_never_broken() -> None:
    address = "https://example.org/" + "long-" * 20
    assert plain(f"see <{address}> now") == f"see\n{address}\nnow"


def test_an_entry_of_a_list_hangs_below_its_text() -> None:
    assert plain("1. " + "snow " * 20).splitlines() == [
        f"  1  {('snow ' * 12).strip()}",
        f"     {('snow ' * 8).strip()}",
    ]


def test_a_space_that_must_not_break_does_not() -> None:
    assert plain("x" * 60 + " Ref\u00a0k7qf-2m") == "x" * 60 + "\nRef k7qf-2m"


@given(st.lists(MARKS, max_size=40).map("".join))
def test_paragraph_by_paragraph_it_reads_as_at_one_go(markdown: str) -> None:
    assert plain(markdown) == whole(markdown, 67)
