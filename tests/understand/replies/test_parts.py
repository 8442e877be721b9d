"""Where the text part of a mail says little its HTML part is read; charsets and flowed lines make no difference."""

import base64

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

US = Us(address="iln@example.net", name="International Librarians Network")
HEAD = "From: Binh <binh@example.org>\nTo: iln@example.net\nSubject: Re: hello\nMessage-ID: <a@example.org>\n"
PAGE = (
    '<div>Yes, gladly.</div><div class="gmail_quote"><blockquote class="gmail_quote">old</blockquote></div>'
)


def in_two_parts(plain: str, page: str) -> bytes:
    return (
        f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{page}\n--b--\n"
    ).encode()


def test_an_empty_text_part_gives_way_to_the_html_part() -> None:
    assert read(in_two_parts("", PAGE), US).text == "Yes, gladly."


def test_a_text_part_with_a_footer_alone_gives_way_to_the_html_part() -> None:
    assert read(in_two_parts("Sent from my iPhone", PAGE), US).text == "Yes, gladly."


POOR = (
    "This message requires an HTML-capable mail client.",
    "Diese Nachricht ist im HTML-Format.",
    "This is a multi-part message in MIME format.",
    "[image: logo]",
    "[cid:image001.png@01DB]\n<https://example.org/logo.png>",
    "&nbsp;",
    "\ufeff\u200b",
    "??, ? ????????????!",
)


@pytest.mark.parametrize("plain", POOR)
def test_a_text_part_that_says_nothing_gives_way_to_the_html_part(plain: str) -> None:
    assert read(in_two_parts(plain, PAGE), US).text == "Yes, gladly."


@pytest.mark.parametrize("plain", ["👍", "3", "ok", "We write our pages in HTML.", "???"])
def test_the_shortest_answer_in_a_text_part_is_an_answer(plain: str) -> None:
    page = f"<div>{plain}</div>"
    assert read(in_two_parts(plain, page), US).text == plain


def test_a_text_part_that_is_markup_is_read_as_what_it_is() -> None:
    assert read(in_two_parts(PAGE, ""), US).text == "Yes, gladly."


def test_an_empty_html_part_leaves_the_text_part() -> None:
    assert read(in_two_parts("Yes, gladly.\n\n> old", "<div></div>"), US).text == "Yes, gladly."


def test_what_was_cut_from_the_html_part_is_kept_apart() -> None:
    assert any("old" in piece.text for piece in read(in_two_parts("", PAGE), US).cut)


def test_flowed_lines_are_joined_and_their_quotes_still_cut() -> None:
    raw = f"{HEAD}Content-Type: text/plain; format=flowed\n\nYes, I would \nlike that.\n\nAnna wrote:\n> old \n> words\n"
    assert read(raw.encode(), US).text == "Yes, I would like that."


def test_a_legacy_charset_in_base64_is_read() -> None:
    body = base64.b64encode(
        "Да, с радостью.\n\nПн, 3 мар 2025, 10:42 Anna пишет:\n> old\n".encode("koi8-r")
    ).decode()
    kind = "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64"
    assert read(f"{HEAD}{kind}\n\n{body}\n".encode(), US).text == "Да, с радостью."


def test_a_charset_in_three_pieces_above_eight_bit_octets_is_no_failure() -> None:
    """RFC 2231 4; the standard library then passes the pieces on as if they were a name, and raises."""
    kind = "Content-Type: text/plain; charset*=ansi-x3.4-1968''us-ascii"
    assert read(f"{HEAD}{kind}\n\n".encode() + b"caf\xe9 at ten\n", US).text == "café at ten"
