"""Where mailboxes are kept: in one SQLite file, so that they survive a restart, or nowhere."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from ilnmail.sandbox.problem import SandboxError
from ilnmail.sandbox.store import Mailbox, StoredMessage

FILE_NAME = "mail.sqlite3"

TABLES = """
CREATE TABLE IF NOT EXISTS mailboxes (
    uidvalidity INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    uidnext INTEGER NOT NULL,
    UNIQUE (account, name)
);
CREATE TABLE IF NOT EXISTS messages (
    uidvalidity INTEGER NOT NULL REFERENCES mailboxes ON DELETE CASCADE,
    uid INTEGER NOT NULL,
    flags TEXT NOT NULL,
    received TEXT NOT NULL,
    raw BLOB NOT NULL,
    PRIMARY KEY (uidvalidity, uid)
);
"""


class NoArchive:
    """For mail that may be forgotten when the program ends."""

    def created(self, mailbox: Mailbox) -> None: ...
    def renamed(self, mailbox: Mailbox) -> None: ...
    def deleted(self, mailbox: Mailbox) -> None: ...
    def arrived(self, mailbox: Mailbox, message: StoredMessage) -> None: ...
    def reflagged(self, mailbox: Mailbox, message: StoredMessage) -> None: ...
    def removed(self, mailbox: Mailbox, uids: Iterable[int]) -> None: ...
    def load(self) -> Iterator[Mailbox]:
        yield from ()

    def close(self) -> None: ...


class FileArchive:
    """One file in a folder of this server's own. Used by one thread at a time; a second program is refused.

    Raises SandboxError when the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                folder / FILE_NAME, timeout=0, isolation_level=None, check_same_thread=False
            )
            self._prepare()
        except (OSError, sqlite3.Error) as reason:
            raise SandboxError(
                f"cannot keep mail in {folder} ({reason}): end the other server there, or name another folder"
            ) from reason

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last moments of play mail with it; waiting for the disk is not worth it.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.executescript(f"BEGIN EXCLUSIVE; {TABLES} COMMIT;")

    def load(self) -> Iterator[Mailbox]:
        """Every mailbox with all its messages, as they were."""
        kept = self._connection.execute("SELECT account, name, uidvalidity, uidnext FROM mailboxes")
        for account, name, uidvalidity, uidnext in kept.fetchall():
            yield Mailbox(account, name, uidvalidity, self, uidnext, self._messages(uidvalidity))

    def _messages(self, uidvalidity: int) -> dict[int, StoredMessage]:
        kept = self._connection.execute(
            "SELECT uid, flags, received, raw FROM messages WHERE uidvalidity = ? ORDER BY uid",
            (uidvalidity,),
        )
        return {
            uid: StoredMessage(uid, frozenset(flags.split()), raw, datetime.fromisoformat(received))
            for uid, flags, received, raw in kept
        }

    def created(self, mailbox: Mailbox) -> None:
        row = (mailbox.uidvalidity, mailbox.account, mailbox.name, mailbox.uidnext)
        self._connection.execute("INSERT INTO mailboxes VALUES (?, ?, ?, ?)", row)

    def renamed(self, mailbox: Mailbox) -> None:
        self._connection.execute(
            "UPDATE mailboxes SET name = ? WHERE uidvalidity = ?", (mailbox.name, mailbox.uidvalidity)
        )

    def deleted(self, mailbox: Mailbox) -> None:
        self._connection.execute("DELETE FROM mailboxes WHERE uidvalidity = ?", (mailbox.uidvalidity,))

    def arrived(self, mailbox: Mailbox, message: StoredMessage) -> None:
        received = message.received.astimezone(UTC).isoformat()
        row = (mailbox.uidvalidity, message.uid, _as_text(message), received, message.raw)
        self._connection.execute("BEGIN")
        self._connection.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?)", row)
        self._connection.execute(
            "UPDATE mailboxes SET uidnext = ? WHERE uidvalidity = ?", (mailbox.uidnext, mailbox.uidvalidity)
        )
        self._connection.execute("COMMIT")

    def reflagged(self, mailbox: Mailbox, message: StoredMessage) -> None:
        self._connection.execute(
            "UPDATE messages SET flags = ? WHERE uidvalidity = ? AND uid = ?",
            (_as_text(message), mailbox.uidvalidity, message.uid),
        )

    def removed(self, mailbox: Mailbox, uids: Iterable[int]) -> None:
        rows = [(mailbox.uidvalidity, uid) for uid in uids]
        self._connection.execute("BEGIN")
        self._connection.executemany("DELETE FROM messages WHERE uidvalidity = ? AND uid = ?", rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _as_text(message: StoredMessage) -> str:
    return " ".join(sorted(message.flags))
