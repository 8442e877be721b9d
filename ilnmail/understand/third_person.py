"""Whom a clause is about: what somebody else would like is no answer of the writer's. Pure."""

from ilnmail.understand.wording import AND, Lexicon

_JOINING = AND | {"but"}


def is_about_somebody_else(said: tuple[str, ...], words: Lexicon) -> bool:
    """ "My partner would love to go on", 他想继续: it begins with another person. "Thanks to my partner" does not."""
    begun = [part for part in words.read(said, "others", "mine") if part.text not in _JOINING]
    return next((part.means == "others" for part in begun if part.means != "mine"), False)
