"""What UNDO of somebody's own last act needs: whether it still can be, and whom it concerns besides."""

from dataclasses import replace

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.decide.state import State
from ilnmail.load import orders, rows
from ilnmail.load.couples import read_couples
from ilnmail.model import Act, Ask, AskState, Pairing, Ticket

_ENDED = frozenset({("pairings", "state"), ("members", "current")})  # a trio goes on without whoever left
_OUT, _MEMBERS = tables.outbox.c, tables.members.c


def of_an_undo(db: Connection, sender: str, known: State) -> State:
    """The last act; of a pairing that ended by it also its people, who of them has heard so, and what they were asked."""
    last = orders.last_act(db, sender, also=tuple(a.address for a in known.addresses))
    changed: dict[str, object] = {f"changed since act {a.id}": orders.changed_since(db, a) for a in last}
    known = replace(known, acts=last, numbers=changed)
    return _with_the_pairing(db, last[-1], known) if last else known


def _with_the_pairing(db: Connection, act: Act, known: State) -> State:
    ids = {int(str(key[0])) for table, key, field, _, _ in act.changes if (table, field) in _ENDED}
    if not ids or known.person is None:
        return known
    couples = read_couples(db, rows.facts(db, Pairing, tables.pairings.c.id.in_(ids)))
    others = {p.id for c in couples for p in c.people} - {known.person.id}
    numbers = dict(known.numbers)
    if _elsewhere(db, others, ids):
        numbers[f"changed since act {act.id}"] = "a partner has somebody else by now"
    told = db.execute(select(_OUT.person).where(_OUT.key.in_(act.letters), _OUT.state == "sent")).scalars()
    asks, tickets = tables.asks.c, tables.tickets.c
    return replace(
        known,
        couples=couples,
        asks=rows.facts(
            db, Ask, asks.person.in_(others), asks.kind == "partner-left", asks.state == AskState.OPEN
        ),
        tickets=rows.facts(
            db, Ticket, tickets.closed_at.is_(None), tickets.key.in_([f"rematch:P-{one}" for one in others])
        ),
        numbers={**numbers, "told": frozenset(told)},
    )


def _elsewhere(db: Connection, people: set[int], pairings: set[int]) -> bool:
    """Whether one of them sits in another pairing by now."""
    seated = (_MEMBERS.person.in_(people), _MEMBERS.current, _MEMBERS.pairing.not_in(pairings))
    return bool(db.execute(select(func.count()).where(*seated)).scalar_one())
