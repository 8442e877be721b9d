"""A line that answers a letter by its numbers, in any sensible form, as orders. Pure.

    1 yes, 2 no, 3 hold till Friday      yes to 1 and 2, no to the rest      all but 4
    1-3 ok                               2 Dear Priya, (your words)          5 hold, others approve

What has more than one reading is not read; what has one, but may be meant otherwise, comes as an order that is not
`sure`: it is shown first, and done on YES.
"""

import re

from ilnmail.data.order_words import BY_NUMBER, TO_SOMEBODY
from ilnmail.events import Order
from ilnmail.understand.orders.clauses import Clause, clauses
from ilnmail.understand.orders.numbers import ALL, REST
from ilnmail.understand.orders.pieces import Piece, pieces, plain_digits

_TEXT_OF_ITS_OWN = frozenset({"hold", "give", "why", "show", "history", "undo"})
"""What may be said behind these is a day, a name, a question: any word of it."""

_FEWEST_WORDS = 4  # of words for a person; fewer may be an answer that we do not know
_GREETING = re.compile(
    r"(?:dear|hello|hi|hallo|liebe[rs]?|good (?:morning|day|evening)|bonjour|hola|olá|chère?|querid[ao])\b",
    re.I,
)
_ABOUT_THEM = re.compile(r"(?:tell|write|ask|inform|let|answer|say|send|please (?:tell|write|ask))\b", re.I)
_FOR_A_COLLEAGUE = re.compile(
    r"(?:to\b|for\b|an\b|für\b|pour\b|para\b|-?>|→)\s*(?P<name>[^\W\d_]+)[\s.!]*", re.I
)


def read_answers(line: str, numbered: bool) -> tuple[Order, ...]:
    """The orders of one line; none where it is no answer by numbers. `numbered`: a letter with numbers is answered;
    without one a line must begin with its order."""
    line = _as_a_request(plain_digits(line))
    found = pieces(line)
    if not any(piece.names_lines for piece in found):
        return ()
    row = clauses(found)
    if not row or (row[0].form != "verb" and not numbered):
        return ()
    orders = tuple(_order(line, clause, alone=len(row) == 1) for clause in row)
    return tuple(one for one in orders if one) if all(orders) else ()


def _as_a_request(line: str) -> str:
    """ "Could you swap 4 and 9?" asks for something to be done."""
    return line.rstrip(" ?") if _REQUEST.match(line) else line


_REQUEST = re.compile(r"\s*(?:please\s+)?(?:can|could|would|will)\s+you\b", re.I)


def _order(line: str, clause: Clause, *, alone: bool) -> Order | None:
    """One clause; None where there is more than one reading."""
    if clause.said is None:
        return _bare(line, clause) if clause.form == "bare" else _for_a_person(line, clause, alone)
    if clause.said.verb not in BY_NUMBER:
        return None
    if _is_a_sentence(clause):
        return _for_a_person(line, clause, alone) if clause.form == "lines" else None
    if clause.said.verb == "reply":
        return _for_a_person(line, clause, alone)
    doubt = _doubt(clause)
    if doubt is None:
        return None
    words = _text(line, clause.rest if clause.said.verb == "hold" else _without_fillers(clause.rest))
    return Order(
        line=0,
        verb=clause.said.verb,
        numbers=_numbers(clause),
        text=words,
        raw=line.strip() if alone else _raw(line, clause),
        sure=not doubt,
    )


def _is_a_sentence(clause: Clause) -> bool:
    """ "2 Take your time, Priya": the everyday word only begins it."""
    said = clause.said
    rest = _without_fillers(clause.rest)
    if said is None or not said.weak or not rest or said.verb == "give":
        return False
    return rest[0].kind == "word" and rest[0].start - said.end <= 1


def _without_fillers(rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    first = next(
        (n for n, piece in enumerate(rest) if piece.kind not in ("filler", "mark", "and")), len(rest)
    )
    return rest[first:]


def _doubt(clause: Clause) -> bool | None:
    """Whether it may be meant otherwise; None where it cannot be read."""
    rest = _without_fillers(clause.rest)
    said, kinds = clause.said, {piece.kind for piece in rest}
    assert said is not None
    if any(piece.kind == "verb" and not piece.weak and piece.verb != said.verb for piece in rest):
        return None
    if "question" in kinds and said.verb not in ("why", "show", "history"):
        return None
    if said.verb in _TEXT_OF_ITS_OWN:
        return False
    left_out = any(piece.kind == "except" for piece in clause.lines)
    return (
        bool(kinds & {"number", "except", "all", "rest"})
        or ("negation" in kinds and said.verb != "reject")
        or any(piece.text.casefold() in TO_SOMEBODY for piece in rest)
        or (left_out and said.verb not in ("approve", "release", "drop"))
    )


def _bare(line: str, clause: Clause) -> Order:
    """Lines and nothing else: "all but 4" says yes to the others, a number alone does not say enough."""
    numbers = _numbers(clause)
    return Order(
        line=0, verb="approve", numbers=numbers, raw=_raw(line, clause), sure=bool({ALL, REST} & set(numbers))
    )


def _for_a_person(line: str, clause: Clause, alone: bool) -> Order | None:
    """Words under a number: for whoever the line is about, unless they may be an answer we do not know."""
    numbers = _numbers(clause)
    if len(numbers) != 1 or numbers[0] < 0:
        return None
    words = line[clause.lines[-1].end : None if alone else clause.end].lstrip(" ,;:=.-–—)").rstrip()
    raw = line[clause.start :].strip() if alone else _raw(line, clause)
    if found := _FOR_A_COLLEAGUE.fullmatch(words):
        return Order(line=0, verb="give", numbers=numbers, text=found["name"], raw=raw)
    return Order(
        line=0, verb="reply", numbers=numbers, text=words, raw=raw, sure=alone and plainly_words(words)
    )


def plainly_words(words: str) -> bool:
    """Whether a text can only be meant to be passed on: it greets, or speaks to somebody at some length."""
    if _GREETING.match(words):
        return len(words.split()) > 1
    if _ABOUT_THEM.match(words):
        return False
    spoken = {word.casefold() for word in re.findall(r"[^\W\d_]+", words)}
    return len(words.split()) >= _FEWEST_WORDS and bool(spoken & TO_SOMEBODY)


def _numbers(clause: Clause) -> tuple[int, ...]:
    found: list[int] = []
    left_out = False
    for piece in clause.lines:
        left_out = left_out or piece.kind == "except"
        if piece.kind in ("all", "rest"):
            found.append(ALL if piece.kind == "all" else REST)
        elif piece.kind == "number":
            found += (-1 - n for n in piece.numbers) if left_out else piece.numbers
    if not {ALL, REST} & set(found):
        without = {-1 - n for n in found if n < 0}
        found = [n for n in found if n > 0 and n not in without]
    return tuple(dict.fromkeys(found))


def _text(line: str, rest: tuple[Piece, ...]) -> str:
    if not rest:
        return ""
    words = line[rest[0].start : rest[-1].end].strip(" ,;:.")
    return words.removeprefix("(").removesuffix(")") if words.count("(") == 1 else words


def _raw(line: str, clause: Clause) -> str:
    return line[clause.start : clause.end].strip(" ,;")
