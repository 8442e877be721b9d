"""What each step found in a message, in words, for `ilnmail explain`."""

from ilnmail.understand.commands import read_command
from ilnmail.understand.reading import Reading


def explained(found: Reading) -> dict[str, object]:
    """Finding by finding; what there is nothing of is left out."""
    told = found.application
    command = read_command(found.text)
    findings: dict[str, object] = {
        "sender": f"{found.sender_name} <{found.sender}>".strip(),
        "class": str(found.mail_class),
        "reason": found.reason,
        "authentication": found.authentication,
        "answers": ", ".join((*found.tokens, *found.answers, *found.refs)),
        "text": found.text,
        "cut": "; ".join(f"{piece.rule}: {len(piece.text)} characters" for piece in found.cut),
        "command": f"{command.word} {command.argument}".strip() if command else "",
        "intent": found.intent,
        "language": found.locale,
        **{
            name: getattr(told, name)
            for name in ("name", "country", "city", "work", "languages", "interests")
        },
        "evidence": "; ".join(f"{one.field}: {one.words!r} ({one.signal})" for one in told.evidence),
        "still to ask": ", ".join(told.questions) if found.intent == "join" else "",
        "bounce": "; ".join(f"{f.address} {f.kind} {f.status}" for f in found.bounce.failures)
        if found.bounce
        else "",
        "away until": found.away_until or "",
        "files": ", ".join(one.name for one in found.attachments),
    }
    return {
        step: ", ".join(value) if isinstance(value, tuple) else value
        for step, value in findings.items()
        if value
    }
