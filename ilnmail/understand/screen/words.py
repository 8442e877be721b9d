"""What machines say, weighed: subjects and texts against the table of their words."""

from functools import cache, lru_cache

from ilnmail.data.robots import rows
from ilnmail.understand.phrases import Tables, plain

_FRAME = "\"'(*[【"
_LITTLE = 20  # letters of a piece beside its words
_MOST = 1500  # characters: a machine says what it is at once


_HALVES = ("gone", "care", "received", "promised")


@cache
def _tables() -> Tables:
    """By class and place, and by the half of its class that stands behind the language."""
    told = list(rows("words"))
    halves = ((half, row["phrase"]) for row in told for half in _HALVES if row["language"].endswith(half))
    return Tables([*(((row["class"], row["where"]), row["phrase"]) for row in told), *halves])


def begins(kind: str, where: str, subject: str) -> bool:
    """Does a subject begin with one of the words?"""
    return _tables().begins((kind, where), " ".join(subject.casefold().split()).lstrip(_FRAME))


def is_whole(kind: str, where: str, piece: str) -> bool:
    """Is a piece of a subject one of the words, or little more?"""
    bare = " ".join(piece.casefold().split()).lstrip(_FRAME)
    found = _tables().search((kind, where), bare)
    return found is not None and found.start() == 0 and len(bare) - found.end() <= _LITTLE


def holds(kind: str, told: str) -> bool:
    """Does a plain text hold words that only this kind of machine uses?"""
    return bool(_tables().search((kind, "surely"), told))


def is_gone(told: str) -> bool:
    """Does a plain text say that its writer is away?"""
    return bool(_tables().search("gone", told))


def received(told: str) -> bool:
    """Does a plain text say that a request has come in?"""
    return bool(_tables().search("received", told))


def cares(told: str, most: int = 2) -> int:
    """How many different things a plain text says about what to do while its writer is away, counted up to `most`."""
    return _different("care", told, most)


def promises(told: str) -> int:
    """How many different things a plain text says about what becomes of a request, up to two."""
    return _different("promised", told, 2)


def _different(which: str, told: str, most: int) -> int:
    found: set[str] = set()
    place = 0
    while len(found) < most and (one := _tables().search(which, told[place:])):
        found.add(one[0])
        place += one.end()
    return len(found)


@lru_cache(maxsize=16)  # what one rule has looked at, the next does
def told(text: str) -> str:
    """The beginning of a text, plain: a machine says what it is at once."""
    return plain(text[:_MOST])
