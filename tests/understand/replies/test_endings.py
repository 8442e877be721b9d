"""Headings, footers and notices of many programs below a reply, whatever their language: none of it is new text."""

import tomllib
from pathlib import Path

import pytest

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_reply

US = Us(address="iln@example.net", name="International Librarians Network")
ENDINGS = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))["endings"]
NEW = "Yes, that works.\n\nSee you at ten."


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_stands_below_a_reply_is_cut(ending: str) -> None:
    assert read_reply(f"{NEW}\n\n{ending}\n", US)[0] == NEW


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_word_that_was_cut_can_be_put_back(ending: str) -> None:
    cut = read_reply(f"{NEW}\n\n{ending}\n", US)[1]
    assert " ".join(piece.text for piece in cut).split() == ending.split()
