"""What a machine's mail stands for: never answered, but a report, a complaint and a day of return are noted. Pure."""

from collections.abc import Mapping
from typing import Any

from ilnmail.events import AwayNoted, Complained, Event, LetterBounced, MailIgnored, QuestionAnswered
from ilnmail.understand.context import Context
from ilnmail.understand.reading import MailClass, Reading

_SEVERITY = {"hard": 0, "soft": 1, "policy": 2, "unknown": 3}


def from_a_machine(reading: Reading, context: Context, mail: Mapping[str, Any]) -> Event:
    """`mail` is what every event made from this message carries. Only our own token or Message-ID says whose
    letter a report is about."""
    owner = context.owner
    ours = owner is not None and context.route in ("token", "Message-ID")
    match reading.mail_class:
        case MailClass.REPORT if ours and reading.bounce and context.letter and owner:
            worst = min(reading.bounce.failures, key=lambda f: _SEVERITY.get(f.kind, 9), default=None)
            return LetterBounced(
                **{**mail, "person": owner.id},
                address=context.letter.address,
                kind=worst.kind if worst else "unknown",
                diagnostic=worst.diagnostic if worst else "",
            )
        case MailClass.COMPLAINT if ours and owner:
            return Complained(**{**mail, "person": owner.id})
        case MailClass.CALENDAR if ours and reading.declined and context.ask and context.sender == owner:
            if context.ask.kind == "meeting-set":  # the only thing that a machine may say for its owner
                return QuestionAnswered(**mail, ask=context.ask.id, value="1")
        case MailClass.AWAY:
            known = context.sender or owner
            return AwayNoted(**{**mail, "person": known.id if known else None}, until=reading.away_until)
    return MailIgnored(**mail, reason=f"{reading.mail_class}: {reading.reason}")
