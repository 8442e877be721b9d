"""HTML of thirty programs: quotes and signatures are known by their elements, wherever the new text stands."""

import tomllib
from pathlib import Path

import pytest

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_html_reply

US = Us(address="iln@example.net", name="International Librarians Network")
PAGES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text(encoding="utf-8"))
NEW = "Yes, Tuesday suits me."
OLD = "I would like to hear about your library."


@pytest.mark.parametrize("client", PAGES)
def test_the_page_of_a_program_is_cut_to_what_was_newly_written(client: str) -> None:
    page = PAGES[client]["page"].replace("NEW", NEW).replace("OLD", OLD)
    text, cut = read_html_reply(page, US)
    assert text == NEW
    assert any(OLD in piece.text for piece in cut)


def test_answers_between_the_quotes_of_a_page_are_kept() -> None:
    page = (
        '<div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Mar 2025 at 10:42, Anna wrote:</div>'
        '<blockquote class="gmail_quote">When?</blockquote><div>On Tuesday.</div>'
        '<blockquote class="gmail_quote">Where?</blockquote><div>At the library.</div></div>'
    )
    assert read_html_reply(page, US)[0] == "On Tuesday.\nAt the library."


def test_a_paragraph_that_the_writer_indented_is_kept() -> None:
    page = (
        '<div>I like this line:</div><blockquote style="margin:0 0 0 40px;border:none">Read on.</blockquote>'
    )
    assert read_html_reply(page, US)[0] == "I like this line:\nRead on."
