"""Paragraphs that a mail program has folded (RFC 3676)."""

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

US = Us(address="iln@example.net", name="International Librarians Network")


def text_of(body: str, *, more: str = "") -> str:
    head = "From: Amina <amina@example.org>\nTo: iln@example.net\nSubject: Re: Hello\n"
    kind = f"Content-Type: text/plain; charset=utf-8; format=flowed{more}\n\n"
    return read(f"{head}{kind}{body}".encode(), US).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "A paragraph that is \nfolded twice \nby a program.\n",
            "A paragraph that is folded twice by a program.",
        ),
        ("One line.\nAnother line.\n", "One line.\nAnother line."),
        ("Yes. \n\n> A question that is \n> folded in its quote.\n", "Yes."),
        ("Fine.\n-- \nAmina Yusuf\nMombasa\n", "Fine."),
        ("It goes on \n> a quote breaks it\n", "It goes on"),
    ],
)
def test_a_folded_paragraph_is_one_line(body: str, text: str) -> None:
    assert text_of(body) == text


def test_where_words_have_no_spaces_none_is_left_at_the_fold() -> None:
    assert text_of("我们的图书 \n馆很大。\n", more="; delsp=yes") == "我们的图书馆很大。"
