"""Which messages must never be answered (RFC 3834), and what kind of machine wrote them.

Answering a machine makes a loop, so every rule here errs on the side of silence. The first that holds decides.
"""

import re
from collections.abc import Callable
from email.message import Message as Mime
from functools import lru_cache

from ilnmail.understand.bounce import is_notice, told_by_a_provider
from ilnmail.understand.message import (
    addresses,
    body,
    content,
    content_type,
    content_types,
    header,
    headers,
    parts,
)
from ilnmail.understand.reading import MailClass, Us
from ilnmail.understand.screen import words
from ilnmail.understand.screen.letter import ASKS, sender, written
from ilnmail.understand.screen.offices import acknowledges

_ROBOTS = re.compile(
    r"^(?:mailer-daemon|postmaster|bounces?|notifications?|listserv|majordomo|sympa|ezmlm|mailman|mdaemon|auto)[^@]*@"
    r"|^(?:[^@]*[._+-])?(?:no-?_?reply|do-?_?not-?_?reply|ne-?pas-?repondre|no-?responder|nao-?responda|nicht-?antworten"
    r"|niet-?beantwoorden|non-?rispondere|nepasrepondre)[^@]*@|-(?:bounces|owner|request|confirm)(?:\+[^@]*)?@",
    re.I,
)
Rule = tuple[MailClass, str, Callable[[Mime, Us], bool]]


def classify(message: Mime, us: Us) -> tuple[MailClass, str]:
    """The class of a message and the reason for it, in words."""
    return next(
        ((kind, why) for kind, why, holds in _RULES if holds(message, us)), (MailClass.HUMAN, "a person")
    )


def _ours(message: Mime, us: Us) -> bool:
    if not us.address:
        return False
    mine = _own(us.address).fullmatch(sender(message))
    return bool(mine) or us.address in header(message, "X-Loop").lower()


@lru_cache(maxsize=4)
def _own(address: str) -> re.Pattern[str]:
    """Our address, and each below it."""
    local, _, domain = address.partition("@")
    return re.compile(rf"{re.escape(local)}(\+.*)?@{re.escape(domain)}", re.I)


def _type(message: Mime, *kinds: str) -> bool:
    return not content_types(message).isdisjoint(kinds)


def _report(message: Mime, us: Us) -> bool:
    declared = content_type(message) == "multipart/report"
    return _type(message, "message/delivery-status") or (
        declared and "delivery-status" in header(message, "Content-Type")
    )


def _report_without_parts(message: Mime, us: Us) -> bool:
    told = told_by_a_provider(message)
    return (bool(told) and told[0].kind != "complaint") or is_notice(message)


def _complaint(message: Mime, us: Us) -> bool:
    """An ARF report (RFC 5965), a provider's own form of one, or the button by which a mail program unsubscribes."""
    if _type(message, "message/feedback-report"):
        return True
    if any(one.kind == "complaint" for one in told_by_a_provider(message)):
        return True
    about = bool(_COMPLAINT.match(header(message, "Subject"))) and _type(message, "message/rfc822")
    return about or bool(_UNSUBSCRIBES.search(body(message, "plain")[:500]))


_COMPLAINT = re.compile(r"\s*(?:(?:abuse|spam|junk) report|complaint about (?:a )?message)\b", re.I)
_UNSUBSCRIBES = re.compile(r"sent this email to unsubscribe from the message", re.I)


def _receipt(message: Mime, us: Us) -> bool:
    """A disposition notification (RFC 8098), or the words of one."""
    if _type(message, "message/disposition-notification"):
        return True
    subject, text = header(message, "Subject"), written(message)
    told = words.begins("receipt", "subject", subject) and words.holds("receipt", words.told(text))
    return told and bool(_RECORD.search(text))


_RECORD = re.compile(r"\d\d|^\s*\S{1,20}\s*[:：]", re.M)  # when, or which letter


def _calendar(message: Mime, us: Us) -> bool:
    """An answer by a calendar (iTIP, RFC 5546: METHOD REPLY or COUNTER)."""
    return bool(
        re.search(r"method\s*[=:]\s*\"?(?:reply|counter|declinecounter)", _in_calendar(message), re.I)
    )


def _in_calendar(message: Mime) -> str:
    """The beginning of its calendar parts, with their types."""
    if not _type(message, *_CALENDARS):
        return ""
    invited = [part for part in parts(message) if content_type(part) in _CALENDARS]
    return " ".join(header(part, "Content-Type") + content(part)[:2000] for part in invited)


_CALENDARS = ("text/calendar", "application/ics")


def declines(message: Mime) -> bool:
    """Its owner does not come: PARTSTAT=DECLINED, folded lines joined (RFC 5545 3.1)."""
    return "PARTSTAT=DECLINED" in re.sub(r"\r?\n[ \t]", "", _in_calendar(message)).upper()


def _reaction(message: Mime, us: Us) -> bool:
    if _type(message, "text/vnd.google.email-reaction+json"):
        return True
    subject = header(message, "Subject")
    if words.holds("reaction", words.told(subject)):
        return True
    text = written(message)
    return len(text) < _MOST_OF_A_REACTION and any(map(_tells_a_reaction, text.split("\n")))


def _tells_a_reaction(line: str) -> bool:
    """A line of a machine: with the sign itself, the program's name, or nothing behind its words."""
    return bool(_SIGN.search(line.strip())) and words.holds("reaction", words.told(line))


