"""IMAP commands about the connection itself: log in, encrypt, wait, leave (RFC 3501 sections 6.1 and 6.2)."""

import asyncio
import base64
import binascii

from ilnmail.sandbox.imap_error import bad, no
from ilnmail.sandbox.imap_parser import Command
from ilnmail.sandbox.imap_reader import read_line
from ilnmail.sandbox.imap_session import Session, octet_strings, strings

CAPABILITIES = "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN ID IDLE MOVE NAMESPACE UIDPLUS UNSELECT"


def capabilities(session: Session) -> str:
    """What this server can do on this connection."""
    return CAPABILITIES + (" STARTTLS" if session.site.starttls and not session.encrypted else "")


async def capability(session: Session, command: Command) -> str:
    session.say(f"* CAPABILITY {capabilities(session)}")
    return "done"


async def noop(_session: Session, _command: Command) -> str:
    return "done"


async def identify(session: Session, _command: Command) -> str:
    session.say('* ID ("name" "ilnmail sandbox")')
    return "done"


async def namespace(session: Session, _command: Command) -> str:
    session.say('* NAMESPACE (("" "/")) NIL NIL')
    return "done"


async def logout(session: Session, _command: Command) -> str:
    session.say("* BYE see you soon")
    session.over = True
    return "done"


async def login(session: Session, command: Command) -> str:
    name, password = strings(command.arguments, 2)
    return _enter(session, name, password)


async def authenticate(session: Session, command: Command) -> str:
    """SASL PLAIN, with the answer in the same line or in the next (RFC 4616, RFC 4959)."""
    mechanism, *at_once = octet_strings(command.arguments, max(1, min(2, len(command.arguments))))
    if mechanism.upper() != b"PLAIN":
        raise no("[CANNOT] PLAIN is the only way here")
    if at_once:
        answer = at_once[0]
    else:
        session.say("+ ")
        await session.flush()
        answer = await read_line(session.reader)
    if answer == b"*":
        raise bad("as you wish")
    try:
        _, name, password = base64.b64decode(answer, validate=True).split(b"\0")
    except (binascii.Error, ValueError) as reason:
        raise bad("that is not a PLAIN answer") from reason
    return _enter(session, name.decode(errors="replace"), password.decode(errors="replace"))


def _enter(session: Session, name: str, password: str) -> str:
    session.account = session.site.check_login(name, password)
    if session.account is None:
        raise no(
            "[AUTHENTICATIONFAILED] write the whole address, such as amina@example.org, and the password"
        )
    return f"[CAPABILITY {capabilities(session)}] welcome"


async def starttls(session: Session, command: Command) -> str | None:
    context = session.site.starttls
    if context is None or session.encrypted:
        raise bad("TLS is not to be had here")
    session.say(f"{command.tag} OK begin")
    await session.flush()
    await session.writer.start_tls(context)
    session.encrypted = True
    return None


async def idle(session: Session, _command: Command) -> str:
    """Says at once what happens in the mailbox, until the client writes DONE (RFC 2177)."""
    session.say("+ idling")
    await session.flush()
    done = asyncio.create_task(read_line(session.reader))
    try:
        while not done.done():
            await _say_news(session, done)
        if done.result().upper() != b"DONE":
            raise bad("only DONE ends an IDLE")
    finally:
        done.cancel()
    return "done"


async def _say_news(session: Session, done: "asyncio.Task[bytes]") -> None:
    waiting: set[asyncio.Task[bytes] | asyncio.Task[bool]] = {done}
    news = asyncio.create_task(session.view.news.wait()) if session.view else None
    if news:
        waiting.add(news)
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if news:
            news.cancel()
    if session.view and session.view.news.is_set():
        session.say_all(session.view.announce(expunged=True))
        await session.flush()
