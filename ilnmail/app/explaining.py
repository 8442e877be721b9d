"""What each step makes of one message, and what would come of it, without a database: for `ilnmail explain`.

Options stand in for what the database would know: who the sender is, which letter is answered, what it asked.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from ilnmail import places
from ilnmail.decide.authority import right_to
from ilnmail.events import (
    Applied,
    AwayNoted,
    CardAnswered,
    CommandGiven,
    CommandMentioned,
    Complained,
    CoordinatorWrote,
    Event,
    Level,
    Mail,
    MailTooLarge,
    QuestionAnswered,
    StrangerAnswered,
)
from ilnmail.letters import LETTERS, Letters, read_letters
from ilnmail.model import Ask, Letter, Person, PersonState
from ilnmail.tokens import TOKEN
from ilnmail.understand.answers import read_message
from ilnmail.understand.application.wanted import read_wish
from ilnmail.understand.context import Context
from ilnmail.understand.interpret import interpret
from ilnmail.understand.message import header, parse
from ilnmail.understand.questions import asked_by
from ilnmail.understand.read import read
from ilnmail.understand.reading import Bounce, MailClass, Reading, Us

_WORST = ("hard", "soft", "policy", "unknown")


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What stands in for a database."""

    today: date
    participant: str = ""  # address of somebody who takes part
    coordinator: str = ""
    asked: str = ""  # kind of the letter answered: "card", "day-7", "prompt"
    sent: bytes = b""  # that letter itself
    source: str = ""  # whose Authentication-Results are believed (RFC 8601)


def explained(raw: bytes, address: str, stand: Stand) -> dict[str, Any]:
    """Step by step: sender, level, class, reason, text, cut, bounce, away_until, command, verdict, and what a
    sign-up says of its writer. `command` is what is done, or would be after a question."""
    us = Us(address=address, name="International Librarians Network", authserv_id=stand.source)
    found = read(raw, us)
    event = interpret(found, _context(found, stand), 1, datetime.combine(stand.today, time(12), tzinfo=UTC))
    return {
        "sender": f"{found.sender_name} <{found.sender}>".strip() if found.sender else "",
        "level": int(event.level) if isinstance(event, Mail) else 0,
        "class": found.mail_class.value,
        "reason": found.reason,
        "text": found.text,
        "cut": [{"rule": piece.rule, "text": piece.text} for piece in found.cut],
        "bounce": _bounce(found.bounce),
        "away_until": found.away_until.isoformat() if found.away_until else None,
        "command": _command(found, event, stand),
        "verdict": verdict(found, event, stand),
        "event": type(event).__name__,
        "authentication": found.authentication,
        "answers": [*found.tokens, *found.answers, *found.refs],
        **_application(found, event),
    }


def _application(found: Reading, event: Event) -> dict[str, Any]:
    """What a first mail says of its writer; of others, their language only."""
    told = found.application
    if found.mail_class is not MailClass.HUMAN:
        return {}
    if not isinstance(event, Applied):
        return {"language": found.locale}
    return {
        "intent": found.intent,
        "language": found.locale,
        **{name: value for name in _CARD if (value := getattr(told, name))},
        **({"partner wanted": _wanted(told.wish)} if told.wish else {}),
        "evidence": [
            f"{one.field}: {one.value!r} from {one.words!r} ({one.signal})" for one in told.evidence
        ],
        "questions": list(told.questions) if found.intent == "join" else [],
        "files": [one.name for one in found.attachments],
    }


def _wanted(words: str) -> str:
    """What a wish stands for: "different, senior, FR KE"."""
    found = read_wish(words)
    return ", ".join(filter(None, (found.manner, found.stage, " ".join(sorted(found.countries)))))


_CARD = (
    *("name", "country", "city", "work", "stage", "languages", "interests", "wish"),
    *("trio", "rhythm", "never", "second_address"),
)
"""What of a first mail is shown, in this order."""


def _bounce(bounce: Bounce | None) -> dict[str, Any] | None:
    if bounce is None:
        return None
    told = [
        {"address": one.address, "kind": one.kind, "status": one.status, "reason": one.reason}
        for one in bounce.failures
    ]
    return {"kind": _worst(bounce), "recipients": told}


def _worst(bounce: Bounce) -> str:
    kinds = {one.kind for one in bounce.failures}
    return next((kind for kind in _WORST if kind in kinds), "delayed" if "delayed" in kinds else "delivered")


def verdict(found: Reading, event: Event, stand: Stand) -> str:
    """no-answer, no-action, ask, bounce-hard, bounce-soft, away, or act."""
    if found.mail_class is MailClass.REPORT:
        return _of_a_report(found)
    if isinstance(event, AwayNoted):
        return "away"
    if isinstance(event, MailTooLarge):
        return "ask"
    if isinstance(event, Complained):
        return "act"
    return _of_a_person(found, event, stand) if found.mail_class is MailClass.HUMAN else "no-answer"


