"""What machines say, weighed: subjects and texts against the table of their words."""

from functools import cache

from ilnmail.data.robots import rows
from ilnmail.understand.phrases import Phrases, plain

_FRAME = "\"'(*[【"
_LITTLE = 20  # letters of a piece beside its words
_MOST = 1500  # characters: a machine says what it is at once


@cache
def _said(kind: str, where: str) -> Phrases:
    return Phrases([r["phrase"] for r in rows("words") if (r["class"], r["where"]) == (kind, where)])


@cache
def _half(which: str) -> Phrases:
    return Phrases([row["phrase"] for row in rows("words") if row["language"].endswith(which)])


def begins(kind: str, where: str, subject: str) -> bool:
    """Does a subject begin with one of the words?"""
    return _said(kind, where).begins(" ".join(subject.casefold().split()).lstrip(_FRAME))


def is_whole(kind: str, where: str, piece: str) -> bool:
    """Is a piece of a subject one of the words, or little more?"""
    bare = " ".join(piece.casefold().split()).lstrip(_FRAME)
    found = _said(kind, where).search(bare)
    return found is not None and found.start() == 0 and len(bare) - found.end() <= _LITTLE


def holds(kind: str, told: str) -> bool:
    """Does a plain text hold words that only this kind of machine uses?"""
    return bool(_said(kind, "surely").search(told))


def is_gone(told: str) -> bool:
    """Does a plain text say that its writer is away?"""
    return bool(_half("gone").search(told))


def received(told: str) -> bool:
    """Does a plain text say that a request has come in?"""
    return bool(_half("received").search(told))


def cares(told: str, most: int = 2) -> int:
    """How many different things a plain text says about what to do while its writer is away, counted up to `most`."""
    return _different("care", told, most)


def promises(told: str) -> int:
    """How many different things a plain text says about what becomes of a request, up to two."""
    return _different("promised", told, 2)


def _different(which: str, told: str, most: int) -> int:
    found: set[str] = set()
    place = 0
    while len(found) < most and (one := _half(which).search(told[place:])):
        found.add(one[0])
        place += one.end()
    return len(found)


def told(text: str) -> str:
    """The beginning of a text, plain: a machine says what it is at once."""
    return plain(text[:_MOST])
