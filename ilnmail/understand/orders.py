"""What coordinators write: one order a line, or numbers that mean the lines of the letter answered. Pure.

    approve all            approve 1-12 except 4        reject 5 too far apart
    swap 3 7               match P-1 P-2                round open 2027A 2027-03-01
    1 yes, 2 no, 3 hold    2 (your words)               all but 4

Reading stops at a signature, a quote or a thank-you; what follows a "#" is a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ilnmail.events import Order

ALL = -1
"""Among the numbers: every line of the letter answered."""

VERBS = frozenset(
    {
        *("approve", "reject", "hold", "swap", "why", "match", "unmatch", "rematch", "avoid"),
        *(
            "show",
            "find",
            "list",
            "pause",
            "resume",
            "remove",
            "set",
            "note",
            "reply",
            "close",
            "take",
            "give",
        ),
        *(
            "freeze",
            "unfreeze",
            "round",
            "digest",
            "undo",
            "history",
            "help",
            "release",
            "drop",
            "sheet",
            "more",
        ),
    }
)

_SAME = {
    **dict.fromkeys(("yes", "ok", "okay", "approved", "accept", "y", "agreed", "fine", "✓", "👍"), "approve"),
    **dict.fromkeys(("no", "decline", "n", "rejected", "nope"), "reject"),
    **dict.fromkeys(("wait", "later", "postpone"), "hold"),
    **dict.fromkeys(("exchange",), "swap"),
    **dict.fromkeys(("pair",), "match"),
    **dict.fromkeys(("unpair", "split"), "unmatch"),
    **dict.fromkeys(("who", "status"), "show"),
    **dict.fromkeys(("search",), "find"),
    **dict.fromkeys(("cancel", "revert"), "undo"),
    **dict.fromkeys(("answer",), "reply"),
    **dict.fromkeys(("done", "closed"), "close"),
    **dict.fromkeys(("?", "commands"), "help"),
}

_STOP = re.compile(
    r"(--|_{5,}|>|(stop|quit|thanks|thank you|merci|danke|gracias|obrigad|best|regards|cheers)\b)", re.I
)
_ID = re.compile(r"\b[PMQ]-\d+\b", re.I)
_RANGE = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?")
_SPAN = r"\d{1,4}(?:\s*(?:-|–|to)\s*\d{1,4})?"
_NUMBERS = re.compile(
    rf"(?P<numbers>(?:all|everything|{_SPAN})(?:\s*(?:,|and|&|\s)\s*{_SPAN})*)"
    r"(?:\s*,?\s*(?:except|but|without|save)(?: for)?\s+(?P<without>[\d\s,and&–-]+))?",
    re.I,
)
_NATURAL = (
    (
        re.compile(r"(?:please\s+)?(?:open|start)\s+(?:a|the|our)?\s*(?:new\s+)?round\b(?P<rest>.*)", re.I),
        "round",
        "open",
    ),
    (re.compile(r"(?:please\s+)?close\s+(?:applications|the round)\b(?P<rest>.*)", re.I), "round", "close"),
    (re.compile(r"(?:please\s+)?(?:run|make)\s+the\s+match(?:es)?\b(?P<rest>.*)", re.I), "round", "match"),
)


def read_orders(text: str, answered: str = "") -> tuple[Order, ...]:
    """The orders of a mail or of a command line, in their order.

    `answered` is the kind of letter that was answered, empty for a fresh mail: without one, bare numbers mean
    nothing. A line with no reading becomes an order without a verb, so that the transcript can say so; a text in
    which no line has a reading is no list of orders at all. `line` counts the orders: "1 yes, 2 no" are two.
    """
    found = [order for written in _lines(text) for order in _of_line(0, written, bool(answered))]
    if not any(order.verb for order in found):
        return ()
    return tuple(replace(order, line=number) for number, order in enumerate(found, 1))


def _lines(text: str) -> Iterator[str]:
    """The lines that may hold orders."""
    for written in text.splitlines():
        line = written.split("#")[0].strip()
        if line and _STOP.match(line):
            return
        if line:
            yield line


def _of_line(line: int, written: str, numbered: bool) -> Iterator[Order]:
    """One order a line; answers by number may stand several in a line, between commas."""
    if numbered and (pieces := _by_number(written)):
        for piece in pieces:
            yield _numbered(line, piece)
        return
    yield _commanded(line, written, numbered)


def _by_number(written: str) -> tuple[str, ...]:
    """ "1 yes, 2 no, 3 hold till Friday" in its pieces; nothing where the line does not begin with a number."""
    if not re.match(r"(\d{1,4}\b|all\b|everything\b)", written, re.I):
        return ()
    pieces: list[str] = []
    for piece in re.split(r"\s*[,;]\s*(?=\d{1,4}(?!\d))", written):
        # "1, 2 no" is one answer for two lines: a piece of numbers alone belongs to what follows.
        bare = pieces and not re.search(r"[^\W\d_]|[✓👍]", pieces[-1])
        pieces = [*pieces[:-1], f"{pieces[-1]}, {piece}"] if bare else [*pieces, piece]
    return tuple(piece for piece in pieces if piece.strip())


def _numbered(line: int, piece: str) -> Order:
    """ "1-3 ok", "all but 4", "2 Dear Priya, ..." """
    spread = _NUMBERS.match(piece)
    numbers = _numbers(spread) if spread else ()
    rest = piece[spread.end() :].lstrip(" .:)=-,").rstrip() if spread else piece
    first, _, remainder = rest.partition(" ")
    verb = _verb(first)
    if not rest:
        return Order(line=line, verb="approve", numbers=numbers, raw=piece)
    if verb in ("approve", "reject", "hold", "why", "release", "drop", "close", "take", "show"):
        return Order(line=line, verb=verb, numbers=numbers, text=remainder.strip(), raw=piece)
    return Order(line=line, verb="reply", numbers=numbers, text=rest, raw=piece)


def _commanded(line: int, written: str, numbered: bool) -> Order:
    for pattern, verb, rest in _NATURAL:
        if found := pattern.match(written):
            return Order(
                line=line, verb=verb, text=f"{rest} {found['rest'].strip(' .')}".strip(), raw=written
            )
    first, _, rest = written.partition(" ")
    verb = _verb(first)
    if not verb:
        return Order(line=line, verb="", raw=written, text=written)
    ids = tuple(found.upper() for found in _ID.findall(rest))
    plain = _ID.sub("", rest).strip(" ,:")
    spread = _NUMBERS.match(plain) if verb in _WITH_NUMBERS and not ids else None
    if spread is None:
        return Order(line=line, verb=verb, ids=ids, text=" ".join(plain.split()), raw=written)
    text = plain[spread.end() :].strip(" ,:")
    return Order(line=line, verb=verb, numbers=_numbers(spread), text=text, raw=written)


_WITH_NUMBERS = frozenset(
    {"approve", "reject", "hold", "swap", "why", "undo", "release", "drop", "close", "take", "reply", "show"}
)


def _verb(word: str) -> str:
    """The canonical verb of a word, if it is one."""
    plain = word.strip(".,:;!()").casefold()
    return plain if plain in VERBS else _SAME.get(plain, "")


def _numbers(spread: re.Match[str]) -> tuple[int, ...]:
    """Ranges spread out, exceptions taken away; ALL where it says all (then minus the exceptions, negated)."""
    without = _spread(spread["without"] or "")
    if re.match(r"all|everything", spread["numbers"], re.I):
        return (ALL, *(-1 - number for number in without))
    return tuple(number for number in _spread(spread["numbers"]) if number not in without)


def _spread(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for first, last in _RANGE.findall(text):
        found += range(int(first), min(int(last or first), int(first) + 2000) + 1)
    return tuple(dict.fromkeys(found))


def meant(order: Order, lines: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The lines of the letter answered that the order's numbers mean: (number, what it stands for)."""
    if ALL in order.numbers:
        without = {str(-1 - number) for number in order.numbers if number < ALL}
        return tuple(line for line in lines if line[0] not in without)
    wanted = {str(number) for number in order.numbers}
    return tuple(line for line in lines if line[0] in wanted)
