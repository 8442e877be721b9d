"""What has been said already to this sender, to their domain, in their pairing."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Integer, ScalarSelect, bindparam, exists, func, not_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.decide.brakes import REFUSALS, answers_to_a_person
from ilnmail.decide.state import SoFar
from ilnmail.events import Event, Mail, PartnerWritten
from ilnmail.letters.catalogue import Priority

out, people = tables.outbox.c, tables.people.c
_DAY, _WEEK, _TEN_MINUTES = timedelta(days=1), timedelta(days=7), timedelta(minutes=10)


def so_far(db: Connection, event: Event) -> SoFar:
    """Nothing, where nobody is answered."""
    if not isinstance(event, Mail) or not answers_to_a_person(event):
        return SoFar()
    pairing = event.pairing if isinstance(event, PartnerWritten) else None
    host = event.sender.rpartition("@")[2]
    for sign in "/%_":
        host = host.replace(sign, f"/{sign}")
    asked = {
        "sender": event.sender,
        "at_the_host": f"%@{host}",
        "pairing": pairing,
        "day": event.at - _DAY,
        "week": event.at - _WEEK,
        "ten_minutes": event.at - _TEN_MINUTES,
    }
    return SoFar(**db.execute(_SO_FAR, asked).one()._mapping)


def _number(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(tables.outbox).where(*where).scalar_subquery()


def _since(name: str) -> ColumnElement[bool]:
    return out.created_at > bindparam(name, type_=Moment)


_ANSWERS = (out.message.is_not(None), out.priority == int(Priority.CONFIRMATION), out.kind != "relay")
_THEIRS = (out.address == bindparam("sender"), *_ANSWERS)
_CONFIRMED = exists().where(people.id == out.person, people.confirmed_at.is_not(None))
_OF_THE_HOST = (out.address.like(bindparam("at_the_host"), escape="/"), not_(_CONFIRMED), *_ANSWERS)
_RELAYS = (out.pairing == bindparam("pairing", type_=Integer), out.kind == "relay")
_SO_FAR = select(
    _number(*_THEIRS, _since("day")).label("day"),
    _number(*_THEIRS, _since("week")).label("week"),
    _number(*_OF_THE_HOST, _since("day")).label("domain"),
    _number(out.kind.in_(REFUSALS), _since("day")).label("refusals"),
    _number(*_RELAYS, _since("ten_minutes")).label("relays"),
    _number(*_THEIRS, out.kind == "enough", _since("day")).label("told"),
)
"""One statement, built once: every mail of a person asks for it."""
