"""The links that a person shared: whole, canonical, in order, each once."""

import re

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'”“«»]+", re.I)
_TRAILING = ".,;:!?)]}>*_'\"”»…。，、；：！？）】"


def links_in(text: str) -> tuple[str, ...]:
    """Links with their scheme, without what only punctuates the sentence around them."""
    return tuple(dict.fromkeys(_canonical(found[0]) for found in _LINK.finditer(text)))


def _canonical(written: str) -> str:
    link = written
    while link and link[-1] in _TRAILING:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break  # a bracket that belongs to the address: .../Library_(building)
        link = link[:-1]
    return link if "://" in link else f"https://{link}"
