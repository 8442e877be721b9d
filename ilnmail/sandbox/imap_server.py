"""The IMAP side: each connection a conversation, each command a row in one table."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from ilnmail.sandbox import imap_access, imap_folders, imap_messages
from ilnmail.sandbox.imap_error import ImapError, bad
from ilnmail.sandbox.imap_fetch import fetch
from ilnmail.sandbox.imap_parser import Command, parse, read_tag
from ilnmail.sandbox.imap_reader import LONGEST_LINE_BYTES, TooLargeError, read_command
from ilnmail.sandbox.imap_search import search
from ilnmail.sandbox.imap_session import Session, Site

# Why a connection may end without a word from us.
GONE = (EOFError, ConnectionError, TimeoutError, ssl.SSLError)


class State(IntEnum):
    """How far a client must have come (RFC 3501 section 3)."""

    CONNECTED = 0
    AUTHENTICATED = 1
    SELECTED = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What a command does, and from when on. What it returns follows the tagged OK; None: already said."""

    run: Callable[[Session, Command], Awaitable[str | None]]
    needs: State
    has_uid_form: bool = False


COMMANDS: Mapping[str, Rule] = {
    "CAPABILITY": Rule(imap_access.capability, State.CONNECTED),
    "NOOP": Rule(imap_access.noop, State.CONNECTED),
    "ID": Rule(imap_access.identify, State.CONNECTED),
    "LOGOUT": Rule(imap_access.logout, State.CONNECTED),
    "LOGIN": Rule(imap_access.login, State.CONNECTED),
    "AUTHENTICATE": Rule(imap_access.authenticate, State.CONNECTED),
    "STARTTLS": Rule(imap_access.starttls, State.CONNECTED),
    "NAMESPACE": Rule(imap_access.namespace, State.AUTHENTICATED),
    "IDLE": Rule(imap_access.idle, State.AUTHENTICATED),
    "SELECT": Rule(imap_folders.select, State.AUTHENTICATED),
    "EXAMINE": Rule(imap_folders.examine, State.AUTHENTICATED),
    "LIST": Rule(imap_folders.list_mailboxes, State.AUTHENTICATED),
    "LSUB": Rule(imap_folders.list_mailboxes, State.AUTHENTICATED),
    "STATUS": Rule(imap_folders.status, State.AUTHENTICATED),
    "CREATE": Rule(imap_folders.create, State.AUTHENTICATED),
    "RENAME": Rule(imap_folders.rename, State.AUTHENTICATED),
    "DELETE": Rule(imap_folders.delete, State.AUTHENTICATED),
    "SUBSCRIBE": Rule(imap_folders.subscribe, State.AUTHENTICATED),
    "UNSUBSCRIBE": Rule(imap_folders.subscribe, State.AUTHENTICATED),
    "APPEND": Rule(imap_messages.append, State.AUTHENTICATED),
    "CHECK": Rule(imap_access.noop, State.SELECTED),
    "CLOSE": Rule(imap_folders.close, State.SELECTED),
    "UNSELECT": Rule(imap_folders.unselect, State.SELECTED),
    "SEARCH": Rule(search, State.SELECTED, has_uid_form=True),
    "FETCH": Rule(fetch, State.SELECTED, has_uid_form=True),
    "STORE": Rule(imap_messages.store, State.SELECTED, has_uid_form=True),
    "COPY": Rule(imap_messages.copy, State.SELECTED, has_uid_form=True),
    "MOVE": Rule(imap_messages.move, State.SELECTED, has_uid_form=True),
    "EXPUNGE": Rule(imap_messages.expunge, State.SELECTED, has_uid_form=True),
}

# While these are answered no message may change its number (RFC 3501 section 7.4.1).
NUMBERS_STAND_STILL = ("FETCH", "STORE", "SEARCH")


async def converse(
    site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, encrypted: bool
) -> None:
    """Serves one connection to its end."""
    session = Session(site, reader, writer, encrypted)
    session.say(f"* OK [CAPABILITY {imap_access.capabilities(session)}] ilnmail sandbox ready")
    try:
        while not session.over:
            await session.flush()
            await _answer_next(session)
        await session.flush()
    except GONE:
        pass
    except TooLargeError:
        session.say("* BYE [TOOBIG] that is more than fits in here")
        with contextlib.suppress(*GONE):
            await session.flush()
    finally:
        session.unselect()
        writer.close()


async def _answer_next(session: Session) -> None:
    first, *rest = await read_command(session.reader, session.ask_for_more)
    try:
        tag, text = read_tag(first)
    except ImapError as error:
        session.say(f"* {error}")
        return
    session.say_all(await _answer(session, tag, (text, *rest)))


async def _answer(session: Session, tag: str, parts: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The news and the tagged answer."""
    try:
        command = parse(tag, parts)
        outcome = await _rule(session, command).run(session, command)
    except ImapError as error:
        return (f"{tag} {error}".encode("utf-8", "replace"),)
    except GONE:
        raise
    except Exception as error:  # a mistake of ours in one command ends that command only (RFC 5530)
        return (f"{tag} NO [SERVERBUG] {type(error).__name__}".encode(),)
    if outcome is None:
        return ()
    numbers_may_change = command.by_uid or command.name not in NUMBERS_STAND_STILL
    news = session.view.announce(expunged=numbers_may_change) if session.view else ()
    return (*news, f"{tag} OK {outcome}".encode())


def _rule(session: Session, command: Command) -> Rule:
    """The command's row. Raises ImapError when there is none or it is too early."""
    rule = COMMANDS.get(command.name)
    if rule is None or (command.by_uid and not rule.has_uid_form):
        raise bad("there is no such command")
    if rule.needs >= State.AUTHENTICATED:
        _ = session.user
    if rule.needs >= State.SELECTED:
        _ = session.selected
    return rule


def imap_protocol(site: Site, *, encrypted: bool) -> Callable[[], asyncio.StreamReaderProtocol]:
    """Makes the protocol of each connection, for `loop.create_server`; asyncio sets TCP_NODELAY itself."""

    def connected() -> asyncio.StreamReaderProtocol:
        async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # When the server ends, so do its conversations, and nobody needs to hear of it.
            with contextlib.suppress(asyncio.CancelledError):
                await converse(site, reader, writer, encrypted=encrypted)

        return asyncio.StreamReaderProtocol(asyncio.StreamReader(limit=LONGEST_LINE_BYTES), conversation)

    return connected
