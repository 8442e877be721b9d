"""An answer that repeats the words of an option instead of its number, or after it. Pure.

    2. Slowly, and that is fine     "2, slowly, and that is fine"     "Slowly"     "slowly and that is fine, thanks"

An option begins with a word that names it, up to a comma; what stands behind a colon or only in its middle names
nothing: "fine" alone may be any of them.
"""

import re
from collections.abc import Iterator

from ilnmail.understand.digits import as_ascii

ANY_NAME = "*"
"""Stands in an option for a value that each reader has another of."""

_COMMAS = re.compile(r"[,،，、;؛；]")
_A_NAME = r"\w[^\n]{0,80}?"
_WORD = re.compile(rf"\w+|{re.escape(ANY_NAME)}")


def in_figures(text: str, options: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """The text with the words of an option as its number, for each option whose words it begins with; and whether the
    writer gave the number too."""
    plain = as_ascii(text)
    for number, option in enumerate(options, 1):
        for words in _forms(option):
            found = re.match(rf"\W*(?:(?P<number>{number})\W+)?{words}(?!\w)", plain, re.I)
            if found:
                yield f"{number}{plain[found.end() :]}", found["number"] is not None
                break


def _forms(option: str) -> Iterator[str]:
    """All its words, then those up to each comma: the longest first, as patterns."""
    ends = [len(option), *(mark.start() for mark in reversed(tuple(_COMMAS.finditer(option))))]
    for end in ends:
        words = _WORD.findall(option[:end])
        if words:
            pattern = r"\W+".join(_A_NAME if word == ANY_NAME else re.escape(word) for word in words)
            yield pattern.replace(rf"\W+{_A_NAME}\W+", rf"\W*{_A_NAME}\W*")  # no spaces in Chinese
