"""Replies written before the rules were looked at, in sets: how each was read at first sight is in docs/understanding.md."""

import csv

import pytest

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_html_reply, read_reply
from tests.understand.unseen.sections import HERE, Section, sections

US = Us(address="iln@example.net", name="International Librarians Network")
NEW = "Yes, Tuesday suits me.\n\nCould we talk at ten?"
OLD = "Dear Binh, shall we speak next week?\nI would like to hear about your library."
HEADINGS = [
    row
    for path in sorted(HERE.glob("headings-*.csv"))
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]
MISSED: dict[str, str] = {}


def known(one: Section) -> object:
    """A section, marked where its miss is known, with the reason."""
    why = MISSED.get(one.name)
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(one, id=one.name, marks=marks)


@pytest.mark.parametrize("row", HEADINGS, ids=lambda row: row["name"])
def test_below_any_programs_heading_nothing_is_new(row: dict[str, str]) -> None:
    old = OLD if row["shape"] == "bare" else "\n".join(f"> {line}" for line in OLD.split("\n"))

    assert read_reply(f"{NEW}\n\n{row['heading']}\n\n{old}\n", US)[0] == NEW


@pytest.mark.parametrize("one", list(map(known, sections("texts-*.txt"))))
def test_what_a_person_newly_wrote_is_read(one: Section) -> None:
    assert read_reply(one.body, US)[0].split() in [reading.split() for reading in one.readings]


@pytest.mark.parametrize("one", list(map(known, sections("pages-*.txt"))))
def test_pages_are_cut_by_their_elements(one: Section) -> None:
    page = one.body.replace("NEW", NEW.replace("\n\n", "<br>")).replace("OLD", "Shall we speak next week?")
    new = f"{NEW} Shall we speak next week?ER" if "OLDER" in one.body else NEW

    assert read_html_reply(page, US)[0].split() in [reading.split() for reading in one.readings or (new,)]
