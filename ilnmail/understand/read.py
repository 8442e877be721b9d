"""Everything that the bytes of one message alone say. Pure; never an exception, whatever the bytes are."""

from dataclasses import replace
from datetime import date
from email.message import Message as Mime
from email.utils import parsedate_to_datetime

from ilnmail.understand import route
from ilnmail.understand.application.signup import SignupHints, mail_locale, read_signup
from ilnmail.understand.authentication import authentication
from ilnmail.understand.away import away_until
from ilnmail.understand.bounce import read_bounce
from ilnmail.understand.html import to_text
from ilnmail.understand.limits import Excess, beyond, head, too_large
from ilnmail.understand.message import (
    addresses,
    attachments,
    body,
    content_types,
    files,
    header,
    parse,
    utc_offset,
)
from ilnmail.understand.phrases import ADDRESS
from ilnmail.understand.poor import is_poor, may_be_poor
from ilnmail.understand.reading import Cut, MailClass, Reading, Us
from ilnmail.understand.reply import field_lines, read_html_reply, read_reply
from ilnmail.understand.screen import classify, declines
from ilnmail.understand.sheets import sheets

__all__ = ["attachments", "cut_short", "read"]


def read(raw: bytes, us: Us, whole: bool = True) -> Reading:
    """The reading of a message; of its head only where it goes beyond a limit.

    Not `whole`: what a mail says of its writer, the dearest part, is looked for only in one that answers no letter.
    """
    too_much = beyond(raw)
    message = parse(head(raw) if too_much else raw)
    kind, reason = classify(message, us)
    text, cut, written = _written(message, body(message, "plain"), us)
    found = replace(
        _head(message, us, kind, reason),
        text=text,
        cut=cut,
        lines=field_lines(written),
        tokens=route.tokens(message, written),
        refs=route.refs(message, written),
    )
    if too_much:
        return _oversized(found, too_much)
    match kind:
        case MailClass.HUMAN:
            held = files(message)
            in_part = not whole and bool(found.tokens or found.refs)
            return replace(
                _in_part(found, written) if in_part else _with_application(message, found, us, written),
                attachments=tuple(attachment for attachment, _ in held),
                sheets=sheets(held) if _to_import(found) else (),
            )
        case MailClass.REPORT:
            return replace(found, bounce=read_bounce(message))
        case MailClass.CALENDAR:
            return replace(found, declined=declines(message))
        case MailClass.AWAY:
            return replace(found, away_until=away_until(text or written, _sent(message)))
    return found


def cut_short(found: Reading, octets: int) -> Reading:
    """The reading of a message that had so many octets on the server, of which too many only the head is fetched."""
    too_much = too_large(octets)
    return _oversized(found, too_much) if too_much else found


def _oversized(found: Reading, too_much: Excess) -> Reading:
    """A person's; what machines write is known by its head."""
    if found.mail_class is not MailClass.HUMAN:
        return found
    return replace(found, mail_class=MailClass.OVERSIZED, reason=str(too_much), beyond=too_much.what)


def _friends(found: Reading, us: Us) -> tuple[str, ...]:
    """Whose addresses a recommendation names, in its words or in its Cc: neither ours nor its writer's."""
    local, _, domain = us.address.partition("@")
    named = (one.strip(".").lower() for one in (*ADDRESS.findall(found.text), *found.recipients))
    others = (one for one in named if one != found.sender and not _is_ours(one, local, domain))
    return tuple(dict.fromkeys(others))


def _is_ours(address: str, local: str, domain: str) -> bool:
    return address.startswith((f"{local}@", f"{local}+")) and address.endswith(f"@{domain}")


def _to_import(found: Reading) -> bool:
    """A spreadsheet is opened only where somebody asks for it."""
    return found.door == "import" or "import" in f"{found.subject} {found.text}".casefold()


def _head(message: Mime, us: Us, kind: MailClass, reason: str) -> Reading:
    """What the headers say."""
    name, sender = next(iter(addresses(message, "From")), ("", ""))
    return Reading(
        mail_class=kind,
        reason=reason,
        sender=sender.lower(),
        sender_name=name,
        recipients=tuple(address for _, address in addresses(message, "To", "Cc")),
        message_id=header(message, "Message-ID"),
        answers=route.answers(message),
        door=route.door(message, us),
        subject=header(message, "Subject"),
        authentication=authentication(message, us),
        sealed=_sealed(message),
    )


def _written(message: Mime, plain: str, us: Us) -> tuple[str, tuple[Cut, ...], str]:
    """What was newly written, what was cut, and the whole text; HTML where the text part is poor."""
    text, cut = read_reply(plain, us)
    markup = body(message, "html") if not text or may_be_poor(text) else ""
    if text and not markup:
        return text, cut, plain
    page, more = read_html_reply(markup, us)
    if text and not is_poor(text, page):
        return text, cut, plain
    text = page
    outside, quoted = to_text(markup)
    return text, (*cut, *more), f"{plain}\n{outside}\n{quoted}"


def _in_part(found: Reading, written: str) -> Reading:
    return replace(found, in_part=True, locale=mail_locale(found.text, written))


def _with_application(message: Mime, found: Reading, us: Us, written: str) -> Reading:
    hints = SignupHints(
        sender=found.sender,
        sender_name=found.sender_name,
        subject=found.subject,
        utc_offset=utc_offset(message),
    )
    told = read_signup(found.text, hints, quoted=written)
    return replace(
        found,
        application=told.application,
        intent=told.intent,
        friends=_friends(found, us) if told.intent == "recommendation" else (),
        locale=told.locale,
    )


def _sent(message: Mime) -> date:
    try:
        return parsedate_to_datetime(header(message, "Date")).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return date.min


def _sealed(message: Mime) -> bool:
    return not content_types(message).isdisjoint(_SEALED)


_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
