"""Notices and other machines, written before the rules were looked at; the first figures are in docs/understanding.md."""

import pytest

from benchmarks.bounces import classify
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us
from tests.understand.unseen.sections import Section, sections

US = Us("iln@example.net", "International Librarians Network")
NOTICES = list(sections("notices-*.txt"))
MACHINES = list(sections("machines-*.txt"))
WITHOUT_ADDRESSES = {"none", "complaint", "auto-reply"}


USUAL = {
    "From": "Amina Bello <amina@example.org>",
    "To": "iln@example.net",
    "Date": "Wed, 20 Jan 2027 10:00:00 +0000",
    "Content-Type": "text/plain; charset=utf-8",
}


def raw(one: Section) -> bytes:
    """With the headers that all of these mails have, where it does not say other ones."""
    told = {line.partition(":")[0].title() for line in one.body.split("\n\n")[0].split("\n")}
    head = "".join(f"{name}: {value}\n" for name, value in USUAL.items() if name not in told)
    return f"{head}{one.body}".encode()


@pytest.mark.parametrize("one", NOTICES, ids=lambda one: one.name)
def test_a_notice_says_what_failed_and_for_whom(one: Section) -> None:
    found = classify(raw(one)) or {"kind": "none", "recipients": []}
    kinds, addresses = one.told[0].split(","), set(one.told[1].split(",")) if one.told[1:] else set()

    assert found["kind"] in kinds
    assert found["kind"] in WITHOUT_ADDRESSES or {a.lower() for a in found["recipients"]} == addresses


@pytest.mark.parametrize("one", MACHINES, ids=lambda one: one.name)
def test_a_machine_is_told_from_a_person(one: Section) -> None:
    assert read(raw(one), US).mail_class.value in one.told[0].split(",")


@pytest.mark.parametrize("one", [one for one in MACHINES if one.told[1:]], ids=lambda one: one.name)
def test_the_day_an_absence_ends_is_noted(one: Section) -> None:
    assert str(read(raw(one), US).away_until) == one.told[1]
