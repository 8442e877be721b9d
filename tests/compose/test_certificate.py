"""The certificate as paper: one page, its letters embedded, the same every time."""

import json

import pytest

from ilnmail.certificate import certificate

SAID = {
    "programme": "International Librarians Network",
    "name": "Amina Yusuf",
    "told": ["took part in round 2027A from 1 March 2027 to 28 June 2027 (17 weeks)."],
    "topics": ["Books that travel"],
    "signed": "30 June 2027    Maria Silva, coordinators",
    "note": "Questions: iln@example.org",
    "at": "2027-06-30T09:00:00+00:00",
}


@pytest.mark.parametrize("name", ["Amina Yusuf", "Łucja Żółć", "Ольга Иванова", "ليلى حداد", "Γιώργος"])
def test_every_letter_of_a_name_is_in_the_font(name: str, caplog: pytest.LogCaptureFixture) -> None:
    made = certificate("certificate.pdf", json.dumps({**SAID, "name": name}))
    assert made.content.startswith(b"%PDF-")
    assert made.content.count(b"/Type /Page\n") == 1
    assert "missing" not in caplog.text


def test_the_same_words_are_the_same_bytes() -> None:
    text = json.dumps(SAID)
    assert certificate("certificate.pdf", text) == certificate("certificate.pdf", text)
