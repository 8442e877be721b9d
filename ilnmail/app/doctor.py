"""What `ilnmail doctor` looks at: can we read, can we send, and what the provider does to a mail on its way to us."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import make_url

from ilnmail.app import App
from ilnmail.database import needs_migration
from ilnmail.inbox import InboxError
from ilnmail.letters import LetterError
from ilnmail.matching.ahead import compile_ahead
from ilnmail.matching.solver.kernels import can_compile, is_kept
from ilnmail.rehearsal import Rehearsal
from ilnmail.send import SendError
from ilnmail.tokens import token

_WAIT_S, _PAUSE_S, _SLOW_CLOCK_S = 60.0, 1.0, 60.0
_LEAST_FREE = 500_000_000  # octets
Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One check: what was found and, where it is not well, what to do next."""

    check: str
    verdict: Verdict
    found: str
    next_step: str = ""


def examine(
    app: App, pause: Callable[[float], None] = time.sleep, wait: float = _WAIT_S
) -> Iterator[Finding]:
    """Check after check; the loop only where mailbox and server answer. Waits at most `wait` seconds for our mail."""
    yield _database(app)
    yield _disk(app)
    yield _letters(app)
    yield from _matching()
    mailbox = _mailbox(app)
    yield mailbox
    if mailbox.verdict == "fail":
        return
    yield from _loop(app, pause, wait)


def _database(app: App) -> Finding:
    kind = make_url(app.settings.database_url).get_backend_name()
    if needs_migration(app.engine):
        return Finding(
            "database", "fail", f"{kind}, with tables of an older version", "run `ilnmail migrate`"
        )
    return Finding("database", "ok", f"{kind}, its tables up to date")


def _disk(app: App) -> Finding:
    url = make_url(app.settings.database_url)
    folder = Path(url.database or ".").resolve().parent if url.get_backend_name() == "sqlite" else Path()
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free"
    if free < _LEAST_FREE:
        return Finding("disk", "fail", words, "make room: mail that cannot be kept is not fetched")
    return Finding("disk", "ok", words)


def _letters(app: App) -> Finding:
    """All of them: at the start only the programme's own are looked at."""
    try:
        app.inside.press.letters.check()
    except LetterError as error:
        return Finding(
            "letters", "fail", str(error), "mend the file, or take it away for the one that was shipped"
        )
    return Finding("letters", "ok", "all can be used")


def _matching() -> Iterator[Finding]:
    """What large rounds use is compiled here and now, so that no match run waits for it."""
    if not can_compile():
        words = "as it stands; rounds of thousands are quicker with `pip install 'ilnmail[scale]'`"
        yield Finding("matching", "ok", words)
        return
    if not is_kept():
        yield Finding("matching", "ok", "compiling what large rounds use; once, about half a minute")
        compile_ahead()
    if is_kept():
        yield Finding("matching", "ok", "compiled for large rounds")
    else:
        yield Finding(
            "matching",
            "warn",
            "what was compiled cannot be kept beside the program",
            "run `ilnmail doctor` once as the user who installed it",
        )


def _mailbox(app: App) -> Finding:
    imap = app.settings.imap
    try:
        folder, _, following = app.mailbox.open()
    except (InboxError, OSError) as error:
        return Finding(
            "mailbox",
            "fail",
            f"{imap.host}:{imap.port}: {error}",
            "look at [imap]: host, port, username; Gmail wants an app password",
        )
    return Finding("mailbox", "ok", f"{folder} at {imap.host}, next message {following}")


def _loop(app: App, pause: Callable[[float], None], wait: float) -> Iterator[Finding]:
    """A mail to ourselves, and everything that came of it."""
    key = f"doctor:{app.now().isoformat()}"
    secret, address = app.inside.press.house.secret, app.settings.programme.address
    name, _, domain = address.partition("@")
    reply, bounce = token("r", key, secret), token("b", key, secret)
    sent = _letter(address, f"{name}+{reply}@{domain}", key, app.now())
    _, _, first = app.mailbox.open()
    # In rehearsal too this mail goes to ourselves, not to the operator.
    transport = app.transport.behind if isinstance(app.transport, Rehearsal) else app.transport
    try:
        transport.send(
            f"{name}+{bounce}@{domain}",
            f"{name}+{reply}@{domain}",
            sent.as_bytes(policy=SMTP),
            lambda stage: None,
        )
        transport.rest()
    except SendError as error:
        smtp = app.settings.smtp
        yield Finding(
            "sending",
            "fail",
            f"{smtp.host}:{smtp.port}: {error}",
            "look at [smtp]: host, port, username, password",
        )
        return
    yield Finding("sending", "ok", "the server took a mail to ourselves")
    came, took = _arrived(app, first, str(sent["Message-ID"]), str(sent["Subject"]), pause, wait)
    if came is None:
        yield Finding(
            "loop",
            "fail",
            f"our own mail did not come within {wait:.0f} seconds",
            "look into the junk folder, and whether + addresses are kept",
        )
        return
    yield Finding("loop", "ok", f"our own mail came after {took:.0f} seconds")
    yield from _changes(came, sent, reply, bounce, app)


