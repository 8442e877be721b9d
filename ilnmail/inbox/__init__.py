"""Messages in: fetched, committed as they came, worked on one by one, set aside when we cannot."""

from ilnmail.inbox.bell import listen
from ilnmail.inbox.intake import fetch
from ilnmail.inbox.mailbox import ImapMailbox, Mailbox, Message
from ilnmail.inbox.night import Junk, look_by_night, reconcile
from ilnmail.inbox.refusals import InboxError
from ilnmail.inbox.waiting import Waiting, begin_attempts, failed, forgiven, next_attempts, note, quarantined

__all__ = [
    "ImapMailbox",
    "InboxError",
    "Junk",
    "Mailbox",
    "Message",
    "Waiting",
    "begin_attempts",
    "failed",
    "fetch",
    "forgiven",
    "listen",
    "look_by_night",
    "next_attempts",
    "note",
    "quarantined",
    "reconcile",
]
