"""What is let go of: a person at their own wish, and the bytes of old mail. Of an address only a mark stays.

A row that other rows or servers refer to stays, emptied: the fingerprint of a mail keeps a mailbox that is read anew
from bringing it back, the token of a letter keeps a late report from being taken for somebody's words.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from ilnmail import tables
from ilnmail.database import forgotten, insert
from ilnmail.effects import Empty, Forget
from ilnmail.tokens import Secret, mark

_people, _messages, _out, _acts = tables.people.c, tables.messages.c, tables.outbox.c, tables.acts.c
_GONE = _out.done_at.is_not(None)
"""Letters that nobody sends any more."""


def forget(db: Connection, order: Forget, secret: Secret, at: datetime) -> None:
    """Delete a person; the facts that hang on people go with the row.

    What still waits to be sent to somebody else stays until it is: the goodbye, and the letter by which the partner
    hears of it. `empty` ends them.
    """
    addresses = _addresses(db, order.person)
    if order.barred:
        _bar(db, addresses, secret)
    _forget_acts(db, order.person, addresses)
    _forget_mail(db, order, at)
    _forget_letters(db, order.person, at)
    asked = select(tables.asks.c.id).where(tables.asks.c.person == order.person)
    db.execute(delete(tables.ratings).where(tables.ratings.c.ask.in_(asked)))
    db.execute(delete(tables.avoids).where(tables.avoids.c.other == order.person))
    db.execute(delete(tables.people).where(_people.id == order.person))
    forgotten(db)


def _addresses(db: Connection, person: int) -> tuple[str, ...]:
    known = tables.addresses.c
    first = select(_people.address).where(_people.id == person)
    return tuple(db.execute(select(known.address).where(known.person == person).union(first)).scalars())


def _bar(db: Connection, addresses: Iterable[str], secret: Secret) -> None:
    for address in addresses:
        db.execute(insert(db, tables.barred).values(mark=mark(address, secret)).on_conflict_do_nothing())


def let_in(db: Connection, address: str, secret: Secret) -> None:
    """Who comes back by a mail of their own is not barred any longer."""
    db.execute(delete(tables.barred).where(tables.barred.c.mark == mark(address, secret)))


_BY_PERSON = {"people": 0, "places": 1, "members": 1, "avoids": 0}
"""Where in its key a row names a person."""


def _forget_acts(db: Connection, person: int, addresses: tuple[str, ...]) -> None:
    """Acts of theirs and acts on them keep when they were and by what rule; they cannot be undone any more."""
    name = db.execute(select(_people.name).where(_people.id == person)).scalar()

    def theirs(act: Any) -> bool:
        if act.actor in addresses or (name and name in act.words):
            return True
        return any(
            key[_BY_PERSON[table]] == person if table in _BY_PERSON else key[0] in addresses
            for table, key, *_ in act.changes
        )

    # Nothing finds them by index, and nobody waits for it: this is asked for a few times a year.
    ids = [act.id for act in db.execute(select(tables.acts)) if theirs(act)]
    for id in ids:
        blank = tables.acts.update().where(_acts.id == id)
        db.execute(blank.values(actor="", words="", changes=(), letters=()))


def _forget_mail(db: Connection, order: Forget, at: datetime) -> None:
    theirs = or_(_messages.person == order.person, _messages.id == order.message)
    # A letter that carried their words to the partner is the partner's; our copy of it goes.
    carried = _out.message.in_(select(_messages.id).where(theirs))
    _let_go(db, and_(carried, _GONE), at)
    nothing = {"raw": b"", "message_id": "", "reason": "", "event": "", "person": None, "emptied_at": at}
    db.execute(tables.messages.update().where(theirs).values(**nothing))


def _forget_letters(db: Connection, person: int, at: datetime) -> None:
    """Those to them, and those about their pairings that have gone."""
    members = tables.members.c
    shared = _out.pairing.in_(select(members.pairing).where(members.person == person))
    _let_go(db, and_(shared, _GONE), at)
    _blank(db, _out.person == person, at)


def _let_go(db: Connection, which: ColumnElement[bool], at: datetime) -> None:
    """The bytes of these letters."""
    db.execute(delete(tables.contents).where(tables.contents.c.outbox.in_(select(_out.id).where(which))))
    db.execute(tables.outbox.update().where(which).values(emptied_at=at))


def _blank(db: Connection, which: ColumnElement[bool], at: datetime) -> None:
    """Nothing of these letters stays but kinds, times, and the tokens that a late report may still bear."""
    for id in db.execute(select(_out.id).where(which, _GONE)).scalars().all():
        nothing = {"cause": "", "person": None, "address": "", "last_reply": ""}
        _let_go(db, _out.id == id, at)
        row = tables.outbox.update().where(_out.id == id)
        db.execute(row.values(key=f"forgotten:{id}", **nothing))


def empty(db: Connection, order: Empty, at: datetime) -> None:
    """Let go of the bytes of mail that was done with before then, and of the values of acts from before then.

    Mail in quarantine is not done with. The last letters of people who are deleted go as soon as they are sent.
    """
    read = and_(_messages.emptied_at.is_(None), _messages.done_at < order.before)
    mail = tables.messages.update().where(read, _messages.outcome != "quarantined")
    db.execute(mail.values(raw=b"", event="", emptied_at=at))
    sent = and_(_out.emptied_at.is_(None), _out.done_at < order.before)
    _let_go(db, sent, at)
    old = tables.acts.update().where(_acts.at < order.before, _acts.changes != ())
    db.execute(old.values(changes=(), letters=()))
    nobody = and_(_out.person.is_not(None), _out.person.not_in(select(_people.id)))
    _blank(db, and_(_out.emptied_at.is_(None), or_(nobody, _out.kind == "erased")), at)
    forgotten(db)
