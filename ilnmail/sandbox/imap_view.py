"""What one client believes is in its selected mailbox, and what it has not been told yet.

A client counts messages by their place. So a place may change only when we say so (RFC 3501 section 7.4.1),
and until then this view keeps those that are gone.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Iterator

from ilnmail.sandbox.imap_error import bad
from ilnmail.sandbox.imap_sequence import SequenceSet
from ilnmail.sandbox.imap_text import flag_list
from ilnmail.sandbox.store import Change, Mailbox, StoredMessage


class View:
    """One session's look at one mailbox."""

    def __init__(self, mailbox: Mailbox, *, read_only: bool) -> None:
        self.mailbox = mailbox
        self.read_only = read_only
        self.uids = list(mailbox.messages)
        self.news = asyncio.Event()
        self._waiting: dict[Change, list[int]] = {change: [] for change in Change}
        mailbox.watchers.append(self.note)

    def close(self) -> None:
        self.mailbox.watchers.remove(self.note)

    def note(self, change: Change, uid: int) -> None:
        """Called by the mailbox."""
        self._waiting[change].append(uid)
        self.news.set()

    def pick(self, chosen: SequenceSet, *, by_uid: bool) -> list[tuple[int, StoredMessage]]:
        """The chosen messages that are still there, each with its number."""
        if by_uid:
            positions = chosen.positions(self.uids)
        else:
            if chosen.largest() > len(self.uids):
                raise bad("there are not so many messages")
            positions = chosen.positions(range(1, len(self.uids) + 1))
        messages = self.mailbox.messages
        there = ((position + 1, messages.get(self.uids[position])) for position in positions)
        return [(number, message) for number, message in there if message]

    def announce(self, *, expunged: bool) -> Iterator[bytes]:
        """The news, in an order a client can follow; without `expunged` nobody's number changes."""
        self.news.clear()
        if expunged:
            yield from self._say_removed()
        yield from self._say_arrived()
        yield from self._say_reflagged()

    def _take(self, change: Change) -> list[int]:
        taken, self._waiting[change] = self._waiting[change], []
        return taken

    def _say_removed(self) -> Iterator[bytes]:
        # What came and went between two announcements was never in this client's list.
        for uid in sorted(self._take(Change.REMOVED), reverse=True):
            place = bisect_left(self.uids, uid)
            if place < len(self.uids) and self.uids[place] == uid:
                del self.uids[place]
                yield b"* %d EXPUNGE" % (place + 1)

    def _say_arrived(self) -> Iterator[bytes]:
        arrived = [uid for uid in self._take(Change.ARRIVED) if uid in self.mailbox.messages]
        if arrived:
            self.uids += arrived
            yield b"* %d EXISTS" % len(self.uids)

    def _say_reflagged(self) -> Iterator[bytes]:
        for uid in dict.fromkeys(self._take(Change.REFLAGGED)):
            place, message = bisect_left(self.uids, uid), self.mailbox.messages.get(uid)
            if message and place < len(self.uids) and self.uids[place] == uid:
                yield b"* %d FETCH (UID %d FLAGS %s)" % (place + 1, uid, flag_list(message.flags))
