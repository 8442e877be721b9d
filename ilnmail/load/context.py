"""Whose answer is it? The first hit of token, Message-ID, reference code, only open question (mail.md)."""

from sqlalchemy import ColumnElement, Connection

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.model import Ask, AskState, Letter, Person
from ilnmail.understand.context import Context
from ilnmail.understand.reading import MailClass, Reading

_HUMAN = frozenset({MailClass.HUMAN, MailClass.REACTION})


def context(db: Connection, reading: Reading, message: int | None = None) -> Context:
    """What the database knows about the tokens, ids and sender of this message."""
    sender = rows.person_at(db, reading.sender) if reading.sender else None
    found, route = _letter_answered(db, reading)
    ask = None
    if found:
        ask = _ask_of(db, found[0])
    elif sender and reading.mail_class in _HUMAN:
        ask = _only_question(db, sender)
        if ask:
            found, route = rows.letters(db, tables.outbox.c.key == ask.key), "only open question"
    letter = found[0] if found else None
    sender = sender or _at_the_address_asked(db, reading, letter, ask)
    confirmed, by = _confirmed(db, sender, message) if sender and message else ((), 0)
    return Context(
        sender=sender,
        letter=letter,
        route=route,
        owner=rows.person(db, letter.person) if letter else None,
        several=len({other.person for other in found}) > 1,
        ask=ask,
        partners=rows.partner_names(db, sender.id if sender else None),
        topic=ask.subject if ask and ask.kind == "prompt" else "",
        confirmed=confirmed,
        confirmed_by=by,
    )


def _at_the_address_asked(
    db: Connection, reading: Reading, letter: Letter | None, ask: Ask | None
) -> Person | None:
    """Whoever answers "is this address yours?" from that very address."""
    asked = ask is not None and ask.kind == "new-address" and letter is not None
    return rows.person(db, letter.person) if asked and letter and letter.address == reading.sender else None


def _confirmed(db: Connection, sender: Person, message: int) -> tuple[tuple[int, ...], int]:
    """The orders of this mail to which its sender's address on file has said YES, (0,) for the whole mail; and
    how many people have said YES."""
    asks = tables.asks.c
    about = (asks.kind.in_(("was-it-you", "preview")), asks.subject == f"m{message}")
    asked = rows.facts(db, Ask, *about)
    said = {ask.person for ask in asked if "confirmed" in dict(ask.lines)}
    mine = (ask for ask in asked if ask.person == sender.id)
    lines = tuple(int(line) for ask in mine for label, line in ask.lines if label == "confirmed")
    return lines, len(said) if lines else 0


def _letter_answered(db: Connection, reading: Reading) -> tuple[tuple[Letter, ...], str]:
    out = tables.outbox.c
    bounced = (reading.bounce.token, reading.bounce.message_id) if reading.bounce else ("", "")
    ways: tuple[tuple[str, tuple[str, ...], ColumnElement[str]], ...] = (
        ("token", reading.tokens, out.token),
        ("token", (bounced[0], *reading.tokens), out.bounce_token),
        ("token", reading.tokens, out.leave_token),
        ("Message-ID", (bounced[1], *reading.answers), out.message_id),
        ("reference code", reading.refs, out.ref),
    )
    for route, values, column in ways:
        wanted = tuple(value for value in values if value)
        found = rows.letters(db, column.in_(wanted), limit=5) if wanted else ()
        if found:
            # Message-IDs come nearest first; the letter answered is the first one that is ours.
            nearest = {found_by: place for place, found_by in enumerate(wanted)}
            by_place = sorted(found, key=lambda one: nearest.get(one.message_id, 0))
            return tuple(by_place if route == "token" else by_place[:1]), route
    return (), ""


def _ask_of(db: Connection, letter: Letter) -> Ask | None:
    return None if letter.ask is None else rows.one(db, Ask, tables.asks.c.id == letter.ask)


def _only_question(db: Connection, sender: Person) -> Ask | None:
    asks = tables.asks.c
    open_asks = rows.facts(db, Ask, asks.person == sender.id, asks.state == AskState.OPEN)
    return open_asks[0] if len(open_asks) == 1 else None
