"""What has been said already to this sender, to their domain, in their pairing."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, exists, func, not_, select

from ilnmail import tables
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
    answers = (out.message.is_not(None), out.priority == int(Priority.CONFIRMATION), out.kind != "relay")
    theirs = (out.address == event.sender, *answers)
    domain = out.address.endswith("@" + event.sender.rpartition("@")[2], autoescape=True)
    confirmed = exists().where(people.id == out.person, people.confirmed_at.is_not(None))
    since = event.at - _DAY
    return SoFar(
        day=_count(db, *theirs, out.created_at > since),
        week=_count(db, *theirs, out.created_at > event.at - _WEEK),
        domain=_count(db, domain, not_(confirmed), *answers, out.created_at > since),
        refusals=_count(db, out.kind.in_(REFUSALS), out.created_at > since),
        relays=_relays(db, event),
    )


def _relays(db: Connection, event: Mail) -> int:
    if not isinstance(event, PartnerWritten):
        return 0
    theirs = (out.pairing == event.pairing, out.kind == "relay")
    return _count(db, *theirs, out.created_at > event.at - _TEN_MINUTES)


def _count(db: Connection, *where: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count()).select_from(tables.outbox).where(*where)).scalar_one())
