"""What has been said already to this sender, to their domain, in their pairing."""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Text,
    case,
    exists,
    func,
    literal,
    not_,
    select,
)

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.decide.brakes import REFUSALS, answers_to_a_person
from ilnmail.decide.state import SoFar
from ilnmail.events import Event, Mail, PartnerWritten
from ilnmail.letters.catalogue import Priority
from ilnmail.prepared import Begun, Prepared, given, maker

out, people = tables.outbox.c, tables.people.c
_DAY, _WEEK, _TEN_MINUTES = timedelta(days=1), timedelta(days=7), timedelta(minutes=10)


def begin_so_far(db: Connection, event: Event) -> Begun[SoFar] | None:
    """Nothing, where nobody is answered."""
    if not isinstance(event, Mail) or not answers_to_a_person(event):
        return None
    pairing = event.pairing if isinstance(event, PartnerWritten) else None
    host = event.sender.rpartition("@")[2]
    for sign in "/%_":
        host = host.replace(sign, f"/{sign}")
    asked = {
        "sender": event.sender,
        "person": event.person,
        "host": host,
        "pairing": pairing,
        "day": event.at - _DAY,
        "week": event.at - _WEEK,
        "ten_minutes": event.at - _TEN_MINUTES,
    }
    return _SO_FAR.begin(db, **asked)


def _number(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(tables.outbox).where(*where).scalar_subquery()


def _since(name: str) -> ColumnElement[bool]:
    since: ColumnElement[datetime] = given(name, Moment)
    return out.created_at > since


_ANSWERS = (out.message.is_not(None), out.priority == int(Priority.CONFIRMATION), out.kind != "relay")
_THEIRS = (out.address == given("sender"), *_ANSWERS)
_CONFIRMED = exists().where(people.id == out.person, people.confirmed_at.is_not(None))
# Put together there: of a LIKE with nothing but a given value SQLite plans the whole statement anew at each call, since the
# value might begin with letters of an index.
_AT_THE_HOST = literal("%@") + given("host", Text)
_OF_THE_HOST = (out.address.like(_AT_THE_HOST, escape="/"), not_(_CONFIRMED), *_ANSWERS)
_RELAYS = (out.pairing == given("pairing", Integer), out.kind == "relay")
# Of strangers alone: all that was answered in a day is looked through for it.
_KNOWN = exists().where(people.id == given("person", Integer), people.confirmed_at.is_not(None))
_NUMBERS = {
    "day": _number(*_THEIRS, _since("day")),
    "week": _number(*_THEIRS, _since("week")),
    "domain": case((_KNOWN, 0), else_=_number(*_OF_THE_HOST, _since("day"))),
    "refusals": _number(out.kind.in_(REFUSALS), _since("day")),
    "relays": _number(*_RELAYS, _since("ten_minutes")),
    "told": _number(*_THEIRS, out.kind == "enough", _since("day")),
}
_SO_FAR = Prepared(
    select(*(number.label(name) for name, number in _NUMBERS.items())), maker(SoFar, tuple(_NUMBERS))
)
