"""A meeting as a calendar takes it: iCalendar (RFC 5545) with the methods of iTIP (RFC 5546), one file a reader.

The organizer is the letter's own address, so that "accept" and "decline" of a calendar find their way; nobody else's
address stands in it. Google and Outlook show their buttons only where the METHOD of the part is that of the file.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ilnmail.compose.files import File
from ilnmail.effects import Meeting

if TYPE_CHECKING:
    from icalendar import vCalAddress


def invitation(
    meeting: Meeting, reader: str, organizer: str, programme: str, words: str, at: datetime
) -> File:
    """The file for one reader; `words` is what the calendar shows. The times are UTC, which every calendar shifts itself."""
    from icalendar import Calendar, Event  # here, because few starts of the program see a meeting

    calendar = Calendar()
    calendar.add("prodid", "-//ilnmail//EN")
    calendar.add("version", "2.0")
    calendar.add("method", meeting.method)
    event = Event()
    event.add("uid", f"{meeting.uid}@{organizer.rpartition('@')[2]}")
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.starts + timedelta(minutes=meeting.minutes))
    event.add("summary", words)
    event.add("sequence", int(meeting.method == "CANCEL"))
    event.add("status", "CANCELLED" if meeting.method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _person(organizer, programme))
    event.add("attendee", _person(reader, "", PARTSTAT="NEEDS-ACTION", RSVP="TRUE", ROLE="REQ-PARTICIPANT"))
    calendar.add_component(event)
    return File("invite.ics", f"text/calendar; method={meeting.method}", calendar.to_ical())


def _person(address: str, name: str, **parameters: str) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    made = vCalAddress(f"mailto:{address}")
    for key, value in {**({"CN": name} if name else {}), **parameters}.items():
        made.params[key] = vText(value)
    return made
