"""What the person newly wrote, and what was cut and why: each line is classified first, the sequence decided second.

Our own address, name and relay domain stand in nearly every quoted heading, whatever the language, so they count
with what marks an attribution. When in doubt a line is kept: a sentence lost is worse than a quote kept.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from ilnmail.understand.html import to_lines
from ilnmail.understand.reading import Cut, Us
from ilnmail.understand.reply.fields import field_lines
from ilnmail.understand.reply.lines import Lines, marked, split
from ilnmail.understand.reply.sequence import Verdict, decide

__all__ = ["field_lines", "read_html_reply", "read_reply"]

_MARKUP = re.compile(r"\s*<(?:!doctype html|html|head|body|div|p|meta|style)\b", re.I)


def read_reply(text: str, us: Us) -> tuple[str, tuple[Cut, ...]]:
    """(what was newly written, what was cut with the rule that cut it). Linear in the size of the text."""
    if _MARKUP.match(text[:200]):
        return read_html_reply(text, us)
    return _read(split(text), us)


def read_html_reply(markup: str, us: Us) -> tuple[str, tuple[Cut, ...]]:
    """The same of an HTML body: its quotes are known by their elements first, by their words second."""
    return _read(marked(to_lines(markup)), us)


def _read(lines: Lines, us: Us) -> tuple[str, tuple[Cut, ...]]:
    verdict = decide(lines, us)
    return _trimmed(_kept(lines, verdict)), tuple(_cuts(lines, verdict))


def _kept(lines: Lines, verdict: Verdict) -> Iterator[str]:
    for number, (line, rule) in enumerate(zip(lines.written, verdict.rules, strict=True)):
        if not rule:
            yield line.replace("\u200b", "").rstrip()
        elif number in verdict.columns:
            yield lines.plain[number][: verdict.columns[number]].rstrip(" -")


def _trimmed(kept: Iterator[str]) -> str:
    """Never more than one blank line, and none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _cuts(lines: Lines, verdict: Verdict) -> Iterator[Cut]:
    """Neighbouring lines of one rule as one piece."""
    pairs = zip(verdict.rules, lines.written, strict=True)
    for rule, piece in groupby(pairs, key=lambda pair: pair[0]):
        if rule:
            yield Cut(rule, "\n".join(line for _, line in piece))
