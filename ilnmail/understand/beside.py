"""Words beside an answer that says all is well: do they agree with it, or had a person better read them? Pure."""

import re

from ilnmail.understand.wording import clauses, lexicon

_DOUBTS = frozenset({"but", "negation", "no", "unsure", "if", "decline"})
_ASKS = re.compile(r"[?？؟]")


def asks(text: str) -> bool:
    """Somebody waits for an answer."""
    return bool(_ASKS.search(text))


def disagrees(text: str, locale: str) -> bool:
    """A "but", a "not", an "if" in it: "1, but Jonas never answers". Better one too many than one too few."""
    words = lexicon(locale or "en")
    kinds = {part.means for clause in clauses(text) for part in words.read(clause.words, *_DOUBTS)}
    return bool(kinds & _DOUBTS)
