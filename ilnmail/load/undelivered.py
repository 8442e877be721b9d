"""Letters that did not arrive, and what RELEASE and DROP mean by the lines of a digest."""

import re
from collections.abc import Iterable
from dataclasses import fields, replace

from sqlalchemy import Connection, and_, func, or_, select

from ilnmail import tables
from ilnmail.decide.coordinator.mails import DROPPED
from ilnmail.decide.state import State, Undelivered
from ilnmail.events import OrderGiven
from ilnmail.letters import LETTERS
from ilnmail.load.mail import set_aside
from ilnmail.understand.orders import meant

outbox = tables.outbox.c
_MOST = 50

_WORTH_ASKING = tuple(kind for kind, row in LETTERS.items() if row.again)
"""Kinds of which one in doubt may be sent again; of the others the next one tells as much."""


def undelivered(db: Connection, ids: Iterable[int] | None = None) -> tuple[Undelivered, ...]:
    """Letters to people that ended without arriving for certain, all that nobody has decided about or those.

    Those whose mailbox is gone are left out: of these the programme thinks by itself.
    """
    names = tables.people.c
    lost = or_(outbox.state == "failed", and_(outbox.state == "uncertain", outbox.kind.in_(_WORTH_ASKING)))
    open_ones = (lost, outbox.done_at.is_not(None), outbox.verdict.not_in(("hard", "soft", DROPPED)))
    which = () if ids is None else (outbox.id.in_(tuple(ids)),)
    columns = (outbox[one.name] for one in fields(Undelivered) if one.name != "reader")
    query = (
        select(*columns, func.coalesce(func.nullif(names.name, ""), outbox.address).label("reader"))
        .join(tables.people, names.id == outbox.person)
        .where(*open_ones, outbox.emptied_at.is_(None), *which)
        .order_by(outbox.id)
        .limit(_MOST)
    )
    return tuple(Undelivered(**row._mapping) for row in db.execute(query))


def mails_of(refs: Iterable[str]) -> tuple[int, ...]:
    """The mails that lines of a digest stand for."""
    return tuple(int(ref.removeprefix("mail:")) for ref in refs if ref.startswith("mail:"))


def letters_of(refs: Iterable[str]) -> tuple[int, ...]:
    """The rows of the outbox that lines of a digest stand for; one line may stand for many."""
    found = (ref.removeprefix("letter:") for ref in refs if ref.startswith("letter:"))
    return tuple(int(id) for one in found for id in one.split("."))


def of_mails(db: Connection, event: OrderGiven, known: State) -> State:
    """Mail that was set aside and letters that did not arrive: of the lines meant, or at the keyboard by their own
    numbers (release 3, release letter 7)."""
    wanted = [ref for _, ref in meant(event.order, event.lines)]
    if event.order.text.casefold().startswith("letter"):
        wanted = [f"letter:{n}" for n in re.findall(r"\d+", event.order.text)]
    elif not event.lines:
        wanted = [f"mail:{n}" for n in event.order.numbers]
    mails, letters = mails_of(wanted), letters_of(wanted)
    return replace(known, set_aside=set_aside(db, mails), undelivered=undelivered(db, letters))
