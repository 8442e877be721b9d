"""Limits before parsing: what goes beyond one is read by its head alone, and its writer hears what would work."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from ilnmail.events import MailIgnored, MailTooLarge
from ilnmail.model import Person, PersonState
from ilnmail.understand.context import Context
from ilnmail.understand.interpret import interpret
from ilnmail.understand.limits import MOST_ADDRESSES, MOST_HEADER_OCTETS, MOST_OCTETS, MOST_PARTS
from ilnmail.understand.read import cut_short, read
from ilnmail.understand.reading import MailClass, Us

US = Us(address="iln@example.org", name="International Librarians Network")
AT = datetime(2027, 1, 20, 10, tzinfo=UTC)
AMINA = Person(id=1, address="amina@example.org", name="Amina", state=PersonState.ACTIVE)
HEAD = b"From: amina@example.org\r\nSubject: Hello\r\n"
TEXT = b"I would like to join.\r\n"


def with_parts(count: int, declared: bytes = b'boundary="x"', line: bytes = b"--x") -> bytes:
    part = line + b"\r\nContent-Type: text/plain\r\n\r\n" + TEXT
    return (
        HEAD + b"Content-Type: multipart/mixed; " + declared + b"\r\n\r\n" + part * count + line + b"--\r\n"
    )


def nested(depth: int) -> bytes:
    made = b"Content-Type: text/plain\r\n\r\n" + TEXT
    for number in range(depth):
        name = str(number).encode()
        made = (
            b"Content-Type: multipart/mixed; boundary=b"
            + name
            + b"\r\n\r\n--b"
            + name
            + b"\r\n"
            + made
            + b"\r\n--b"
            + name
            + b"--\r\n"
        )
    return HEAD + made


def with_addresses(count: int) -> bytes:
    named = b",\r\n ".join(b"reader%d@example.net" % number for number in range(count - 1))  # and From
    return HEAD + b"Cc: " + named + b"\r\n\r\n" + TEXT


def with_header(octets: int) -> bytes:
    filler = b"X-Long: " + b"a" * 900 + b"\r\n"
    return HEAD + filler * (octets // len(filler) + 1) + b"\r\n" + TEXT


BEYOND = {
    "too large": (HEAD + b"\r\n" + b"a line of it\r\n" * (MOST_OCTETS // 14 + 1), "octets"),
    "a header without end": (with_header(MOST_HEADER_OCTETS), "octets of headers"),
    "nothing but a header": (HEAD + b"X: y\r\n" * 200_000, "octets of headers"),
    "parts": (with_parts(MOST_PARTS + 1), "parts"),
    "a hundred thousand parts": (with_parts(100_000), "parts"),
    "parts of an unquoted boundary": (with_parts(MOST_PARTS + 1, b"boundary=x; charset=utf-8"), "parts"),
    "parts of an empty boundary": (with_parts(MOST_PARTS + 1, b'boundary=""', b"--"), "parts"),
    "parts of a boundary in pieces": (
        with_parts(MOST_PARTS + 1, b'boundary*0="x"; boundary*1="y"', b"--xy"),
        "parts",
    ),
    "parts by lone CRs": (with_parts(MOST_PARTS + 1).replace(b"\r\n", b"\r"), "parts"),
    "five thousand levels": (nested(5000), "parts"),
    "messages inside messages": (
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 3000 + b"\r\n" + TEXT,
        "parts",
    ),
    "addresses": (with_addresses(MOST_ADDRESSES + 1), "addresses"),
}
WITHIN = {
    "parts": with_parts(MOST_PARTS),
    "levels": nested(50),
    "addresses": with_addresses(MOST_ADDRESSES),
    "header": HEAD + b"X-Long: a\r\n" * 5000 + b"\r\n" + TEXT,
    "lines of dashes": HEAD + b"\r\n" + TEXT + b"--------\r\n" * 1000,
    "lines of dashes beside parts": with_parts(2).replace(TEXT, TEXT + b"-- \r\n--------\r\n" * 300),
}


@pytest.mark.parametrize("name", BEYOND)
def test_beyond_a_limit_the_head_alone_is_read(name: str) -> None:
    raw, what = BEYOND[name]
    found = read(raw, US)
    assert (found.mail_class, found.beyond) == (MailClass.OVERSIZED, what)
    assert (found.sender, found.subject, found.text) == ("amina@example.org", "Hello", "")


@pytest.mark.parametrize("name", WITHIN)
def test_up_to_it_all_is_read(name: str) -> None:
    found = read(WITHIN[name], US)
    assert found.mail_class is MailClass.HUMAN
    assert found.text.startswith("I would like to join.")


def test_a_mail_of_which_only_the_head_was_fetched_is_no_empty_mail() -> None:
    fetched = read(HEAD + b"\r\n", US)
    assert cut_short(fetched, MOST_OCTETS + 1).beyond == "octets"
    assert cut_short(fetched, MOST_OCTETS) == fetched


def test_a_report_is_known_by_its_head_however_large_it_is() -> None:
    report = EmailMessage()
    report["From"], report["To"], report["Subject"] = "mailer-daemon@example.net", US.address, "Undelivered"
    report["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="x"'
    found = read(report.as_bytes() + b"a line of what came back\n" * 500_000, US)
    assert found.mail_class is MailClass.REPORT


def test_strangers_hear_of_files_that_are_too_large_and_of_nothing_else() -> None:
    large, many = read(BEYOND["too large"][0], US), read(BEYOND["addresses"][0], US)
    known, stranger = Context(sender=AMINA), Context()
    assert isinstance(interpret(large, stranger, 1, AT), MailTooLarge)
    assert isinstance(interpret(many, stranger, 1, AT), MailIgnored)
    told = interpret(many, known, 1, AT)
    assert isinstance(told, MailTooLarge)
    assert (told.octets, told.reason) == (False, "101 addresses, more than 100")
    blocked = Context(sender=replace(AMINA, state=PersonState.BLOCKED))
    assert isinstance(interpret(large, blocked, 1, AT), MailIgnored)
