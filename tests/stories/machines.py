"""What other people's servers and programs send in a story: complaints, warnings, challenges, calendars, reactions."""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from tests.world import Letter

Machine = Callable[[Letter, str, datetime, str], bytes]


def _mail(letter: Letter, sender: str, at: datetime, head: str, body: str) -> bytes:
    original = letter.message
    return f"""\
From: {sender}
To: {original["Reply-To"] or original["Return-Path"] or original["From"]}
Subject: Re: {original["Subject"]}
Date: {format_datetime(at)}
Message-ID: <machine.{at:%Y%m%d%H%M}@mx.example.net>
In-Reply-To: {original["Message-ID"]}
Authentication-Results: mx.example.org; dmarc=pass
MIME-Version: 1.0
{head}

{body}
""".encode()


def complaint(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """The junk button of a provider that reports it (ARF, RFC 5965)."""
    body = f"""--b
Content-Type: text/plain

This is an abuse report for a message that you sent.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: example/1.0
Version: 1
Original-Rcpt-To: {address}

--b
Content-Type: text/rfc822-headers

Message-ID: {letter.message["Message-ID"]}
To: {address}
Subject: {letter.message["Subject"]}

--b--"""
    head = 'Content-Type: multipart/report; report-type=feedback-report; boundary="b"'
    return _mail(letter, "feedback@mx.example.net", at, head, body)


def delayed(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """A server that has not given up yet (RFC 3464 2.3.3)."""
    body = f"""--b
Content-Type: text/plain

This is a warning message only. Your message is delayed.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: delayed
Status: 4.4.1

--b
Content-Type: text/rfc822-headers

Message-ID: {letter.message["Message-ID"]}

--b--"""
    head = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
    return _mail(letter, "MAILER-DAEMON@mx.example.net", at, head, body)


def challenge(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """A filter that wants its sender to prove something first."""
    body = "To have your message delivered, please click the link below and confirm that you are human:\nhttps://example.net/c"
    return _mail(letter, address, at, "Content-Type: text/plain; charset=utf-8", body)


def calendar(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """A calendar that answers an invitation (iTIP, RFC 5546 3.2.3)."""
    says = "DECLINED" if words.startswith("Declined") else "ACCEPTED"
    body = f"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT={says}:mailto:{address}\nEND:VEVENT\nEND:VCALENDAR"
    return _mail(letter, address, at, "Content-Type: text/calendar; method=REPLY; charset=utf-8", body)


def reaction(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """A thumb under a letter, as Gmail sends it."""
    body = (
        "--b\nContent-Type: text/plain; charset=utf-8\n\n👍\n--b\n"
        'Content-Type: text/vnd.google.email-reaction+json\n\n{"emoji": "👍", "version": 1}\n--b--'
    )
    return _mail(letter, address, at, 'Content-Type: multipart/alternative; boundary="b"', body)


def page(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """An answer in HTML alone."""
    quote = "".join(f"<div>{line.replace('<', '&lt;')}</div>" for line in letter.text.splitlines())
    body = (
        f'<div dir="ltr">{words}</div><div class="gmail_quote"><div class="gmail_attr">On Monday, ILN wrote:</div>'
        f'<blockquote class="gmail_quote">{quote}</blockquote></div>'
    )
    return _mail(letter, address, at, "Content-Type: text/html; charset=utf-8", body)


def inline(letter: Letter, address: str, at: datetime, words: str) -> bytes:
    """Answers between the lines of what is answered: pieces divided by a bar."""
    quoted = [f"> {line}" for line in letter.text.splitlines() if line.strip()]
    pieces = [piece.strip() for piece in words.split("/")]
    lines = ["On Mon, 1 Mar 2027 at 07:00, ILN wrote:", *quoted[:2]]
    for number, piece in enumerate(pieces):
        lines += ["", piece, "", *quoted[2 + 2 * number : 4 + 2 * number]]
    return _mail(letter, address, at, "Content-Type: text/plain; charset=utf-8", "\n".join(lines))


MACHINES: dict[str, Machine] = {
    one.__name__: one for one in (complaint, delayed, challenge, calendar, reaction, page, inline)
}
