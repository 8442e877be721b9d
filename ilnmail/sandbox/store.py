"""Mailboxes and the messages in them, in memory; every change goes to an archive and to whoever watches.

A mailbox is one folder of one account. UIDs only grow, and a message never changes but for its flags
(RFC 3501 section 2.3).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property
from typing import Protocol

from ilnmail.sandbox.mime import Part, read_part

INBOX = "INBOX"


@dataclass(frozen=True)
class StoredMessage:
    """A message as it lies in a mailbox. `raw` is exactly what was put there."""

    uid: int
    flags: frozenset[str]
    raw: bytes
    received: datetime

    @cached_property
    def part(self) -> Part:
        return read_part(self.raw)


class Change(Enum):
    """What can happen to a message in a mailbox."""

    ARRIVED = auto()
    REFLAGGED = auto()
    REMOVED = auto()


Watcher = Callable[[Change, int], None]


class Archive(Protocol):
    """Where mailboxes outlive the program, if they do."""

    def created(self, mailbox: "Mailbox") -> None: ...
    def renamed(self, mailbox: "Mailbox") -> None: ...
    def deleted(self, mailbox: "Mailbox") -> None: ...
    def arrived(self, mailbox: "Mailbox", message: StoredMessage) -> None: ...
    def reflagged(self, mailbox: "Mailbox", message: StoredMessage) -> None: ...
    def removed(self, mailbox: "Mailbox", uids: Iterable[int]) -> None: ...


@dataclass(eq=False)
class Mailbox:
    """One folder of one account, and those who want to hear of changes."""

    account: str
    name: str
    uidvalidity: int
    archive: Archive
    uidnext: int = 1
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    watchers: list[Watcher] = field(default_factory=list)

    def add(self, raw: bytes, received: datetime, flags: Iterable[str] = ()) -> int:
        """Puts a message in and returns its UID."""
        message = StoredMessage(self.uidnext, frozenset(flags), raw, received)
        self.uidnext += 1
        self.messages[message.uid] = message
        self.archive.arrived(self, message)
        self._tell(Change.ARRIVED, message.uid)
        return message.uid

    def reflag(self, uid: int, flags: Iterable[str], by: Watcher | None = None) -> StoredMessage:
        """Gives a message these flags; `by` knows already and is not told."""
        before = self.messages[uid]
        after = replace(before, flags=frozenset(flags))
        if after.flags != before.flags:
            self.messages[uid] = after
            self.archive.reflagged(self, after)
            self._tell(Change.REFLAGGED, uid, by)
        return after

    def remove(self, uids: Iterable[int]) -> None:
        """Removes those of these messages that are still there."""
        there = [uid for uid in uids if uid in self.messages]
        for uid in there:
            del self.messages[uid]
        self.archive.removed(self, there)
        for uid in there:
            self._tell(Change.REMOVED, uid)

    def _tell(self, change: Change, uid: int, by: Watcher | None = None) -> None:
        for watcher in tuple(self.watchers):
            if watcher != by:
                watcher(change, uid)


class Store:
    """Everybody's mailboxes. An INBOX is there as soon as somebody asks for it."""

    def __init__(
        self, archive: Archive, mailboxes: Iterable[Mailbox], first_uidvalidity: Callable[[], int]
    ) -> None:
        self._archive = archive
        self._first_uidvalidity = first_uidvalidity
        self._accounts: dict[str, dict[str, Mailbox]] = {}
        self._last_uidvalidity = 0
        for mailbox in mailboxes:
            self._keep(mailbox)

    def accounts(self) -> tuple[str, ...]:
        return tuple(sorted(self._accounts))

    def mailboxes(self, account: str) -> Mapping[str, Mailbox]:
        """An account's mailboxes by name."""
        self.inbox(account)
        return self._accounts[account]

    def inbox(self, account: str) -> Mailbox:
        return self.find(account, INBOX) or self.create(account, INBOX)

    def find(self, account: str, name: str) -> Mailbox | None:
        return self._accounts.get(account, {}).get(canonical(name))

    def create(self, account: str, name: str) -> Mailbox:
        """A new mailbox, under a UIDVALIDITY no mailbox here has had (RFC 3501 section 2.3.1.1)."""
        uidvalidity = max(self._first_uidvalidity(), self._last_uidvalidity + 1)
        mailbox = Mailbox(account, canonical(name), uidvalidity, self._archive)
        self._keep(mailbox)
        self._archive.created(mailbox)
        return mailbox

    def rename(self, mailbox: Mailbox, name: str) -> None:
        del self._accounts[mailbox.account][mailbox.name]
        mailbox.name = canonical(name)
        self._accounts[mailbox.account][mailbox.name] = mailbox
        self._archive.renamed(mailbox)

    def delete(self, mailbox: Mailbox) -> None:
        mailbox.remove(tuple(mailbox.messages))
        del self._accounts[mailbox.account][mailbox.name]
        self._archive.deleted(mailbox)

    def _keep(self, mailbox: Mailbox) -> None:
        self._accounts.setdefault(mailbox.account, {})[mailbox.name] = mailbox
        self._last_uidvalidity = max(self._last_uidvalidity, mailbox.uidvalidity)


def canonical(name: str) -> str:
    """INBOX is INBOX however it is written; all other names are as they are (RFC 3501 section 5.1)."""
    return INBOX if name.upper() == INBOX else name
