"""Whose an answer is, by the letter that is answered: the partner's, or a coordinator's orders."""

import re
from collections.abc import Iterable

TO_THE_PARTNER = frozenset({"introduction", "relay", "partner-answer"})
"""Letters every answer to which is the partner's, digits and YES included."""

NEWS_OF_THE_PARTNER = frozenset({"address-passed", "meeting-set", "meeting-none"})
"""Letters in answer to which a word or a number is ours, and everything else is for the partner they tell of."""

OURS_EVEN_THERE = frozenset({"LEAVE", "STOP", "PAUSE", "HELP", "HUMAN", "PROBLEM"})
"""The only words that are still ours there, alone as the whole text."""

TO_COORDINATORS = frozenset(
    {"digest", "proposal", "rescue", "transcript", "preview", "please-read", "problem-report", "reminder"}
    | {"held", "closing", "round-report", "welcome-coordinator", "already-done"}
)


def greets_one_of(partners: Iterable[str], text: str, fresh: bool) -> bool:
    """In a mail of its own the name near the beginning will do; in answer to a letter of ours it must end a greeting,
    for "Jonas has not written" is about Jonas."""
    called = tuple(name.split()[0].casefold() for name in partners if name.strip())
    opening = text.strip()[:80].casefold()
    if fresh:
        return any(name in opening for name in called)
    greeting = re.split(r"[\n,.!:،，！：]", opening, maxsplit=1)[0].split()
    return len(greeting) <= _GREETING and any(greeting[-1:] == [name] for name in called)


_GREETING = 4
"""Words at most: "Good morning dear Jonas,"."""
