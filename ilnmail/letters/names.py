"""What to call people. Names are never put in another order, and never cut where a cut could be wrong."""

import unicodedata

_WRITTEN = "dr dra prof profa mr mrs ms mx rev mgr ing sr sra srta herr frau mme mlle m don doña dom ks d-r"
_TITLES = frozenset(title + dot for title in _WRITTEN.split() for dot in ("", "."))


def called(name: str) -> str:
    """What to write after "Dear": Amina for Amina Yusuf; the whole name where the first word is doubtful.

    Doubtful are initials (J. Smith), a family name in capitals in front (NGUYEN Thi Mai) and names without
    spaces. "Yusuf, Amina" says itself which is which.
    """
    family, comma, given = name.partition(",")
    words = [word for word in (given if comma else family).split() if word.casefold() not in _TITLES]
    if not words:
        return name.strip()
    return " ".join(words) if _is_doubtful(words) else words[0]


def _is_doubtful(words: list[str]) -> bool:
    first, rest = words[0], words[1:]
    initial = len(first.rstrip(".")) == 1 and unicodedata.category(first[0]) in ("Lu", "Ll")
    capitals = len(first) > 1 and first.isupper() and any(not word.isupper() for word in rest)
    return initial or capitals
