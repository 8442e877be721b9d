"""Programs that answer for people are told from people, in thirty languages; a day of return is noted."""

import tomllib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

US = Us("iln@example.net", "International Librarians Network")
MAILS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "machines.toml").read_text(encoding="utf-8")
)


def raw(told: dict[str, Any]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "amina@example.org",
        "iln@example.net",
        told["subject"],
    )
    message["Date"] = format_datetime(datetime(2027, 1, 20, 10, tzinfo=UTC))
    for name, value in told.get("headers", {}).items():
        message[name] = value
    message.set_content(told["text"])
    return bytes(message)


@pytest.mark.parametrize("name", MAILS)
def test_a_machine_is_told_from_a_person(name: str) -> None:
    found = read(raw(MAILS[name]), US)

    assert (found.mail_class.value, found.reason) == (MAILS[name]["class"], found.reason)


@pytest.mark.parametrize("name", [name for name, told in MAILS.items() if "until" in told])
def test_the_day_an_absence_ends_is_noted(name: str) -> None:
    assert read(raw(MAILS[name]), US).away_until == MAILS[name]["until"]


def test_every_classification_has_its_reason() -> None:
    assert all(read(raw(told), US).reason for told in MAILS.values())
