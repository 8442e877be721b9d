"""Which messages must never be answered (RFC 3834), and what kind of machine wrote them.

Answering a machine makes a loop, so every rule here errs on the side of silence. The first that holds decides.
"""

import re
from collections.abc import Callable
from email.message import Message as Mime

from ilnmail.understand.message import addresses, body, header, headers, parts
from ilnmail.understand.reading import MailClass, Us

_ROBOTS = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?|listserv|majordomo|mdaemon|auto)[^@]*@",
    re.I,
)
_VACATION = re.compile(
    r"^\s*(auto(matic|matische|matique|m[aá]tica|matyczna)?[ -:]*(reply|antwort|response|r[ée]ponse|respuesta|resposta|svar)"
    r"|out of (the )?office|abwesenheit|abwesend|r[ée]ponse automatique|absence du bureau|respuesta autom[aá]tica"
    r"|fuera de la oficina|resposta autom[aá]tica|fora do escrit[oó]rio|risposta automatica|fuori sede|afwezig"
    r"|automatisch antwoord|frånvarande|autosvar|fraværende|automaattinen vastaus|poissa|автоответ|нет на месте"
    r"|автоматический ответ|رد تلقائي|خارج المكتب|自动回复|自動回覆|不在|自動応答|자동 ?회신|부재중|otomatik yanıt|ofis dışında"
    r"|automatická odpov|mimo kancelář|automatyczna odpowied|nieobecno|automatikus válasz|αυτόματη απάντηση|תשובה אוטומטית"
    r"|vacation|on leave|annual leave)",
    re.I,
)
_CHALLENGE = re.compile(
    r"(confirm (that )?you are (a )?human|verify your (e-?mail )?address to deliver|spam ?arrest|boxbe|"
    r"your message (is|was) (awaiting|waiting for) (verification|confirmation))",
    re.I,
)
Rule = tuple[MailClass, str, Callable[[Mime, Us], bool]]


def classify(message: Mime, us: Us) -> tuple[MailClass, str]:
    """The class of a message and the reason for it, in words."""
    return next(
        ((kind, why) for kind, why, holds in _RULES if holds(message, us)), (MailClass.HUMAN, "a person")
    )


def _ours(message: Mime, us: Us) -> bool:
    local, _, domain = us.address.partition("@")
    sender = _sender(message)
    mine = re.fullmatch(rf"{re.escape(local)}(\+.*)?@{re.escape(domain)}", sender, re.I)
    return bool(mine) or us.address in header(message, "X-Loop").lower()


def _sender(message: Mime) -> str:
    found = addresses(message, "From")
    return found[0][1].lower() if found else ""


def _type(message: Mime, *kinds: str) -> bool:
    return any(part.get_content_type() in kinds for part in (message, *parts(message)))


def _report(message: Mime, us: Us) -> bool:
    declared = message.get_content_type() == "multipart/report"
    return _type(message, "message/delivery-status") or (
        declared and "delivery-status" in header(message, "Content-Type")
    )


_UNDELIVERED = re.compile(
    r"(undeliver|delivery (status|fail|has failed|notification)|returned mail|mail delivery|failure notice|"
    r"message not delivered|non remis|unzustellbar|no se (puede|pudo) entregar)",
    re.I,
)


def _report_without_parts(message: Mime, us: Us) -> bool:
    daemon = re.match(r"(mailer-daemon|postmaster|mdaemon)", _sender(message), re.I)
    null = header(message, "Return-Path") == "<>"
    return bool((daemon or null) and _UNDELIVERED.search(header(message, "Subject")))


def _complaint(message: Mime, us: Us) -> bool:
    return _type(message, "message/feedback-report")


def _receipt(message: Mime, us: Us) -> bool:
    return _type(message, "message/disposition-notification")


def _calendar(message: Mime, us: Us) -> bool:
    invited = (p for p in parts(message) if p.get_content_type() == "text/calendar")
    return any("reply" in header(p, "Content-Type").lower() for p in invited)


def _reaction(message: Mime, us: Us) -> bool:
    return _type(message, "text/vnd.google.email-reaction+json")


def _challenge(message: Mime, us: Us) -> bool:
    return bool(_CHALLENGE.search(f"{header(message, 'Subject')}\n{body(message, 'plain')[:2000]}"))


def _away(message: Mime, us: Us) -> bool:
    if _VACATION.match(header(message, "Subject").removeprefix("Re: ")):
        return True
    return any(header(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Vacation"))


def _automatic(message: Mime, us: Us) -> bool:
    """RFC 3834 5: anything but "no"; parameters and case do not matter."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return submitted not in ("", "no")


def _list(message: Mime, us: Us) -> bool:
    named = any(
        headers(message, name) for name in ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
    )
    return named or header(message, "Precedence").strip().lower() in ("bulk", "junk", "list")


def _robot(message: Mime, us: Us) -> bool:
    return bool(_ROBOTS.match(_sender(message))) or header(message, "Return-Path") == "<>"


def _refused(message: Mime, us: Us) -> bool:
    """From must be one field with one mailbox that nothing is wrong with."""
    found = addresses(message, "From")
    one = len(headers(message, "From")) == 1 and len(found) == 1
    return not one or not re.fullmatch(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+", found[0][1])


_RULES: tuple[Rule, ...] = (
    (MailClass.OWN, "written by ourselves", _ours),
    (MailClass.REPORT, "a delivery report", _report),
    (MailClass.COMPLAINT, "an abuse report", _complaint),
    (MailClass.RECEIPT, "a read receipt", _receipt),
    (MailClass.REPORT, "a delivery report, from its sender and subject", _report_without_parts),
    (MailClass.REFUSED, "From is not one mailbox", _refused),
    (MailClass.CALENDAR, "an answer to a meeting request", _calendar),
    (MailClass.REACTION, "a reaction", _reaction),
    (MailClass.AWAY, "an out-of-office answer", _away),
    (MailClass.CHALLENGE, "asks us to prove that we are human", _challenge),
    (MailClass.AUTOMATIC, "Auto-Submitted", _automatic),
    (MailClass.LIST, "through a mailing list", _list),
    (MailClass.AUTOMATIC, "from a robot's address", _robot),
)
