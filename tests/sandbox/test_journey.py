"""One message all the way: sent by SMTP, found by IMAP."""

import smtplib
from datetime import UTC, datetime

from imapclient import IMAPClient

from ilnmail.sandbox import Sandbox

NINE = datetime(2027, 2, 3, 9, tzinfo=UTC)
LETTER = b"From: jonas@example.org\r\nTo: amina@example.org\r\nSubject: Hello\r\n\r\nDear Amina\r\n"


def test_what_goes_in_by_smtp_comes_out_by_imap_with_its_trace_on_top() -> None:
    with Sandbox(now=lambda: NINE) as sandbox:
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port) as smtp:
            smtp.sendmail("jonas@example.org", ["amina+tag@example.org"], LETTER)
        with IMAPClient("127.0.0.1", sandbox.imap_port, ssl=False, timeout=10) as client:
            client.login("amina@example.org", "any")
            client.select_folder("INBOX")
            (fetched,) = client.fetch(client.search(), ["BODY.PEEK[]"]).values()
    assert fetched[b"BODY[]"] == (
        b"Return-Path: <jonas@example.org>\r\n"
        b"Delivered-To: amina+tag@example.org\r\n"
        b"Received: by mx.example.org for <amina+tag@example.org>; Wed, 03 Feb 2027 09:00:00 +0000\r\n"
        b"Authentication-Results: mx.example.org; dkim=pass header.d=example.org;"
        b" dmarc=pass header.from=example.org\r\n" + LETTER
    )
    (message,) = sandbox.mailbox("amina@example.org").messages()
    assert message.raw == fetched[b"BODY[]"]
    assert [entry[1:3] for entry in sandbox.transcript] == [("jonas@example.org", "amina+tag@example.org")]
