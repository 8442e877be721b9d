"""One client's connection: who it is, which mailbox it looks at, and the answers on their way."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ilnmail.sandbox.imap_error import bad, no
from ilnmail.sandbox.imap_parser import Node
from ilnmail.sandbox.imap_view import View
from ilnmail.sandbox.store import Mailbox, Store

LARGEST_WRITE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Site:
    """What all sessions share. `starttls` is None where the connection is encrypted already, or never is."""

    store: Store
    check_login: Callable[[str, str], str | None]
    now: Callable[[], datetime]
    starttls: ssl.SSLContext | None = None


@dataclass(eq=False)
class Session:
    """What the commands work on."""

    site: Site
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    encrypted: bool = False
    account: str | None = None
    view: View | None = None
    over: bool = False
    _answers: list[bytes] = field(default_factory=list)
    _size: int = 0

    def say(self, line: bytes | str) -> None:
        """Queues one line; `flush` sends all of them in one write."""
        octets = line.encode("utf-8", "replace") if isinstance(line, str) else line
        self._answers += (octets, b"\r\n")
        self._size += len(octets)

    def say_all(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.say(line)

    async def flush(self) -> None:
        """Sends what is queued and waits until the client keeps up."""
        if self._answers:
            self.writer.write(b"".join(self._answers))
            self._answers.clear()
            self._size = 0
        await self.writer.drain()

    async def flush_if_large(self) -> None:
        if self._size > LARGEST_WRITE_BYTES:
            await self.flush()

    async def ask_for_more(self) -> None:
        """The client announced a literal or may go on with what it began."""
        self.say("+ go on")
        await self.flush()
        # Most client libraries send a literal and its line end apart, and the second waits for our
        # acknowledgement of the first: 40 ms each, unless we give it at once (Linux).
        if hasattr(socket, "TCP_QUICKACK"):
            connection = self.writer.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    @property
    def user(self) -> str:
        """The account of who has logged in."""
        if self.account is None:
            raise no("[PRIVACYREQUIRED] log in first")
        return self.account

    @property
    def selected(self) -> View:
        if self.view is None:
            raise bad("select a mailbox first")
        return self.view

    def select(self, mailbox: Mailbox, *, read_only: bool) -> View:
        self.unselect()
        self.view = View(mailbox, read_only=read_only)
        return self.view

    def unselect(self) -> None:
        if self.view:
            self.view.close()
        self.view = None

    def find(self, name: str, code: str = "NONEXISTENT") -> Mailbox:
        """The user's mailbox of this name. Raises ImapError with the code when there is none."""
        store = self.site.store
        store.inbox(self.user)
        mailbox = store.find(self.user, name)
        if mailbox is None:
            raise no(f"[{code}] there is no such mailbox")
        return mailbox


def strings(arguments: tuple[Node, ...], count: int) -> list[str]:
    """Exactly so many words or strings, as text. Raises ImapError."""
    return [octets.decode("utf-8", "surrogateescape") for octets in octet_strings(arguments, count)]


def octet_strings(arguments: tuple[Node, ...], count: int) -> list[bytes]:
    """Exactly so many words or strings. Raises ImapError."""
    found = [argument for argument in arguments if isinstance(argument, bytes)]
    if len(found) != count or len(arguments) != count:
        raise bad(f"this command takes {count} arguments")
    return found
