"""The invitation for a calendar: as RFC 5545 and 5546 want it, and as Google and Outlook take it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from icalendar import Calendar

from ilnmail.effects import Meeting
from tests.compose.samples import finished, sample

STARTS = datetime(2027, 3, 9, 9, tzinfo=UTC)


def invited(method: str, kind: str = "meeting-set") -> EmailMessage:
    meeting = Meeting(uid="meeting-M-27", starts=STARTS, minutes=30, method=method)
    made = BytesParser(policy=default).parsebytes(finished(replace(sample(kind), meeting=meeting)).content)
    assert isinstance(made, EmailMessage)
    return made


def calendar(message: EmailMessage) -> tuple[EmailMessage, Calendar]:
    part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    assert isinstance(part, EmailMessage)
    read = Calendar.from_ical(part.get_content())
    assert isinstance(read, Calendar)
    return part, read


def test_the_method_stands_in_the_part_and_in_the_file() -> None:
    for method, status, sequence in (("REQUEST", "CONFIRMED", 0), ("CANCEL", "CANCELLED", 1)):
        part, read = calendar(invited(method, "meeting-set" if method == "REQUEST" else "meeting-off"))
        event = read.events[0]
        assert part.get_param("method") == method
        assert (read["METHOD"], event["STATUS"], event["SEQUENCE"]) == (method, status, sequence)
        assert event["UID"] == "meeting-M-27@example.org"
        assert event.start == STARTS
        assert event.end - event.start == timedelta(minutes=30)


def test_no_address_but_the_readers_and_ours_stands_in_it() -> None:
    message = invited("REQUEST")
    part, read = calendar(message)
    event = read.events[0]
    assert event["ATTENDEE"] == "mailto:amina.yusuf@example.org"
    assert event["ORGANIZER"] == f"mailto:{message['Reply-To'].addresses[0].addr_spec}"
    named = set(re.findall(r"[\w.+-]+@[\w.-]+", part.get_content().replace("\r\n ", "")))
    ours = message["Reply-To"].addresses[0].addr_spec
    assert named == {"amina.yusuf@example.org", ours, "meeting-M-27@example.org"}


def test_the_calendar_stands_beside_the_text_and_as_a_file() -> None:
    message = invited("REQUEST")
    beside = next(p for p in message.walk() if p.get_content_type() == "multipart/alternative")
    assert [p.get_content_type() for p in beside.iter_parts()] == ["text/plain", "text/calendar"]
    assert [p.get_filename() for p in message.iter_attachments()] == ["invite.ics"]


def test_two_compositions_are_the_same_bytes() -> None:
    meeting = Meeting(uid="meeting-M-27", starts=STARTS, minutes=30, method="REQUEST")
    order = replace(sample("meeting-set"), meeting=meeting)
    assert finished(order).content == finished(order).content
