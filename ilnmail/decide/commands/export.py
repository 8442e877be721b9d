"""EXPORT: everything we hold about somebody, as a letter to read and as a file that programs read (RFC 8259)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ilnmail.decide.cards import card_lines
from ilnmail.decide.sending import acted, answer
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import CommandGiven

_MOST_LINES = 12  # of one part in the letter; the file has all
FILE = "what-we-hold-about-you.json"

PARTS: Mapping[str, tuple[str, str]] = {
    "addresses": ("Your addresses", "{address}"),
    "consents": ("What you agreed to", "{at}: the rules, version {version}"),
    "places": ("Rounds", "{round}: {state}; you asked on {since}"),
    "partners": ("Partners", "{names}, from {starts} to {ends} ({state})"),
    "contacts": ("When we saw that you were in touch", "{at}: {how}"),
    "answers": ("Your answers to topics", "{at}, {topic}: {text}"),
    "ratings": ("What you rated", "{question}: {value} {comment}"),
    "avoids": ("Who you are never paired with", "{words}"),
    "asks": ("What we asked you", "{asked_at}: {kind} ({state})"),
    "tickets": ("What a person read or has to read", "{opened_at}: {words}"),
    "messages": ("Mail from you", "{received_at}: {outcome}"),
    "letters": ("Mail to you", "{created_at}: {kind}"),
    "acts": ("What was changed at your word", "{at}: {words}"),
}
"""Part of State.held -> its heading, and a row of it as one line."""


def export(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """To the address on file, whoever asks."""
    person = state.person
    assert person is not None
    card = tuple(f"{label}: {value}" for label, value in card_lines(person))
    parts = (
        ("Your card", card),
        *((heading, _lines(state.held.get(part, ()), line)) for part, (heading, line) in PARTS.items()),
    )
    sent = answer(event, "export", person, parts=parts)
    whole = json.dumps(dict(state.held), ensure_ascii=False, indent=1, default=_plain)
    return acted(event, "all we hold sent", replace(sent, attached=((FILE, whole),)))


def _lines(rows: tuple[Mapping[str, object], ...], line: str) -> tuple[str, ...]:
    shown = tuple(
        line.format_map({name: _said(value) for name, value in row.items()}).strip() for row in rows
    )
    more = len(shown) - _MOST_LINES
    return shown if more <= 0 else (*shown[:_MOST_LINES], f"and {more} more, in the file")


def _said(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case date():  # a datetime too
            return f"{value:%-d %B %Y}"
        case tuple():
            return ", ".join(str(one) for one in value)
    return " ".join(str(value).split())


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
