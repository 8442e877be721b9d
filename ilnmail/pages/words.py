"""A person's words on a page: paragraphs as they wrote them, links that can be followed, and nothing that runs."""

import re
from urllib.parse import unquote, urlsplit

from markupsafe import Markup, escape

_LINK = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]'’]")
_SHORT = 60  # characters: a longer line was broken by a mail program, a shorter one is meant


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Paragraphs, each as its lines; lines that only a mail program broke are one again."""
    blocks = (block.splitlines() for block in re.split(r"\n\s*\n", text.strip()))
    return tuple(tuple(_whole([line.strip() for line in block])) for block in blocks)


def _whole(lines: list[str]) -> list[str]:
    made: list[str] = []
    before = ""
    for line in lines:
        if len(before) > _SHORT:
            made[-1] = f"{made[-1]} {line}"
        else:
            made.append(line)
        before = line
    return made


def linked(line: str) -> Markup:
    """The line with its addresses as links. `ugc nofollow`: search engines owe the author nothing for them."""
    parts, end = [], 0
    for found in _LINK.finditer(line):
        parts += [escape(line[end : found.start()]), _anchor(found[0])]
        end = found.end()
    return Markup("").join((*parts, escape(line[end:])))


def _anchor(link: str) -> Markup:
    return Markup('<a href="{}" rel="ugc nofollow noopener">{}</a>').format(link, shown_link(link))


def shown_link(link: str) -> str:
    """Where a link leads, short enough for a telephone: example.org/lamps"""
    parts = urlsplit(link)
    path = unquote(parts.path).rstrip("/")
    shown = f"{parts.netloc.removeprefix('www.')}{path}"
    return shown if len(shown) <= _SHORT else f"{shown[: _SHORT - 3]}..."
