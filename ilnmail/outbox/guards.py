"""The guards as conditions of one statement: may this letter still go to that person?"""

from sqlalchemy import ColumnElement, and_, case, exists, literal, not_, or_

from ilnmail import tables
from ilnmail.effects import Guard
from ilnmail.outbox.states import out

_people, _pairings = tables.people.c, tables.pairings.c
_wants_mail = ~exists().where(_people.id == out.person, _people.mailings == "none")
_HOLDS: dict[Guard, ColumnElement[bool]] = {
    Guard.PERSON_ACTIVE: exists().where(
        _people.id == out.person, _people.state == "active", _people.mailings != "none"
    ),
    Guard.PAIRING_RUNNING: and_(
        exists().where(
            _pairings.id == out.pairing, _pairings.state == "running", _pairings.frozen.is_(False)
        ),
        _wants_mail,
    ),
    Guard.ROUND_RUNNING: exists().where(tables.rounds.c.id == out.round, tables.rounds.c.state == "running"),
    Guard.QUESTION_OPEN: exists().where(tables.asks.c.id == out.ask, tables.asks.c.state == "open"),
}

guard_holds: ColumnElement[bool] = or_(
    out.guard == Guard.ALWAYS, *(and_(out.guard == guard, holds) for guard, holds in _HOLDS.items())
)

# A probe is how we learn that an address works again.
_PROBES = ("address-check",)
address_works: ColumnElement[bool] = or_(
    out.kind.in_(_PROBES),
    not_(
        exists().where(
            tables.addresses.c.address == out.address, tables.addresses.c.suspended_at.is_not(None)
        )
    ),
)

may_go: ColumnElement[bool] = and_(guard_holds, address_works)

why_not: ColumnElement[str] = case(
    (not_(guard_holds), literal("no longer true: ") + out.guard),
    else_=literal("the address has stopped working"),
)
