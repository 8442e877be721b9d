"""Many phrases that a line may begin with, sought by its first two characters alone: fast whatever their number."""

import re
from collections.abc import Iterable


class Openings:
    """Phrases in which `*` is any words; one that does not end in `*` ends the line."""

    def __init__(self, phrases: Iterable[str]) -> None:
        grouped: dict[str, list[str]] = {}
        for phrase in phrases:
            grouped.setdefault(phrase[:2], []).append(_expression(phrase))
        # Compiled when first a line begins so: a mail has few of these beginnings, and all take a fifth of a second.
        self._by_start: dict[str, str | re.Pattern[str]] = {
            start: "|".join(group) for start, group in grouped.items()
        }

    def match(self, folded: str) -> bool:
        """Whether a line, case folded, begins with one of them."""
        pattern = self._by_start.get(start := folded[:2])
        if isinstance(pattern, str):
            pattern = self._by_start[start] = re.compile(pattern)
        return pattern is not None and pattern.match(folded) is not None


def _expression(phrase: str) -> str:
    words = re.escape(phrase).replace(r"\ \*", r"(?!\w).*").replace(r"\*", ".{0,80}?")
    return words + ("" if phrase.endswith("*") else r"\W*$")
