"""Whose answer is it? The first hit of token, Message-ID, reference code, only open question (mail.md)."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.load.couples import begin_partners
from ilnmail.load.letters import LETTERS, as_letter, letter
from ilnmail.model import Ask, Letter, Person, PersonState
from ilnmail.prepared import Prepared, given, prepared_facts
from ilnmail.understand.context import Context
from ilnmail.understand.reading import MailClass, Reading

_HUMAN = frozenset({MailClass.HUMAN, MailClass.REACTION})


def context(db: Connection, reading: Reading, message: int | None = None) -> Context:
    """What the database knows about the tokens, ids and sender of this message."""
    address = reading.sender.lower()
    writer, partners = rows.PERSON_AT.begin(db, address=address), begin_partners(db, address)
    asked = _ABOUT.begin(db, subject=f"m{message}")
    found, route = _letter_answered(db, reading)
    sender, answered, ask = writer.first, (found[0] if found else None), None
    if answered:
        ask = rows.ask(db, answered.ask)
    elif sender and reading.mail_class in _HUMAN and (ask := _only_question(db, sender)):
        answered, route = letter(db, ask.key), "only open question"
    if sender is None and (sender := _at_the_address_asked(db, reading, answered, ask)):
        partners = begin_partners(db, sender.address)
    confirmed, by = _confirmed(asked.all, sender) if sender and message else ((), 0)
    return Context(
        sender=sender,
        letter=answered,
        route=route,
        owner=_owner(db, answered, sender),
        several=len({other.person for other in found}) > 1,
        ask=ask,
        partners=tuple(row.name for row in partners.all),
        topic=ask.subject if ask and ask.kind == "prompt" else "",
        confirmed=confirmed,
        confirmed_by=by,
    )


def _owner(db: Connection, answered: Letter | None, sender: Person | None) -> Person | None:
    """Whose letter it was; mostly whoever answers it."""
    if answered is None or (sender is not None and sender.id == answered.person):
        return sender if answered else None
    return rows.person(db, answered.person)


_STAYED: Prepared[Any] = Prepared(
    lambda words: (
        select(tables.addresses.c.address)
        .join(tables.people, tables.people.c.id == tables.addresses.c.person)
        .where(
            words.among(tables.addresses.c.address, "addresses"), tables.people.c.state != PersonState.LEFT
        )
    )
)


def known_writers(db: Connection, addresses: Collection[str]) -> frozenset[str]:
    """Those of them whose mail cannot be an application: of people who have not left."""
    if not addresses:
        return frozenset()
    return frozenset(row.address for row in _STAYED.all(db, addresses=tuple(addresses)))


def _at_the_address_asked(
    db: Connection, reading: Reading, letter: Letter | None, ask: Ask | None
) -> Person | None:
    """Whoever answers "is this address yours?" from that very address."""
    asked = ask is not None and ask.kind == "new-address" and letter is not None
    return rows.person(db, letter.person) if asked and letter and letter.address == reading.sender else None


_asks = tables.asks.c
_ABOUT = prepared_facts(
    select(tables.asks).where(_asks.kind.in_(("was-it-you", "preview")), _asks.subject == given("subject")),
    Ask,
)


def _confirmed(asked: Iterable[Ask], sender: Person) -> tuple[tuple[int, ...], int]:
    """The orders of a mail to which its sender's address on file has said YES, (0,) for the whole mail; and
    how many people have said YES."""
    said = {ask.person for ask in asked if "confirmed" in dict(ask.lines)}
    mine = (ask for ask in asked if ask.person == sender.id)
    lines = tuple(int(line) for ask in mine for label, line in ask.lines if label == "confirmed")
    return lines, len(said) if lines else 0


def _found_by(column: Any) -> Prepared[Letter]:
    return Prepared(lambda words: LETTERS.where(words.among(column, "values")).limit(5), as_letter)


_out = tables.outbox.c
_BY_TOKEN, _BY_BOUNCE_TOKEN = _found_by(_out.token), _found_by(_out.bounce_token)
_BY_LEAVE_TOKEN = _found_by(_out.leave_token)
_BY_MESSAGE_ID, _BY_REF = _found_by(_out.message_id), _found_by(_out.ref)


def _letter_answered(db: Connection, reading: Reading) -> tuple[tuple[Letter, ...], str]:
    bounced = (reading.bounce.token, reading.bounce.message_id) if reading.bounce else ("", "")
    ways: tuple[tuple[str, tuple[str, ...], Prepared[Letter]], ...] = (
        ("token", reading.tokens, _BY_TOKEN),
        ("token", (bounced[0], *reading.tokens), _BY_BOUNCE_TOKEN),
        ("token", reading.tokens, _BY_LEAVE_TOKEN),
        ("Message-ID", (bounced[1], *reading.answers), _BY_MESSAGE_ID),
        ("reference code", reading.refs, _BY_REF),
    )
    for route, values, look_up in ways:
        wanted = tuple(value for value in values if value)
        found = look_up.all(db, values=wanted) if wanted else ()
        if found:
            # Message-IDs come nearest first; the letter answered is the first one that is ours.
            nearest = {found_by: place for place, found_by in enumerate(wanted)}
            by_place = sorted(found, key=lambda one: nearest.get(one.message_id, 0))
            return tuple(by_place if route == "token" else by_place[:1]), route
    return (), ""


def _only_question(db: Connection, sender: Person) -> Ask | None:
    open_asks = rows.open_asks(db, sender.id)
    return open_asks[0] if len(open_asks) == 1 else None
