"""Facts for whoever looks in from the command line."""

import zlib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.mail import day_spent
from ilnmail.load.night import last_night
from ilnmail.load.standstill import standing_still
from ilnmail.model import Pairing

_MOST = 500
Facts = list[dict[str, Any]]


def people_rows(db: Connection) -> Facts:
    """Everybody, in the order in which they came."""
    who = tables.people.c
    query = select(who.id, who.name, who.address, who.country, who.city, who.state, who.locale).order_by(
        who.id
    )
    return [{**row._mapping, "id": f"P-{row.id}", "state": str(row.state)} for row in db.execute(query)]


def pairing_rows(db: Connection) -> Facts:
    """All pairings with their people."""
    found = read_couples(db, rows.facts(db, Pairing, order=tables.pairings.c.id))
    return [
        {
            "id": f"M-{couple.pairing.id}",
            "people": " and ".join(person.name for person in couple.people),
            "state": str(couple.pairing.state),
            "score": couple.pairing.score,
            "starts": couple.pairing.starts,
            "ends": couple.pairing.ends,
        }
        for couple in found
    ]


def inbox_rows(db: Connection) -> Facts:
    """The last messages, the newest first."""
    came = tables.messages.c
    query = select(came.id, came.received_at, came.mail_class, came.event, came.outcome, came.reason)
    return [dict(row._mapping) for row in db.execute(query.order_by(came.id.desc()).limit(_MOST))]


def outbox_rows(db: Connection) -> Facts:
    """The last letters, the newest first."""
    out = tables.outbox.c
    query = select(out.id, out.key, out.address, out.state, out.not_before, out.last_reply)
    return [dict(row._mapping) for row in db.execute(query.order_by(out.id.desc()).limit(_MOST))]


def raw_message(db: Connection, id: int) -> bytes | None:
    """A message as it came."""
    raw = db.execute(select(tables.messages.c.raw).where(tables.messages.c.id == id)).scalar()
    return zlib.decompress(raw) if raw else None


def raw_letter(db: Connection, id: int) -> bytes | None:
    """A letter as it goes out."""
    kept = tables.contents.c
    content: bytes | None = db.execute(select(kept.content).where(kept.outbox == id)).scalar()
    return content


def waiting_letters(db: Connection, until: datetime) -> tuple[tuple[datetime, str, str], ...]:
    """(when, to whom, subject) of what goes out until then."""
    out, kept = tables.outbox.c, tables.contents.c
    due = (out.state.in_(("queued", "deferred")), out.not_before <= until, kept.outbox == out.id)
    query = select(out.not_before, out.address, kept.content).where(*due).order_by(out.not_before)
    return tuple(
        (at, address, str(message_from_bytes(letter)["Subject"])) for at, address, letter in db.execute(query)
    )


def _stuck_roles(db: Connection, at: datetime) -> list[str]:
    """Roles of a loop that have not moved for long, and since when; of the reader more is said."""
    return [
        f"the {name} has not moved since {since:%Y-%m-%d %H:%M} UTC; is `ilnmail run` running?"
        for name, since in standing_still(db, at)
        if name != "reader"
    ]


def _faults(db: Connection, at: datetime) -> list[str]:
    """What could not be decided through a fault of ours, these two days."""
    found = tables.faults.c
    query = select(tables.faults).where(found.first_at > at - timedelta(days=2)).order_by(found.first_at)
    return [
        f"{row.schedule} {row.period}{f', number {row.about}' if row.about else ''} has failed since "
        f"{_clock(row.first_at)} ({row.words}); the rest goes on, and it is tried again every hour"
        for row in db.execute(query.limit(_MOST_FAULTS))
    ]


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%H:%M UTC on %-d %B}"


_MOST_FAULTS = 5  # one cause may fail for everybody


def urgent(db: Connection, at: datetime) -> list[str]:
    """What keeps the programme from its work, and since when."""
    read = db.execute(select(tables.roles.c.beat_at).where(tables.roles.c.name == "reader")).scalar()
    problems = []
    if read is None or at - read > timedelta(minutes=15):
        when = f"was last read at {_clock(read)}" if read else "has never been read"
        problems.append(f"the mailbox {when}; is `ilnmail run` running?")
    problems += _stuck_roles(db, at) + _faults(db, at)
    # What a limit of the day keeps back is no trouble: it goes as its hour comes.
    if not day_spent(db, at - timedelta(minutes=30)) and (late := _late(db, at)):
        problems.append(f"{late} letters wait for more than an hour; `ilnmail outbox` says why")
    return problems


def _late(db: Connection, at: datetime) -> int:
    out = tables.outbox.c
    stuck = (out.state.in_(("queued", "deferred", "leased")), out.not_before < at - timedelta(hours=1))
    return int(db.execute(select(func.count()).where(*stuck)).scalar_one())


def health(db: Connection, at: datetime) -> tuple[list[str], dict[str, Any]]:
    """(what is wrong, and since when; the figures)."""
    came = tables.messages.c
    read = db.execute(select(tables.roles.c.beat_at).where(tables.roles.c.name == "reader")).scalar()
    oldest = db.execute(select(func.min(came.received_at)).where(came.outcome == "")).scalar()
    set_aside = db.execute(select(func.count()).where(came.outcome == "quarantined")).scalar_one()
    by_night, checked = last_night(db, at)
    problems = [*urgent(db, at), *by_night]
    if oldest is not None and at - oldest > timedelta(minutes=15):
        problems.append(f"a message waits to be understood since {_clock(oldest)}")
    spent = day_spent(db, at - timedelta(minutes=30))
    if spent:
        problems.append(
            f"the day's {spent} letters have gone; the others go as their hour comes, the most urgent first"
        )
    if set_aside:
        problems.append(f"{set_aside} messages are set aside; `ilnmail quarantine list` says why")
    return problems, {
        "last read": read,
        "waiting since": oldest,
        "set aside": set_aside,
        "letters late": _late(db, at),
        "limit of the day reached": spent or "no",
        **checked,
    }