def _letter(address: str, to: str, key: str, at: datetime) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = address, to, f"ilnmail doctor {key[-15:]}"
    letter["Date"], letter["Message-ID"] = (
        format_datetime(at),
        f"<{re.sub(r'[^0-9a-z]', '', key)}@{address.rpartition('@')[2]}>",
    )
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("This mail goes from ilnmail to itself; nobody needs to answer it.\n")
    return letter


def _arrived(
    app: App, first: int, message_id: str, subject: str, pause: Callable[[float], None], wait: float
) -> tuple[Message | None, float]:
    """Our mail once it is there, and after how many seconds."""
    took = 0.0
    while True:
        uids = app.mailbox.after(first - 1)
        messages = [message_from_bytes(one.raw) for one in app.mailbox.read(uids)] if uids else []
        ours = [
            one for one in messages if message_id in str(one["Message-ID"]) or subject in str(one["Subject"])
        ]
        if ours or took >= wait:
            return (ours[0] if ours else None), took
        pause(_PAUSE_S)
        took += _PAUSE_S


def _changes(came: Message, sent: EmailMessage, reply: str, bounce: str, app: App) -> Iterator[Finding]:
    """What the provider did to it."""
    reached = " ".join(
        str(came[name] or "") for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To")
    )
    if reply in reached.lower():
        yield Finding("address mode", "ok", 'plus: the + address arrives whole (address_mode = "plus")')
    else:
        yield Finding(
            "address mode",
            "warn",
            "the + address does not arrive",
            'set address_mode = "plain" under [programme]',
        )
    if bounce in str(came["Return-Path"] or "").lower():
        yield Finding("envelope sender", "ok", "kept: letters that come back are known by it")
    else:
        yield Finding(
            "envelope sender",
            "warn",
            f"rewritten to {came['Return-Path']}",
            "letters that come back are known by their Message-ID alone",
        )
    if came["Message-ID"] == sent["Message-ID"]:
        yield Finding("Message-ID", "ok", "kept: answers are known by it")
    else:
        yield Finding(
            "Message-ID",
            "warn",
            f"rewritten to {came['Message-ID']}",
            "answers are known by the + address alone; keep address_mode plus",
        )
    yield _authentication(came, app)
    yield _clock(came, app)


def _authentication(came: Message, app: App) -> Finding:
    source = str(came["Authentication-Results"] or "").partition(";")[0].strip()
    believed = app.settings.imap.authserv_id
    if not source:
        return Finding(
            "Authentication-Results",
            "warn",
            "the provider stamps none",
            "we check DKIM ourselves; leave authserv_id empty",
        )
    if source != believed:
        return Finding(
            "Authentication-Results",
            "warn",
            f"stamped by {source}",
            f'set authserv_id = "{source}" under [imap]',
        )
    return Finding("Authentication-Results", "ok", f"stamped by {source}, which we believe")


def _clock(came: Message, app: App) -> Finding:
    stamped = str(came["Received"] or "").rpartition(";")[2].strip()
    try:
        apart = abs((parsedate_to_datetime(stamped) - app.now()).total_seconds())
    except (TypeError, ValueError):
        return Finding(
            "clock", "warn", "the server's time could not be read", "compare `date` with another clock"
        )
    if apart > _SLOW_CLOCK_S + _WAIT_S:
        return Finding(
            "clock", "fail", f"{apart:.0f} seconds from the mail server's", "set this machine's clock (NTP)"
        )
    return Finding("clock", "ok", "agrees with the mail server's")