_MOST_OF_A_REACTION = 400
_SIGN = re.compile(
    "[\u2600-\u27bf\U0001f000-\U0001faff]|gmail|outlook|teams"
    "|(?:message|mail|reagiert|mensaje|mensagem|messaggio)\\W*$",
    re.I,
)


def _challenge(message: Mime, us: Us) -> bool:
    """Words of one, and a way to answer it."""
    text = f"{header(message, 'Subject')}. {written(message)}"
    asked = words.holds("challenge", words.told(text))
    return asked and bool(_WAY.search(text) or "href=" in body(message, "html"))


_WAY = re.compile(
    r"(?:the|this) (?:link|button|address)\b|https?://|www\.|\brepl(?:y|ies)\b|antwort|répond|respond|ответ",
    re.I,
)


_OWN_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Vacation",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
    "X-Auto-Reply",
    "X-Auto-Reply-From",
    "X-Autogenerated-Reply",
    "X-Out-Of-Office",
)


def _away(message: Mime, us: Us) -> bool:
    """Somebody's program answers for them. One thing that only a machine says, or three that a machine says too."""
    subject = re.sub(r"^\s*(?:(?:re|aw|sv|fwd?)\s*[:：]\s*)+", "", header(message, "Subject"), flags=re.I)
    behind = _IN_BRACKETS.search(subject)
    begun = any(words.begins("away", "subject", one) for one in (subject, behind[1] if behind else ""))
    if begun or any(header(message, name) for name in _OWN_HEADERS):
        return True
    told, hint = words.told(written(message)), words.begins("away", "hint", subject)
    if hint and not ASKS.search(told) and _names_the_letter(subject, words.is_gone(told)):
        return True
    replied = _submitted(message).startswith("auto-replied") or _precedence(message) == "auto_reply"
    if replied or words.holds("away", told):
        return hint or words.is_gone(told)
    enough = 1 if hint else 2
    asks = not hint and bool(ASKS.search(told))
    return words.is_gone(told) and not asks and words.cares(told, enough) >= enough


def _names_the_letter(subject: str, gone: bool) -> bool:
    """ "Absent: the subject of our letter"; "Holidays: ..." only where the text tells of an absence."""
    piece, colon, _ = subject.replace("：", ":").partition(":")
    return bool(colon) and (gone or words.is_whole("away", "hint", piece))


_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,40})[)\]]\s*$")


def _submitted(message: Mime) -> str:
    """RFC 3834 5: parameters and case do not matter."""
    return header(message, "Auto-Submitted").partition(";")[0].strip().lower()


def _precedence(message: Mime) -> str:
    return header(message, "Precedence").strip().lower()


def _automatic(message: Mime, us: Us) -> bool:
    """RFC 3834 5: anything but "no"; or a program that says so itself."""
    generated = header(message, "X-Auto-Generated") or header(message, "X-Autogenerated")
    machine = _submitted(message) not in ("", "no") or _precedence(message) == "auto_reply" or bool(generated)
    return machine or words.holds("away", words.told(written(message)))


def _list(message: Mime, us: Us) -> bool:
    named = any(
        headers(message, name) for name in ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
    )
    return named or _precedence(message) in ("bulk", "junk", "list")


def _robot(message: Mime, us: Us) -> bool:
    return bool(_ROBOTS.search(sender(message))) or header(message, "Return-Path") == "<>"


# What we can write to: a dot-string (RFC 5321 4.1.2), the domain in ASCII. An address that is Unicode before its @
# (RFC 6531) needs every server on the way to take it; whoever writes from one reaches nobody by us.
_MAILBOX = re.compile(r"[!#$%&'*+/=?^_`{|}~0-9a-z.-]{1,64}@(?:[0-9a-z-]+\.)+[0-9a-z-]+", re.I | re.A)
_LONGEST = 254  # octets of an address (RFC 5321 4.5.3.1.3)


def _refused(message: Mime, us: Us) -> bool:
    """From must be one field with one mailbox that nothing is wrong with."""
    found = addresses(message, "From")
    fields = headers(message, "From")
    one = len(fields) == 1 and len({address.lower() for _, address in found}) == 1
    if one and fields[0].endswith(";"):  # a group (RFC 6854): nobody's own address
        return True
    return not one or len(found[0][1]) > _LONGEST or not _MAILBOX.fullmatch(found[0][1])


_RULES: tuple[Rule, ...] = (
    (MailClass.OWN, "written by ourselves", _ours),
    (MailClass.REPORT, "a delivery report", _report),
    (MailClass.COMPLAINT, "an abuse report", _complaint),
    (MailClass.REPORT, "a delivery report in prose", _report_without_parts),
    (MailClass.RECEIPT, "a read receipt", _receipt),
    (MailClass.REFUSED, "From is not one mailbox", _refused),
    (MailClass.CALENDAR, "an answer to a meeting request", _calendar),
    (MailClass.REACTION, "a reaction", _reaction),
    (MailClass.AWAY, "an out-of-office answer", _away),
    (MailClass.CHALLENGE, "asks us to prove that we are human", _challenge),
    (MailClass.AUTOMATIC, "Auto-Submitted", _automatic),
    (MailClass.AUTOMATIC, "acknowledges a request", acknowledges),
    (MailClass.LIST, "through a mailing list", _list),
    (MailClass.AUTOMATIC, "from a robot's address", _robot),
)
