"""By night: is every mail of the folder with us, and do answers to our letters lie among the junk?

Fetching goes by a high-water mark; what a server left out of one answer would lie below it for ever. So once a night
the folder's own list is held against ours, and what is missing is fetched. Junk is only ever looked at: a mail that a
person's filter has put there may be a forgery, and moving it is for a person.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email import message_from_bytes
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, or_, select

from ilnmail import tables
from ilnmail.columns import Moment
from ilnmail.database import insert, reading, writing
from ilnmail.inbox.intake import AT_ONCE, keep
from ilnmail.inbox.mailbox import Mailbox
from ilnmail.inbox.refusals import InboxError
from ilnmail.prepared import Prepared
from ilnmail.tokens import TOKEN

HOUR = 3  # of the programme's own clock
_JUNK_DAYS = 30
_ANSWERED = ("In-Reply-To", "References")
_ROWS = 200  # looked up by one statement
checks, marks, out = tables.checks.c, tables.marks.c, tables.outbox.c


class Junk(Protocol):
    """The folder a provider puts aside what it takes for junk."""

    def junk(self, since: date) -> tuple[str, Sequence[bytes]]:
        """Its name and the headers of what came since then; no name where there is none. Raises InboxError."""
        ...


_LAST: Prepared[Any] = Prepared(
    select(func.max(checks.at, type_=Moment).label("at")).where(checks.name == "reconciliation")
)


def look_by_night(engine: Engine, mailbox: Mailbox, junk: Junk | None, at: datetime, zone: str) -> bool:
    """Both checks, once each night after three o'clock in `zone`. Was it time? Raises InboxError."""
    with reading(engine) as db:
        last = _LAST.one(db).at
    if last is not None and last >= _last_time(at, zone):
        return False
    if junk is not None:
        _look_into(engine, junk, at)
    reconcile(engine, mailbox, at)
    return True


def _look_into(engine: Engine, junk: Junk, at: datetime) -> None:
    try:
        folder, heads = junk.junk((at - timedelta(days=_JUNK_DAYS)).date())
    except InboxError as error:
        if error.transient:
            raise
        folder, heads = f"cannot be looked into: {error}"[:200], ()  # and fetching goes on
    with writing(engine) as db:
        _note(db, "junk", _ours(db, heads), folder or "the mailbox has no junk folder", at)


def reconcile(engine: Engine, mailbox: Mailbox, at: datetime) -> int:
    """Fetch what lies in the folder below the mark and is not with us. How many mails were missing. Raises InboxError."""
    folder, uidvalidity, _ = mailbox.open()
    here = (marks.folder == folder, marks.uidvalidity == uidvalidity)
    with reading(engine) as db:
        mark = db.execute(select(tables.marks).where(*here)).one_or_none()
        if mark is None:  # never fetched: there is nothing to hold the list against yet
            return 0
        came = _uids(db, folder, uidvalidity, mark.verified)
    missing = [uid for uid in mailbox.after(mark.verified) if uid <= mark.uid and uid not in came]
    got: set[int] = set()
    for start in range(0, len(missing), AT_ONCE):
        messages = mailbox.read(missing[start : start + AT_ONCE])
        with writing(engine) as db:
            keep(db, folder, uidvalidity, messages, at)
        got |= {message.uid for message in messages}
    lost = [uid for uid in missing if uid not in got]
    with writing(engine) as db:
        # What cannot be fetched is asked for again every night, and said again.
        up_to = min(lost) - 1 if lost else mark.uid
        db.execute(tables.marks.update().where(*here).values(verified=up_to))
        _note(db, "reconciliation", len(missing), _words(len(got), lost), at)
    return len(missing)


def _words(got: int, lost: Sequence[int]) -> str:
    late = f"{got} fetched late" if got else ""
    more = ", ..." if len(lost) > 3 else ""
    never = f"{len(lost)} cannot be fetched: UID {', '.join(map(str, lost[:3]))}{more}" if lost else ""
    return "; ".join(part for part in (late, never) if part)


def _uids(db: Connection, folder: str, uidvalidity: int, above: int) -> set[int]:
    arrivals = tables.arrivals.c
    mine = (arrivals.folder == folder, arrivals.uidvalidity == uidvalidity, arrivals.uid > above)
    return set(db.execute(select(arrivals.uid).where(*mine)).scalars())


def _last_time(at: datetime, zone: str) -> datetime:
    local = at.astimezone(ZoneInfo(zone))
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def _ours(db: Connection, heads: Sequence[bytes]) -> int:
    """How many of them carry a token or name a Message-ID that we gave: a guess at one is known by its absence here."""
    named = [_named(head) for head in heads]
    wanted = sorted(set().union(*named)) if named else []
    known: set[str] = set()
    for start in range(0, len(wanted), _ROWS):
        some = wanted[start : start + _ROWS]
        query = select(out.token, out.message_id).where(or_(out.token.in_(some), out.message_id.in_(some)))
        known |= {value for row in db.execute(query) for value in row}
    return sum(1 for names in named if names & known)


def _named(head: bytes) -> set[str]:
    message = message_from_bytes(head)
    values = [(name, str(value)) for name, value in message.items()]
    tokens = {one.lower() for _, value in values for one in TOKEN.findall(value)}
    return tokens | {one for name, value in values if name.title() in _ANSWERED for one in value.split()}


def _note(db: Connection, name: str, found: int, words: str, at: datetime) -> None:
    row = insert(db, tables.checks).values(name=name, at=at, found=found, words=words)
    db.execute(row.on_conflict_do_nothing())
