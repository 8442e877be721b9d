"""What the nightly checks of the mailbox have found."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables

_LATE = timedelta(hours=36)  # a night that was left out
checks = tables.checks.c


def found_by_night(db: Connection, since: datetime) -> dict[str, int]:
    """The most mails missing in one night since then (one that cannot be fetched is missing each night), and how many
    answers lie in the junk folder now."""
    missed = select(func.max(checks.found)).where(checks.name == "reconciliation", checks.at > since)
    junk = _last(db, "junk")
    return {
        "missed": int(db.execute(missed).scalar() or 0),
        "junk": junk.found if junk is not None and junk.at > since else 0,
    }


def last_night(db: Connection, at: datetime) -> tuple[list[str], dict[str, Any]]:
    """(what is wrong; the figures) of the newest checks."""
    lists, junk = _last(db, "reconciliation"), _last(db, "junk")
    problems = []
    if lists is not None and at - lists.at > _LATE:
        problems.append(f"the mailbox's list was last held against ours {lists.at:%Y-%m-%d %H:%M} UTC")
    if lists is not None and "cannot" in lists.words:
        problems.append(f"mail in the mailbox: {lists.words}; read it there, and move it away")
    if junk is not None and junk.found:
        problems.append(
            f"{junk.found} answers to our letters lie in the folder {junk.words}; "
            "look at them there, and mark what is no junk"
        )
    return problems, {
        "checked by night": lists and lists.at,
        "missing then": lists.found if lists else None,
        "answers in junk": junk.found if junk else None,
    }


def _last(db: Connection, name: str) -> Any:
    newest = select(tables.checks).where(checks.name == name).order_by(checks.at.desc()).limit(1)
    return db.execute(newest).one_or_none()
