"""What a dead worker held in its hand: at the final dot nobody knows, before it the letter is due again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ilnmail import tables
from ilnmail.outbox.ends import WAITS
from ilnmail.outbox.states import ABANDONED, GIVE_UP, out

_ONCE_MORE_AFTER = timedelta(minutes=30)
_FREE: dict[str, Any] = {"lease": "", "lease_until": None}


def recover(db: Connection, at: datetime) -> None:
    """Rows whose lease has run out: what had reached the final dot is uncertain, the rest is due again."""
    dead = tables.outbox.update().where(ABANDONED)
    at_the_dot = dead.where(out.stage == "dot", out.state == "sending")
    words = "the program ended before the server's answer was kept"
    lost = {
        "state": "uncertain",
        "doubts": out.doubts + 1,
        "verdict": "uncertain",
        "last_reply": words,
        **_FREE,
    }
    now = {"at": at}
    once_more = at_the_dot.where(out.again, out.doubts == 0)
    db.execute(once_more.values(not_before=at + _ONCE_MORE_AFTER, **lost), now)
    db.execute(at_the_dot.values(done_at=at, **lost), now)
    # What has ended the program each time for four days will not be better at the next.
    ends_us = dead.where(out.attempts >= len(WAITS), out.due_at < at - GIVE_UP)
    ended = f"the program ended at this letter, {len(WAITS)} times or more"
    db.execute(ends_us.values(state="failed", verdict="refused", done_at=at, last_reply=ended, **_FREE), now)
    db.execute(dead.values(state="queued", **_FREE), now)
