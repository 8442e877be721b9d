"""What delivery puts on top of a message: true, ours alone, and no value adds a line."""

import email

import pytest

from ilnmail.sandbox.addresses import Addresses
from ilnmail.sandbox.trace import Envelope, stamp
from tests.sandbox.clients import NINE

OURS = Addresses(("example.org",)).is_ours
MX = "mx.example.org"


def results(raw: bytes, *, logged_in: bool = False) -> list[str]:
    """All Authentication-Results of the message as it lies in the mailbox."""
    envelope = Envelope("jonas@example.org", "amina@example.org", NINE, logged_in)
    return email.message_from_bytes(stamp(raw, envelope, MX, OURS)).get_all("Authentication-Results", [])


def test_who_writes_from_here_is_who_they_say_they_are() -> None:
    assert results(b"From: Jonas <jonas@Example.Org>\r\n\r\n") == [
        f"{MX}; dkim=pass header.d=example.org; dmarc=pass header.from=example.org"
    ]


def test_who_writes_from_elsewhere_may_be_anybody() -> None:
    assert results(b"From: x@elsewhere.example\r\n\r\n") == [
        f"{MX}; dkim=none; dmarc=none header.from=elsewhere.example"
    ]


def test_who_has_logged_in_is_believed() -> None:
    assert results(b"From: x@elsewhere.example\r\n\r\n", logged_in=True) == [
        f"{MX}; dkim=pass header.d=elsewhere.example; dmarc=pass header.from=elsewhere.example"
    ]


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: nobody\r\n",
        b"From: a@example.org\r\nFrom: b@example.org\r\n",
        b"From: a@example.org\r\nFrom: nobody:;\r\n",
        b"From:\r\nFrom: a@example.org\r\n",
        b"From: a@example.org, b@example.org\r\n",
        b"From: Jonas\r\n",
        b"From: <@example.org>\r\n",
        b"From: \xff\xfe\r\n",
        b'From: "a"@"example.org;dmarc=pass"\r\n',
        b"From: a@example.org(\r\n ); dmarc=pass\r\n",
    ],
)
def test_without_exactly_one_author_nothing_passes(header: bytes) -> None:
    assert results(header + b"\r\n", logged_in=True) == [f"{MX}; dkim=none; dmarc=fail"]


@pytest.mark.parametrize(
    "forged",
    [
        b"Authentication-Results: mx.example.org; dmarc=pass\r\n",
        b"authentication-results:MX.Example.Org 1; dmarc=pass\r\n",
        b"Authentication-Results:\r\n (a comment)\r\n mx.example.org;\r\n dmarc=pass\r\n",
        b'Authentication-Results: "mx.example.org"; dmarc=pass\r\n',
        b"Authentication-Results: mx.example.org; a=b\r\nAuthentication-Results: mx.example.org; a=b\r\n",
        b"Authentication-Results : mx.example.org; dmarc=pass\r\n",
        b"Authentication-Results: mx.example.org\r\n",
    ],
)
def test_results_that_claim_to_be_ours_are_taken_away(forged: bytes) -> None:
    raw = b"From: x@elsewhere.example\r\n" + forged + b"Subject: x\r\n\r\nBody\r\n"
    envelope = Envelope("", "amina@example.org", NINE, False)
    stamped = stamp(raw, envelope, MX, OURS)
    assert stamped.endswith(b"\r\nFrom: x@elsewhere.example\r\nSubject: x\r\n\r\nBody\r\n")
    assert stamped.lower().count(b"authentication-results") == 1


def test_results_of_others_and_words_in_the_body_stay() -> None:
    others = b"Authentication-Results: mx.elsewhere.example; dmarc=pass\r\n"
    body = b"Authentication-Results: mx.example.org; dmarc=pass\r\n"
    envelope = Envelope("", "amina@example.org", NINE, False)
    assert stamp(others + b"\r\n" + body, envelope, MX, OURS).endswith(others + b"\r\n" + body)


def test_only_a_forged_line_goes_even_where_another_one_repeats_it() -> None:
    forged = b"Authentication-Results: mx.example.org; dmarc=pass\r\n"
    raw = b"X-Copy: kept\r\n " + forged + forged + b"\r\n"
    envelope = Envelope("", "amina@example.org", NINE, False)
    assert stamp(raw, envelope, MX, OURS).endswith(b"X-Copy: kept\r\n " + forged + b"\r\n")


def test_the_trace_stands_on_top_in_its_order() -> None:
    envelope = Envelope("jonas+b1@example.org", "amina+r1@example.org", NINE, False)
    stamped = email.message_from_bytes(
        stamp(b"Received: by other\r\nFrom: a@b.example\r\n\r\n", envelope, MX, OURS)
    )
    assert stamped.items()[:5] == [
        ("Return-Path", "<jonas+b1@example.org>"),
        ("Delivered-To", "amina+r1@example.org"),
        ("Received", f"by {MX} for <amina+r1@example.org>; Wed, 03 Feb 2027 09:00:00 +0000"),
        ("Authentication-Results", f"{MX}; dkim=none; dmarc=none header.from=b.example"),
        ("Received", "by other"),
    ]


def test_a_message_that_is_all_body_keeps_it() -> None:
    envelope = Envelope("", "amina@example.org", NINE, False)
    assert stamp(b"\r\nJust text\r\n", envelope, MX, OURS).endswith(b"dmarc=fail\r\n\r\nJust text\r\n")
