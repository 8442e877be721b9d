"""IMAP commands about mailboxes as a whole (RFC 3501 section 6.3)."""

import re

from ilnmail.sandbox.imap_error import bad, no
from ilnmail.sandbox.imap_parser import Command
from ilnmail.sandbox.imap_session import Session, strings
from ilnmail.sandbox.imap_text import flag_list, string
from ilnmail.sandbox.store import INBOX, Mailbox, canonical

SYSTEM = ("\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen")
LARGEST_NAME = 500


async def select(session: Session, command: Command) -> str:
    return _select(session, command, read_only=False)


async def examine(session: Session, command: Command) -> str:
    return _select(session, command, read_only=True)


def _select(session: Session, command: Command, *, read_only: bool) -> str:
    # A SELECT that fails leaves nothing selected.
    session.unselect()
    (name,) = strings(command.arguments, 1)
    mailbox = session.find(name)
    keywords = {flag for message in mailbox.messages.values() for flag in message.flags}
    session.say(b"* FLAGS " + flag_list(keywords.union(SYSTEM)))
    permanent = b"()" if read_only else flag_list((*SYSTEM, "\\*"))
    session.say(b"* OK [PERMANENTFLAGS " + permanent + b"] kept")
    session.say(f"* {len(mailbox.messages)} EXISTS")
    session.say("* 0 RECENT")
    session.say(f"* OK [UIDVALIDITY {mailbox.uidvalidity}] stays")
    session.say(f"* OK [UIDNEXT {mailbox.uidnext}] comes next")
    session.select(mailbox, read_only=read_only)
    return f"[{'READ-ONLY' if read_only else 'READ-WRITE'}] selected"


async def unselect(session: Session, _command: Command) -> str:
    session.unselect()
    return "done"


async def close(session: Session, _command: Command) -> str:
    """Removes what is marked as deleted, without a word about each, and unselects."""
    view = session.selected
    if not view.read_only:
        messages = view.mailbox.messages.values()
        view.mailbox.remove([message.uid for message in messages if "\\Deleted" in message.flags])
    session.unselect()
    return "done"


async def list_mailboxes(session: Session, command: Command) -> str:
    """LIST, and LSUB alike: everybody is subscribed to all there is."""
    reference, pattern = strings(command.arguments, 2)
    if not pattern:
        session.say(f'* {command.name} (\\Noselect) "/" ""')
        return "done"
    wanted = _glob(reference + pattern)
    mailboxes = session.site.store.mailboxes(session.user)
    for name in sorted(name for name in mailboxes if wanted.fullmatch(name)):
        has_children = any(other.startswith(f"{name}/") for other in mailboxes)
        children = "\\HasChildren" if has_children else "\\HasNoChildren"
        session.say(f'* {command.name} ({children}) "/" '.encode() + _write_name(name))
    return "done"


def _glob(pattern: str) -> re.Pattern[str]:
    """`*` is anything, `%` anything within one level; INBOX in any case."""
    if pattern.upper() == INBOX:
        pattern = INBOX
    pieces = {"*": ".*", "%": "[^/]*"}
    return re.compile("".join(pieces.get(letter, re.escape(letter)) for letter in pattern), re.DOTALL)


async def status(session: Session, command: Command) -> str:
    (name,) = strings(command.arguments[:1], 1)
    wanted = command.arguments[1] if len(command.arguments) == 2 else None
    if not isinstance(wanted, tuple):
        raise bad("say in parentheses what you want to know")
    facts = _facts(session.find(name))
    asked = [word.upper() for word in strings(wanted, len(wanted))]
    if unknown := [word for word in asked if word not in facts]:
        raise bad(f"nobody counts {unknown[0]}")
    answer = " ".join(f"{word} {facts[word]}" for word in asked)
    session.say(b"* STATUS " + _write_name(name) + f" ({answer})".encode())
    return "done"


def _facts(mailbox: Mailbox) -> dict[str, int]:
    return {
        "MESSAGES": len(mailbox.messages),
        "RECENT": 0,
        "UIDNEXT": mailbox.uidnext,
        "UIDVALIDITY": mailbox.uidvalidity,
        "UNSEEN": sum("\\Seen" not in message.flags for message in mailbox.messages.values()),
    }


async def create(session: Session, command: Command) -> str:
    """Makes the mailbox, and those above it where they are missing."""
    (written,) = strings(command.arguments, 1)
    levels = _new_name(session, written.rstrip("/")).split("/")
    for depth in range(1, len(levels) + 1):
        name = "/".join(levels[:depth])
        if session.site.store.find(session.user, name) is None:
            session.site.store.create(session.user, name)
    return "created"


async def rename(session: Session, command: Command) -> str:
    old, new = strings(command.arguments, 2)
    mailbox = session.find(old)
    if mailbox.name == INBOX:
        raise no("[CANNOT] INBOX keeps its name")
    session.site.store.rename(mailbox, _new_name(session, new))
    return "renamed"


async def delete(session: Session, command: Command) -> str:
    (name,) = strings(command.arguments, 1)
    mailbox = session.find(name)
    if mailbox.name == INBOX:
        raise no("[CANNOT] INBOX stays")
    session.site.store.delete(mailbox)
    return "deleted"


async def subscribe(_session: Session, _command: Command) -> str:
    return "all there is, always"


def _new_name(session: Session, name: str) -> str:
    if (
        not all(name.split("/"))
        or len(name) > LARGEST_NAME
        or not name.isprintable()
        or set(name) & set("*%")
    ):
        raise no("[CANNOT] that cannot be a name")
    if canonical(name) in session.site.store.mailboxes(session.user):
        raise no("[ALREADYEXISTS] there is one of that name")
    return name


def _write_name(name: str) -> bytes:
    return string(name.encode("utf-8", "surrogateescape"))
