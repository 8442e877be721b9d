"""The clauses of a line: lines of a letter, and one thing said of them. A grammar over the kinds of pieces. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ilnmail.understand.orders.pieces import Piece

_LETTERS = {
    "number": "n",
    "all": "a",
    "rest": "r",
    "except": "x",
    "filler": "f",
    "and": "j",
    "negation": "g",
    "mark": "m",
    "question": "q",
    "aside": "p",
    "word": "w",
}
_MOST_PIECES = 120  # of a line; a longer one is prose

_LEAD = r"(?P<lead>[fmjx]*)"
_LINES = r"(?P<lines>[nar](?:[fjm]*[nar])*(?:[fm]*x[fmg]*n(?:[fjm]*n)*)?)"
_FORMS = (
    (
        "lines",
        re.compile(
            rf"{_LEAD}{_LINES}[fmj]*(?P<said>[vu])(?:[fm]*(?P<less>x[fmg]*n(?:[fjm]*n)*)(?![fm]*[vu]))?"
        ),
    ),
    ("verb", re.compile(rf"{_LEAD}(?P<said>[vu])[fm]*{_LINES}")),
    ("lines", re.compile(rf"{_LEAD}(?P<prefix>v)(?P<lines>n)[fm]*(?P<said>[vu])")),  # "No 1 yes"
    ("words", re.compile(rf"{_LEAD}(?P<lines>n)m*(?P<words>[fwgpu])")),
    ("bare", re.compile(rf"{_LEAD}{_LINES}")),
)
"""Which form a clause may have, the plainest first."""


@dataclass(frozen=True)
class Clause:
    """One clause of a line, its pieces sorted."""

    form: str  # lines, verb: which stands first; words: for a person; bare: lines alone
    lines: tuple[Piece, ...]
    said: Piece | None
    rest: tuple[Piece, ...]  # behind what was said; of `words`, all of them
    start: int
    end: int


def clauses(found: tuple[Piece, ...]) -> tuple[Clause, ...]:
    """All of a line; none where it is no row of clauses from end to end."""
    if len(found) > _MOST_PIECES:
        return ()
    for strict in (True, False):
        if read := _Line(found, strict).read(0, ""):
            return read
    return ()


class _Line:
    """One way through the pieces. `strict`: no verb stands in what follows a clause, such as a reason."""

    def __init__(self, found: tuple[Piece, ...], strict: bool) -> None:
        self.found, self.strict = found, strict
        self.kinds = "".join(_letter(piece) for piece in found)
        self._dead: set[tuple[int, str]] = set()

    def read(self, at: int, before: str) -> tuple[Clause, ...] | None:
        """The clauses from here to the end; None where there is no way. `before`: the form of the last clause."""
        if before and not self.kinds[at:].strip("fmj"):
            return ()
        if (at, before) in self._dead:
            return None
        for form, head in self._heads(at, before):
            for stop in self._stops(form, head):
                if (after := self.read(stop, form)) is not None:
                    return (self._clause(form, head, stop), *after)
        self._dead.add((at, before))
        return None

    def _heads(self, at: int, before: str) -> Iterator[tuple[str, re.Match[str]]]:
        """What may begin here, longest first of each form."""
        for form, pattern in _FORMS:
            for end in range(len(self.kinds), at, -1):
                head = pattern.fullmatch(self.kinds, at, end)
                if head and _may_follow(form, head, before):
                    yield form, head

    def _stops(self, form: str, head: re.Match[str]) -> Iterator[int]:
        """Where the clause may end: at once, or behind words, with or without a verb among them."""
        end = head.end()
        for stop in range(end, len(self.kinds) + 1):
            rest = self.kinds[end:stop]
            if form == "bare" and rest.strip("fm"):
                return
            if form != "words" and self.strict and "v" in rest:
                return
            yield stop

    def _clause(self, form: str, head: re.Match[str], stop: int) -> Clause:
        def named(group: str) -> tuple[Piece, ...]:
            known = group in head.re.groupindex and head[group]
            return self.found[head.start(group) : head.end(group)] if known else ()

        rest = (*named("words"), *self.found[head.end() : stop])
        return Clause(
            form=form,
            lines=(*named("lines"), *named("less")),
            said=next(iter(named("said")), None),
            rest=_trimmed(rest),
            start=self.found[head.end("lead")].start,
            end=self.found[stop - 1].end,
        )


def _letter(piece: Piece) -> str:
    if piece.kind == "verb":
        return "u" if piece.weak else "v"
    return _LETTERS[piece.kind]


def _may_follow(form: str, head: re.Match[str], before: str) -> bool:
    """A clause of the same form may follow at once; every other only behind a mark or an "and"."""
    lead = head["lead"]
    if form == "words" and lead.strip("fj") == "" and lead:
        return False  # "Is 3 urgent?" is about it, not for it
    if "x" in lead and (not before or form not in ("lines", "verb")):
        return False  # "but 4" alone takes something away from what stands before
    if not before:
        return True
    if before == "words":
        return "m" in lead and form in ("lines", "words")
    return bool({"m", "j", "x"} & set(lead)) or form == before


def _trimmed(rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    while rest and rest[0].kind in ("mark", "and"):
        rest = rest[1:]
    while rest and rest[-1].kind in ("mark", "and", "except"):
        rest = rest[:-1]
    return rest
