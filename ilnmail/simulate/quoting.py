"""How mail programs quote the letter that is answered: what stands where, in text and in HTML."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from ilnmail.simulate.received import Received


@dataclass(frozen=True)
class Words:
    """A reply to be put on paper: what was written, to what, and when on the writer's clock."""

    text: str
    answering: Received
    quoted_at: datetime  # when the letter answered was sent, on the writer's clock
    placement: str = "top"


def on_the_clock(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


def prefixed(text: str) -> str:
    """Each line behind a quote mark."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def arrange(words: Words, attribution: str) -> str:
    """The reply and the quote in the order that the writer is used to."""
    quote = prefixed(words.answering.text)
    if words.placement == "below":
        return f"{attribution}\n{quote}\n\n{words.text}"
    if words.placement == "inside":
        return f"{attribution}\n{_inside(quote, words.text)}"
    return f"{words.text}\n\n{attribution}\n\n{quote}"


def _inside(quote: str, text: str) -> str:
    """Below the question, where there is one: an indented line, or the first that ends in a question mark."""
    lines = quote.splitlines()
    asked = [n for n, line in enumerate(lines) if line.endswith("?")]
    after = (asked[0] if asked else len(lines) // 2) + 1
    return "\n".join((*lines[:after], "", text, "", *lines[after:]))


def heading_block(words: Words, sent: str, to: str) -> str:
    """The block of fields that stands above a quote without marks."""
    letter = words.answering
    fields = (("From", letter.sender), ("Sent", sent), ("To", to), ("Subject", letter.subject))
    return "\n".join(f"{name}: {value}" for name, value in fields)


def paragraphs(text: str) -> str:
    """Plain text as simple HTML, a <div> a line."""
    return "".join(f"<div>{escape(line, quote=False) or '<br>'}</div>" for line in text.splitlines())


def broken(text: str) -> str:
    """Plain text as HTML with line breaks."""
    return "<br>\n".join(escape(line, quote=False) for line in text.splitlines())
