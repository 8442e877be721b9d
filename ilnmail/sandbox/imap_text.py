"""How values are written to an IMAP client: strings, flags, dates (RFC 3501 sections 4 and 9)."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from ilnmail.sandbox.imap_error import bad

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE_TIME = re.compile(r" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\Z")
DATE = re.compile(r"(\d{1,2})-(\w{3})-(\d{4})\Z")
QUOTABLE = re.compile(rb"[\x20-\x21\x23-\x5b\x5d-\x7e]*\Z")
FLAG = re.compile(r"\\?[^\x00-\x20\x7f-\U0010ffff(){%*\"\\\]]+\Z")
SYSTEM_FLAGS = {flag.lower(): flag for flag in ("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft")}


def string(octets: bytes) -> bytes:
    """Quoted when it can be, a literal when it must."""
    if len(octets) <= 1000 and QUOTABLE.match(octets):
        return b'"%s"' % octets
    return literal(octets)


def literal(octets: bytes) -> bytes:
    return b"{%d}\r\n%s" % (len(octets), octets)


def nstring(text: str | None) -> bytes:
    """A header value (a character an octet), or NIL."""
    return b"NIL" if text is None else string(text.encode("latin-1", "replace"))


def flag_list(flags: Iterable[str]) -> bytes:
    return f"({' '.join(sorted(flags))})".encode()


def read_flag(written: bytes) -> str:
    """A system flag as everybody writes it, or a keyword as it stands. Raises ImapError for anything else."""
    flag = written.decode("latin-1")
    known = SYSTEM_FLAGS.get(flag.lower())
    if known is None and (not FLAG.match(flag) or flag.startswith("\\")):
        raise bad("that is not a flag")
    return known or flag


def write_date_time(moment: datetime) -> str:
    return f"{moment.day:2}-{MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"


def read_date_time(written: bytes) -> datetime:
    """`01-Feb-2027 10:00:00 +0100`. Raises ImapError."""
    match = DATE_TIME.match(written.decode("latin-1"))
    if match is None:
        raise bad("that is not a date and time")
    day, hour, minute, second = int(match[1]), *map(int, match.group(4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9]))
    try:
        zone = timezone(-offset if match[7] == "-" else offset)
        return datetime(int(match[3]), _month(match[2]), day, hour, minute, second, tzinfo=zone)
    except ValueError as reason:
        raise bad("there is no such time") from reason


def read_date(written: bytes) -> date:
    """`1-Feb-2027`. Raises ImapError."""
    match = DATE.match(written.decode("latin-1"))
    try:
        if match:
            return date(int(match[3]), _month(match[2]), int(match[1]))
    except ValueError as reason:
        raise bad("there is no such day") from reason
    raise bad("that is not a date")


def _month(name: str) -> int:
    return MONTHS.index(name.title()) + 1
