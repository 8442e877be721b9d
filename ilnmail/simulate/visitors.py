"""Mail that comes in all the same: a list, an advertisement, an unsure stranger. Nobody here takes part."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ilnmail.simulate.chance import share


@dataclass(frozen=True)
class Visit:
    """A mail out of the blue, on a day counted from the introductions."""

    day: int
    hour: int
    sender: str
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()


_LIST = (
    ("List-Id", "Cataloguers' talk <cat-talk.lists.example.net>"),
    ("List-Unsubscribe", "<mailto:cat-talk-leave@lists.example.net>"),
    ("Precedence", "list"),
)

VISITS = (
    Visit(
        -31,
        10,
        "Cataloguers' talk <cat-talk@lists.example.net>",
        "[cat-talk] Digest, issue 88",
        "Today's topics:\n\n  1. Square brackets, again\n  2. Re: Square brackets, again (P. Lind)\n",
        _LIST,
    ),
    Visit(
        -27,
        7,
        "Web Growth Team <offers@webgrowth.example>",
        "First page of search results in 30 days",
        "Dear Sir,\n\nwe looked at your website and found 14 errors. Reply YES for the report.\n",
        (("List-Unsubscribe", "<https://webgrowth.example/u>"), ("Precedence", "bulk")),
    ),
    Visit(
        -25,
        15,
        "Greta Holm <greta.holm@example.net>",
        "A question",
        "Hello,\n\nis this also for people in a theatre archive? And what does it cost?\n\nGreta Holm\n",
    ),
    Visit(
        34,
        10,
        "Cataloguers' talk <cat-talk@lists.example.net>",
        "[cat-talk] Digest, issue 97",
        "Today's topics:\n\n  1. Is a comma a decision? (P. Lind)\n",
        _LIST,
    ),
    Visit(
        61,
        9,
        "Post Office <no-reply@parcels.example>",
        "Your parcel is waiting",
        "This message was sent by a machine. Do not reply.\n",
        (("Auto-Submitted", "auto-generated"),),
    ),
)


def write_visit(visit: Visit, us: str, at: datetime) -> bytes:
    """The bytes of such a mail."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["From"] = visit.sender
    message["To"] = us
    message["Subject"] = visit.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{int(share(visit.subject, visit.day) * 2**48):x}@mx.example.net>"
    for name, value in visit.headers:
        message[name] = value
    message.set_content(visit.text)
    return message.as_bytes()
