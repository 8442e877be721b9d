"""Notices of servers whose mail has no parts of a report: known as what they are, and read."""

import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import MailClass, Us

US = Us("iln@example.net", "International Librarians Network")
NOTICES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "notices.toml").read_text(encoding="utf-8")
)
COARSE = {"policy": "soft", "unknown": "soft"}


def raw(told: dict[str, Any]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = told["from"], "iln@example.net", told["subject"]
    for name, value in told.get("headers", {}).items():
        message[name] = value
    message.set_content(told["text"])
    return bytes(message)


@pytest.mark.parametrize("name", [name for name, told in NOTICES.items() if told["kind"] != "none"])
def test_a_notice_in_prose_says_which_address_failed_and_how(name: str) -> None:
    found = read(raw(NOTICES[name]), US)

    assert found.mail_class is MailClass.REPORT, found.reason
    assert found.bounce is not None
    assert [one.address for one in found.bounce.failures] == NOTICES[name]["recipients"]
    assert NOTICES[name]["kind"] in {COARSE.get(one.kind, one.kind) for one in found.bounce.failures}


@pytest.mark.parametrize("name", [name for name, told in NOTICES.items() if told["kind"] == "none"])
def test_a_person_who_writes_about_notices_is_a_person(name: str) -> None:
    assert read(raw(NOTICES[name]), US).mail_class is MailClass.HUMAN


def test_there_are_thirty_servers_and_more() -> None:
    assert len(NOTICES) >= 35
