"""A mailbox, as far as intake needs one, and its IMAP form (RFC 3501)."""

import contextlib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ilnmail.inbox.refusals import FAULTS, InboxError, advice, is_transient
from ilnmail.understand.limits import MOST_OCTETS

_TIMEOUT = 60  # seconds
_MOST_UNREADABLE = 2  # messages of one batch; where more cannot be read, it is the server
_MOST_JUNK, _HEADS_AT_ONCE = 2000, 200
_JUNK_NAMES = ("junk", "spam", "junk email", "junk e-mail", "bulk mail", "junk mail")


@dataclass(frozen=True)
class Message:
    """One message as it lies in the folder."""

    uid: int
    raw: bytes  # of a message over 10 MiB only the header
    octets: int = 0  # as large as it is on the server; 0 where that is the length of `raw`


class Mailbox(Protocol):
    """A folder that messages come into."""

    def open(self) -> tuple[str, int, int]:
        """Folder name, UIDVALIDITY and UIDNEXT. Raises InboxError."""
        ...

    def after(self, uid: int) -> Sequence[int]:
        """UIDs above that one, in order. Raises InboxError."""
        ...

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        """Those messages, left unread on the server. Raises InboxError."""
        ...


class ImapMailbox:
    """A folder on an IMAP server, over one connection that is made anew whenever it breaks."""

    def __init__(
        self,
        host: str,
        port: int,
        username: str,
        password: str,
        tls: str = "tls",
        folder: str = "INBOX",
        timeout: float = _TIMEOUT,
    ) -> None:
        """`timeout` in seconds, for every answer of the server."""
        self._host, self._port, self._tls = host, port, tls
        self._username, self._password, self._folder = username, password, folder
        self._client: IMAPClient | None = None
        self._timeout, self._uidvalidity = timeout, 0

    def open(self) -> tuple[str, int, int]:
        self._uidvalidity = 0
        self._uidvalidity, following = self.ask(self._opened)
        return self._folder, self._uidvalidity, following

    def _opened(self, client: IMAPClient) -> tuple[int, int]:
        found = client.select_folder(self._folder, readonly=True)
        if b"UIDNEXT" not in found:  # a server may leave it out (RFC 3501 6.3.1); all mail would look new
            found[b"UIDNEXT"] = max(client.search(["UID", "*"]), default=0) + 1
        return int(found[b"UIDVALIDITY"]), int(found[b"UIDNEXT"])

    def after(self, uid: int) -> Sequence[int]:
        found = self.ask(lambda client: client.search(["UID", f"{uid + 1}:*"]))
        # "n:*" names the last message even where it lies below n (RFC 3501 6.4.8).
        return sorted(one for one in found if one > uid)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        try:
            return self._read(uids)
        except InboxError as error:
            if len(uids) == 1 or isinstance(error.__cause__, OSError):
                raise
        return self._one_by_one(uids)

    def _one_by_one(self, uids: Sequence[int]) -> Sequence[Message]:
        """One message that the server cannot give whole keeps back no other; by night it is asked for again."""
        got: list[Message] = []
        failures = 0
        for uid in uids:
            try:
                got += self._read([uid])
            except InboxError as error:
                failures += 1
                if failures > _MOST_UNREADABLE or isinstance(error.__cause__, OSError):
                    raise
        return got

    def _read(self, uids: Sequence[int]) -> Sequence[Message]:
        sizes = self.ask(lambda client: client.fetch(list(uids), ["RFC822.SIZE"]))
        large = {
            uid: size for uid in uids if (size := sizes.get(uid, {}).get(b"RFC822.SIZE", 0)) > MOST_OCTETS
        }
        small = [uid for uid in uids if uid not in large]
        whole = self.ask(lambda client: client.fetch(small, ["BODY.PEEK[]"])) if small else {}
        heads = self.ask(lambda client: client.fetch(list(large), ["BODY.PEEK[HEADER]"])) if large else {}
        bodies = {
            uid: parts.get(b"BODY[]", parts.get(b"BODY[HEADER]")) for uid, parts in {**whole, **heads}.items()
        }
        return [Message(uid, raw, large.get(uid, 0)) for uid in uids if (raw := bodies.get(uid)) is not None]

    def junk(self, since: date) -> tuple[str, Sequence[bytes]]:
        """The junk folder's name and the newest headers in it, at most two thousand; looked at, never changed."""
        folder = self.ask(_junk_folder)
        if not folder:
            return "", ()
        self.ask(lambda client: client.select_folder(folder, readonly=True))
        uids = sorted(self.ask(lambda client: client.search(["SINCE", since])))[-_MOST_JUNK:]
        heads: list[bytes] = []
        for start in range(0, len(uids), _HEADS_AT_ONCE):
            some = uids[start : start + _HEADS_AT_ONCE]
            found = self.ask(lambda client, some=some: client.fetch(some, ["BODY.PEEK[HEADER]"]))
            heads += [parts[b"BODY[HEADER]"] for parts in found.values() if b"BODY[HEADER]" in parts]
        return folder, heads

    def close(self) -> None:
        if self._client is not None:
            with contextlib.suppress(IMAPClientError, OSError):
                self._client.logout()
            self._client = None

    def cut(self) -> None:
        """End whatever another thread is waiting for; its question raises InboxError."""
        client = self._client
        if client is not None:
            with contextlib.suppress(OSError):
                client.socket().shutdown(socket.SHUT_RDWR)

    def _leave(self) -> None:
        """The connection is of no use any more."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(*FAULTS):
                client.shutdown()

    def ask(self, question: Any) -> Any:
        """Its answer over the connection; any break of it raises InboxError, and means to connect anew next time."""
        try:
            return question(self._client or self._connect())
        except FAULTS as error:
            self._leave()
            words = f"{self._host}: {error}{advice(str(error))}"
            raise InboxError(words, transient=is_transient(error)) from error

    def _connect(self) -> IMAPClient:
        context = ssl.create_default_context()
        client = IMAPClient(
            self._host, self._port, ssl=self._tls == "tls", ssl_context=context, timeout=self._timeout
        )
        self._client = client
        # Without it every literal waits 40 ms for an acknowledgement (Nagle's algorithm).
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls == "starttls":
            client.starttls(context)
        client.login(self._username, self._password)
        found = client.select_folder(self._folder, readonly=True)
        if self._uidvalidity not in (0, int(found[b"UIDVALIDITY"])):
            raise ConnectionResetError("the folder was numbered anew meanwhile")
        return client


def _junk_folder(client: IMAPClient) -> str:
    """The folder marked \\Junk (RFC 6154), else one with a name that providers give it; empty where there is none."""
    folders = client.list_folders()
    marked = [name for flags, _, name in folders if b"\\junk" in {flag.lower() for flag in flags}]
    named = [
        name
        for flags, delimiter, name in folders
        if b"\\noselect" not in {flag.lower() for flag in flags} and _last(name, delimiter) in _JUNK_NAMES
    ]
    return next(iter(marked + named), "")


def _last(name: str, delimiter: bytes | None) -> str:
    return name.rpartition((delimiter or b"/").decode())[2].casefold()
