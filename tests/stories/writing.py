"""How the people of a story write: a plain mail program, with the odd habits that a story asks for."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from ilnmail.spreadsheet import file_of
from tests.stories.machines import MACHINES
from tests.world import Letter

US = "iln@example.org"


def write(
    words: str, more: tuple[str, ...], how: str, address: str, name: str, heard: list[Letter], at: datetime
) -> bytes:
    """The bytes of one mail. Unless it is new, it answers the last letter its writer got."""
    options = _options(how)
    answered = None if "new" in options or not heard else heard[-int(options.get("to", "1"))]
    if "leave" in options:
        return _leave(heard[-1], address, at)
    if "bounce" in options:
        return _bounce(heard[-1], address, at)
    if named := next((name for name in options if name in MACHINES), ""):
        return MACHINES[named](heard[-1], address, at, words)
    message = EmailMessage()
    sender = options.get("from", address)
    shown = "" if name == sender.partition("@")[0] else name.replace("-", " ").title()
    message["From"] = f"{shown} <{sender}>" if shown else sender
    message["Date"] = format_datetime(at)
    message["Message-ID"] = (
        f"<{sender.partition('@')[0]}.{at:%Y%m%d%H%M}.{abs(hash_of(words)) % 10**8}@example.net>"
    )
    body = words if "file" in options else "\n".join((words, *more))
    if answered is None:
        message["To"] = options.get("to", US) if "@" in options.get("to", "") else US
        message["Subject"] = options.get("subject", "Hello")
    else:
        body = _as_answer(message, answered, body, below="quote" in options)
    if "unproven" not in options:
        verdict = "fail" if "failing" in options else "pass"
        stamped_by = "mx.example.com" if "forged" in options else "mx.example.org"
        message["Authentication-Results"] = f"{stamped_by}; dmarc={verdict}"
    for header, value in _habits(options):
        message[header] = value
    message.set_content(body + "\n")
    if "file" in options:
        held = file_of(options["file"], "\n".join(more)).content
        message.add_attachment(held, "application", "octet-stream", filename=options["file"])
    return message.as_bytes()


def _leave(letter: Letter, address: str, at: datetime) -> bytes:
    """What the unsubscribe button of a mail program sends (RFC 2369): to that address, and empty."""
    to = str(letter.message["List-Unsubscribe"]).partition("mailto:")[2].partition("?")[0].rstrip(">")
    stamp = "Authentication-Results: mx.example.org; dmarc=pass\n"
    head = f"From: {address}\nTo: {to}\nSubject: unsubscribe\nDate: {format_datetime(at)}\n{stamp}"
    return f"{head}Message-ID: <leave.{at:%Y%m%d%H%M}@example.net>\n\n\n".encode()


def _options(how: str) -> dict[str, str]:
    pieces = (piece.strip().partition(" ") for piece in how.split(",") if piece.strip())
    return {name: value for name, _, value in pieces}


def _as_answer(message: EmailMessage, letter: Letter, body: str, below: bool) -> str:
    """Headers and quote as a mail program adds them."""
    original = letter.message
    message["To"] = str(original.get("Reply-To") or original["From"])
    message["Subject"] = f"Re: {original['Subject']}"
    message["In-Reply-To"] = str(original["Message-ID"])
    message["References"] = str(original["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    heading = f"On {original['Date']}, {original['From']} wrote:"
    return f"{heading}\n{quoted}\n\n{body}" if below else f"{body}\n\n{heading}\n{quoted}"


def _habits(options: dict[str, str]) -> list[tuple[str, str]]:
    known = {
        "away": [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes")],
        "list": [("List-Id", "<talk.example.net>"), ("Precedence", "list")],
    }
    return [pair for name in options for pair in known.get(name, [])]


def _bounce(letter: Letter, address: str, at: datetime) -> bytes:
    """A delivery report (RFC 3464) for the last letter: no such mailbox."""
    original = letter.message
    return f"""\
From: MAILER-DAEMON@mx.example.net
To: {original["Return-Path"] or original["Reply-To"] or US}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(at)}
Message-ID: <bounce.{at:%Y%m%d%H%M}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {original["Message-ID"]}
Subject: {original["Subject"]}

--b--
""".encode()


def hash_of(words: str) -> int:
    """The same in every run, unlike hash()."""
    return int.from_bytes(words.encode()[:64].ljust(8, b"."), "big")
