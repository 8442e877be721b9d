"""Sign-ups in one's own words, in twenty languages: what is read in them. Both halves were written before the rules."""

import csv
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Reading, Us

US = Us("iln@example.net", "International Librarians Network")
ROWS = list(csv.DictReader((Path(__file__).parent / "prose.csv").read_text(encoding="utf-8").splitlines()))


def understood(row: dict[str, str]) -> Reading:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = row["sender"], "iln+join@example.net", "ILN"
    message.set_content(row["text"])
    return read(bytes(message), US)


def named(row: dict[str, str]) -> str:
    return f"{row['language']}-{parseaddr(row['sender'])[1].partition('@')[0]}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_sign_up_in_prose_is_understood(row: dict[str, str]) -> None:
    found = understood(row)
    told = found.application

    assert (told.country, found.intent) == (row["country"], "join")
    assert told.name == row["name"]
    assert set(row["languages"].split()) == set(told.languages)
    assert found.locale == row["language"]
