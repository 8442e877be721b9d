"""Sign-ups written before the rules were looked at, in prose and as a form, and mails that are no sign-ups.

A block begins with == kind language | sender | clock | names | country | languages. What stands in brackets among the
languages may be read or not; a country "?" says that a careful reader may ask.
"""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Reading, Us

US = Us("iln@example.net", "International Librarians Network")


class Case(NamedTuple):
    kind: str  # free, form, or not and the intent
    locale: str
    sender: str
    clock: str  # as in Date: +0300
    names: tuple[str, ...]
    countries: tuple[str, ...]
    languages: frozenset[str]
    optional: frozenset[str]
    text: str

    def read(self) -> Reading:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, "iln+join@example.net", "ILN"
        if self.clock:
            message["Date"] = f"Mon, 11 Jan 2027 12:00:00 {self.clock}"
        message.set_content(self.text)
        return read(bytes(message), US)


def cases(path: Path) -> list[Case]:
    blocks = re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    return [_case(*block.partition("\n")[::2]) for block in blocks]


def _case(head: str, text: str) -> Case:
    said, sender, clock, names, country, languages = (part.strip() for part in head.split("|"))
    *kind, locale = said.split()
    optional = frozenset(" ".join(re.findall(r"\((.*?)\)", languages)).split())
    spoken = frozenset(re.sub(r"\(.*?\)", "", languages).split())
    return Case(
        " ".join(kind),
        locale,
        sender,
        clock,
        tuple(names.split("/")),
        tuple(country.split("/")),
        spoken,
        optional,
        text.strip(),
    )


CASES = [case for path in sorted(Path(__file__).parent.glob("fresh-*.txt")) for case in cases(path)]
SIGNUPS = [case for case in CASES if not case.kind.startswith("not")]
OTHERS = [case for case in CASES if case.kind.startswith("not")]


def named(case: Case) -> str:
    return f"{case.locale}-{case.sender}"


@pytest.mark.parametrize("case", SIGNUPS, ids=named)
def test_a_sign_up_is_understood(case: Case) -> None:
    found = case.read()
    told = found.application

    assert (found.intent, found.locale) == ("join", case.locale)
    assert (told.country or "?") in case.countries
    assert told.name in case.names
    assert set(told.languages) - case.optional == case.languages - case.optional


@pytest.mark.parametrize("case", OTHERS, ids=named)
def test_what_is_no_sign_up_is_told_apart(case: Case) -> None:
    found = case.read()

    assert ("other" if found.intent == "recommendation" else found.intent) == case.kind.partition(" ")[2]
    assert found.locale == case.locale
