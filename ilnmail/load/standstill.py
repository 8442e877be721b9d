"""Which roles of a loop have not moved for long."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ilnmail import tables

_SILENT = timedelta(minutes=25)  # longer than the longest turn may last


def standing_still(db: Connection, at: datetime) -> list[tuple[str, datetime]]:
    """(role, when it moved last); a role that nobody has taken yet is none of them."""
    roles = tables.roles.c
    silent = select(roles.name, roles.beat_at).where(roles.beat_at < at - _SILENT).order_by(roles.name)
    return [(row.name, row.beat_at) for row in db.execute(silent) if row.beat_at.year > 1970]
