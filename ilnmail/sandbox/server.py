"""The built-in mail server, put together: start it, look into its mailboxes, end it."""

import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from ilnmail.sandbox.addresses import Addresses
from ilnmail.sandbox.archive import FileArchive, NoArchive
from ilnmail.sandbox.delivery import Accepted, Delivery
from ilnmail.sandbox.imap_session import Site
from ilnmail.sandbox.listen import HOST, Listeners, Ports
from ilnmail.sandbox.loop import LoopThread
from ilnmail.sandbox.problem import SandboxError
from ilnmail.sandbox.store import INBOX, Store, StoredMessage


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """Somebody's mailbox, looked at without IMAP."""

    _look: Callable[[], tuple[StoredMessage, ...]]

    def messages(self) -> tuple[StoredMessage, ...]:
        """What is in it now, the oldest first."""
        return self._look()


class Sandbox:
    """Runs inside a `with` statement, in a thread of its own; what it holds can be looked at afterwards too.

    Every address of the domains is a mailbox (`domains=None`: every address there is), `name+tag@` lies in
    `name@`, and nothing ever leaves the machine. `catch_all` gives all mail of a domain to one mailbox.
    Any password opens any mailbox unless one is given. With `tls` there are STARTTLS and two more ports.
    `name` is how the server calls itself in Received and Authentication-Results.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        domains: tuple[str, ...] | None = ("example.org",),
        folder: Path | None = None,
        imap_port: int = 0,
        smtp_port: int = 0,
        password: str | None = None,
        tls: ssl.SSLContext | None = None,
        catch_all: Mapping[str, str] | None = None,
        name: str = "mx.example.org",
    ) -> None:
        self.name = name
        self._addresses = Addresses(domains, catch_all or {})
        self._now = now
        self._folder = folder
        self._password = password
        self._tls = tls
        self._wanted = Ports(imap=imap_port, smtp=smtp_port)

    def __enter__(self) -> Self:
        with ExitStack() as cleaning:
            archive = NoArchive() if self._folder is None else FileArchive(self._folder)
            cleaning.callback(archive.close)
            self._store = Store(archive, archive.load(), lambda: int(self._now().timestamp()))
            self._delivery = Delivery(self.name, self._addresses, self._store, self._now)
            self._loop = LoopThread()
            cleaning.callback(self._loop.stop)
            listeners, site = Listeners(), Site(self._store, self._check_login, self._now)
            cleaning.callback(self._loop.call, listeners.close)
            self.ports = self._loop.run(listeners.open(site, self._delivery, self._wanted, self._tls))
            self._cleaning = cleaning.pop_all()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._cleaning.close()

    @property
    def imap_port(self) -> int:
        return self.ports.imap

    @property
    def smtp_port(self) -> int:
        return self.ports.smtp

    @property
    def transcript(self) -> tuple[Accepted, ...]:
        """Every message accepted since the start, in order, one entry a recipient."""
        return self._loop.call(lambda: tuple(self._delivery.transcript))

    def accounts(self) -> tuple[str, ...]:
        """Everybody who has a mailbox by now."""
        return self._loop.call(self._store.accounts)

    def mailbox(self, address: str, name: str = INBOX) -> OpenMailbox:
        """The mailbox in which mail to this address lies, or another one of the same account."""
        account = self._addresses.account(address)

        def look() -> tuple[StoredMessage, ...]:
            mailbox = self._store.find(account, name)
            return tuple(mailbox.messages.values()) if mailbox else ()

        return OpenMailbox(lambda: self._loop.call(look))

    def deliver(self, recipient: str, raw: bytes, *, sender: str = "", logged_in: bool = False) -> None:
        """As if it had come by SMTP. Raises SandboxError when the recipient would be refused."""

        def deliver() -> None:
            reply = self._delivery.answer(sender, recipient)
            if not reply.startswith("250"):
                raise SandboxError(f"{recipient}: {reply}")
            self._delivery.accept(raw, sender, recipient, logged_in=logged_in)

        self._loop.call(deliver)

    def _check_login(self, name: str, password: str) -> str | None:
        """The account, or None when the password is not right or nobody lives there."""
        if self._password is not None and password != self._password:
            return None
        return self._addresses.login(name)


def run_forever(
    folder: Path,
    domain: str,
    imap_port: int,
    smtp_port: int,
    announce: Callable[[str], None],
    now: Callable[[], datetime],
) -> None:
    """Serves until Ctrl-C, keeping the mail in `folder`. Raises SandboxError when it cannot start."""
    with Sandbox(
        now=now, domains=(domain,), folder=folder, imap_port=imap_port, smtp_port=smtp_port
    ) as sandbox:
        try:
            announce(f"IMAP on {HOST} port {sandbox.imap_port}, SMTP on {HOST} port {sandbox.smtp_port}.")
            announce(f"Every address at {domain} is a mailbox; log in with the address and any password.")
            announce(f"Mail stays on this machine, in {folder}. Ctrl-C ends the server.")
            threading.Event().wait()
        except KeyboardInterrupt:
            announce("Ended. The mail is kept.")
