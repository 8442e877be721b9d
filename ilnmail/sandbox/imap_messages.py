"""IMAP commands that change what is in a mailbox (RFC 3501 section 6.4, RFC 4315, RFC 6851)."""

from ilnmail.sandbox.imap_error import bad, no
from ilnmail.sandbox.imap_parser import Command, Node
from ilnmail.sandbox.imap_sequence import read_sequence_set, write_set
from ilnmail.sandbox.imap_session import Session, octet_strings, strings
from ilnmail.sandbox.imap_text import flag_list, read_date_time, read_flag
from ilnmail.sandbox.imap_view import View
from ilnmail.sandbox.store import StoredMessage


async def append(session: Session, command: Command) -> str:
    """APPEND mailbox [(flags)] [date-time] message"""
    if len(command.arguments) < 2:
        raise bad("APPEND takes a mailbox and a message")
    mailbox_name, *middle, raw = command.arguments
    (name,) = strings((mailbox_name,), 1)
    if not isinstance(raw, bytes):
        raise bad("the message comes last")
    flags = _flags(middle.pop(0)) if middle and isinstance(middle[0], tuple) else frozenset()
    dates = octet_strings(tuple(middle), min(1, len(middle)))
    received = read_date_time(dates[0]) if dates else session.site.now()
    mailbox = session.find(name, "TRYCREATE")
    uid = mailbox.add(raw, received, flags)
    return f"[APPENDUID {mailbox.uidvalidity} {uid}] kept"


async def store(session: Session, command: Command) -> str:
    """STORE set FLAGS|+FLAGS|-FLAGS[.SILENT] flags"""
    view = writable(session)
    if len(command.arguments) < 3:
        raise bad("STORE takes messages, what to do, and flags")
    what, *rest = command.arguments[1:]
    (how,) = strings((what,), 1)
    action, _, silence = how.upper().partition(".")
    if action not in ("FLAGS", "+FLAGS", "-FLAGS") or silence not in ("", "SILENT"):
        raise bad("STORE can do FLAGS, +FLAGS and -FLAGS")
    named = _flags(rest[0] if len(rest) == 1 else tuple(rest))
    for number, message in chosen(session, command):
        flags = _change(message.flags, action, named)
        view.mailbox.reflag(message.uid, flags, by=view.note)
        if not silence:
            uid = b"UID %d " % message.uid if command.by_uid else b""
            session.say(b"* %d FETCH (%sFLAGS %s)" % (number, uid, flag_list(flags)))
    return "done"


def _change(flags: frozenset[str], action: str, named: frozenset[str]) -> frozenset[str]:
    return {"FLAGS": named, "+FLAGS": flags | named, "-FLAGS": flags - named}[action]


def _flags(node: Node) -> frozenset[str]:
    words = node if isinstance(node, tuple) else (node,)
    return frozenset(read_flag(word) for word in octet_strings(words, len(words)))


async def copy(session: Session, command: Command) -> str:
    return f"{_copy(session, command)[1]} copied"


async def move(session: Session, command: Command) -> str:
    view = writable(session)
    messages, code = _copy(session, command)
    session.say(f"* OK {code} moved")
    view.mailbox.remove([message.uid for message in messages])
    return "moved"


def _copy(session: Session, command: Command) -> tuple[list[StoredMessage], str]:
    """All of them or none; the code says which became which (RFC 4315 section 3)."""
    _, name = strings(command.arguments, 2)
    messages = [message for _, message in chosen(session, command)]
    target = session.find(name, "TRYCREATE")
    copies = [target.add(message.raw, message.received, message.flags) for message in messages]
    if not copies:
        return messages, "[NOTHING]"
    originals = write_set([message.uid for message in messages])
    return messages, f"[COPYUID {target.uidvalidity} {originals} {write_set(copies)}]"


async def expunge(session: Session, command: Command) -> str:
    """EXPUNGE, or UID EXPUNGE of some only (RFC 4315 section 2.1)."""
    view = writable(session)
    if command.by_uid:
        messages = [message for _, message in chosen(session, command)]
    else:
        messages = list(view.mailbox.messages.values())
    view.mailbox.remove([message.uid for message in messages if "\\Deleted" in message.flags])
    return "done"


def writable(session: Session) -> View:
    """The selected mailbox. Raises ImapError when it was opened for looking only."""
    if session.selected.read_only:
        raise no("[CANNOT] this mailbox is open for reading only")
    return session.selected


def chosen(session: Session, command: Command) -> list[tuple[int, StoredMessage]]:
    """The messages a command names in its first argument, with their numbers."""
    (written,) = octet_strings(command.arguments[:1], 1)
    return session.selected.pick(read_sequence_set(written), by_uid=command.by_uid)