def _of_a_person(found: Reading, event: Event, stand: Stand) -> str:
    match event:
        case CommandMentioned() | StrangerAnswered():
            return "ask"
        case Applied():
            return "ask" if event.intent in ("join", "leave") else "no-action"
        case CommandGiven() | CardAnswered() | QuestionAnswered():
            return "act" if event.level >= right_to(event).level else "ask"
        case CoordinatorWrote():
            return "act" if event.level >= Level.FRESH else "ask"
    return "ask" if _unclear(found, stand) else "no-action"


def _of_a_report(found: Reading) -> str:
    worst = _worst(found.bounce) if found.bounce and found.bounce.failures else "unknown"
    if worst in ("delayed", "delivered"):
        return "no-answer"
    return "bounce-hard" if worst == "hard" else "bounce-soft"


def _unclear(found: Reading, stand: Stand) -> bool:
    """An answer with two readings is asked about."""
    asked = asked_by(stand.asked, _options(stand, found.locale))
    if asked is None or not found.text.strip():
        return False
    return read_message(asked, found.text, found.locale or "en", stand.today).value == "ASK"


def _command(found: Reading, event: Event, stand: Stand) -> str | None:
    match event:
        case CommandGiven() | CommandMentioned():
            return event.command
        case CardAnswered():
            return "YES" if event.yes else "CHANGE"
        case QuestionAnswered():
            return event.value
        case Complained():
            return "STOP"
        case CoordinatorWrote():
            return "; ".join(order.raw for order in event.orders) or None
    return None


def _context(found: Reading, stand: Stand) -> Context:
    sender = next((p for p in _people(stand) if found.sender == p.address), None)
    owner = next(iter(_people(stand)), None)
    letter = _letter(stand, owner)
    if letter is None or owner is None or not _answers(found, stand):
        return Context(sender=sender)
    lines = tuple((line.label, line.value) for line in _sent(stand).lines) if stand.sent else ()
    ask = Ask(
        id=1, person=owner.id, kind=stand.asked, key=letter.key, lines=lines, asked_at=letter.created_at
    )
    options = _options(stand, found.locale)
    return Context(sender=sender, owner=owner, letter=letter, route="token", ask=ask, options=options)


def _options(stand: Stand, locale: str) -> tuple[str, ...]:
    """What the letter shows to choose from, as it is shipped: an installation's own words are not known here."""
    return _shipped().options(stand.asked, locale) if stand.asked in LETTERS else ()


@cache
def _shipped() -> Letters:
    files = places.list_files("templates").items()
    return read_letters({name: path.read_text(encoding="utf-8") for name, path in files})


def _people(stand: Stand) -> tuple[Person, ...]:
    active = PersonState.APPLYING if stand.asked in ("card", "card-reminder") else PersonState.ACTIVE
    known = ((1, stand.participant, False), (2, stand.coordinator, True))
    return tuple(
        replace(_PERSON, id=id, address=address.casefold(), state=active, coordinator=coordinator)
        for id, address, coordinator in known
        if address
    )


_PERSON = Person(id=0, address="", name="")


def _letter(stand: Stand, owner: Person | None) -> Letter | None:
    if owner is None or not (stand.asked or stand.sent):
        return None
    return Letter(
        key="explain",
        kind=stand.asked or "receipt",
        person=owner.id,
        address=owner.address,
        message_id=header(parse(stand.sent), "Message-ID"),
        state="sent",
        created_at=datetime.combine(stand.today, time(0), tzinfo=UTC),
        pairing=1,
        round=1,
        ask=1,
    )


def _answers(found: Reading, stand: Stand) -> bool:
    """Does the message answer the letter given? Where only its kind was given, it does."""
    if not stand.sent:
        return True
    sent = parse(stand.sent)
    tokens = {one.lower() for name in ("Reply-To", "From") for one in TOKEN.findall(header(sent, name))}
    return bool(tokens & set(found.tokens)) or header(sent, "Message-ID") in found.answers


def _sent(stand: Stand) -> Reading:
    return read(stand.sent, Us(address="", name=""))


def _with(count: int) -> str:
    return next(kind for kind, row in LETTERS.items() if len(row.answers) == count)


KINDS = {
    **{kind: kind for kind in LETTERS},
    "yesno": "place",
    **{f"choice1-{count}": _with(count) for count in {len(row.answers) for row in LETTERS.values()} - {0, 1}},
}
"""What `--asked` can name: a kind of letter, or a kind of question."""
