"""The margin of the page: in a line or two, what the program read in a mail, and why it wrote one. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from babel import Locale

from ilnmail.model import Evidence
from ilnmail.understand.reading import MailClass, Reading

_ENGLISH = Locale("en")
_MOST_EVIDENCE = 6


def on_reading(reading: Reading, event: str) -> tuple[str, ...]:
    """What was seen in a mail to us, and what was put aside."""
    if reading.mail_class is not MailClass.HUMAN:
        return (f"not from a person: {reading.reason}", "never answered")
    if event == "Applied":
        return (*_evidence(reading), *_left_out(reading))
    return (*_said(reading), *_left_out(reading))


def _evidence(reading: Reading) -> Iterator[str]:
    seen: dict[str, list[Evidence]] = {}
    for one in reading.application.evidence:
        seen.setdefault(one.field, []).append(one)
    for name, found in list(seen.items())[:_MOST_EVIDENCE]:
        values = ", ".join(dict.fromkeys(_in_words(one) for one in found))
        words = _brief(found[0].words)
        plain = len(found) > 1 or not words or words in values
        yield f"{name}: {values}" + ("" if plain else f", from \u201c{words}\u201d")


def _in_words(one: Evidence) -> str:
    return str(_ENGLISH.territories.get(one.value, one.value)) if one.field == "country" else one.value


def _said(reading: Reading) -> Iterator[str]:
    if text := " ".join(reading.text.split()):
        yield f"newly written: \u201c{_brief(text)}\u201d"
    if reading.tokens:
        yield "the address answered says which letter this is about"


def _left_out(reading: Reading) -> Iterator[str]:
    rules = tuple(dict.fromkeys(cut.rule for cut in reading.cut if cut.text.strip()))
    if rules:
        yield f"left out: {', '.join(rules[:3])}"


def on_letter(kind: str, at: datetime, caused: tuple[str, datetime] | None, waited: str) -> tuple[str, ...]:
    """Why a letter of ours went when it went; `caused` is who wrote the mail it answers, and when."""
    if caused is None:
        return (waited,) if waited else ()
    who, asked = caused
    if kind in ("relay", "partner-answer", "person-answer"):
        return (f"{who}\u2019s own words, {_later(at - asked)} after they came", "addresses stay hidden")
    return (f"answers {who}, {_later(at - asked)} later",)


def _later(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"


WAITED = {
    "introduction": "09:00 on the reader\u2019s own clock; both partners on the same day",
    "prompt": "09:00 on the reader\u2019s own clock",
    "digest": "Monday, 08:00 on the coordinator\u2019s own clock",
    "day-7": "seven days after the introduction, because not both had written",
    "no-answer": "fourteen days after the introduction: one has written, the other has not",
    "in-touch": "after four quiet weeks",
    "card-reminder": "a week without an answer: asked once more, and only once",
    "place": "applications have closed",
    "rescue": "somebody needs a new partner, and this is who fits best",
    "proposal": "a week before the introductions",
    "reminder": "nobody has decided yet",
    "term-reminder": "four weeks before the end of the term",
    "goodbye": "the last day of the term",
    "round-report": "two weeks after the end",
    "pairing-ended": "three weeks without a sign",
}
"""Why a letter goes that answers nothing: the calendar's reason."""


def _brief(text: str, most: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most].rsplit(' ', 1)[0]} \u2026"
