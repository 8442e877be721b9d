"""What coordinators write: one order a line, or numbers that mean the lines of the letter answered. Pure.

    approve all            approve 1-12 except 4        reject 5 too far apart
    swap 3 7               match P-1 P-2                round open 2027A 2027-03-01
    1 yes, 2 no, 3 hold    2 (your words)               all but 4

Reading stops at a signature, a quote or a thank-you; what follows a "#" is a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ilnmail.data.order_words import PHRASES, POLITE, SAME, VERBS
from ilnmail.events import Order

ALL = -1
"""Among the numbers: every line of the letter answered."""

_STOP = re.compile(
    r"(--|_{5,}|>|(stop|quit|thanks|thank you|merci|danke|gracias|obrigad|best|regards|cheers)\b)", re.I
)
_COMMENT = re.compile(r"#(?!\d)")
_ID = re.compile(r"\b[PMQ]-\d+\b", re.I)
_RANGE = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?")
_SPAN = r"\d{1,4}(?:\s*(?:-|–|to)\s*\d{1,4})?"
_NUMBERS = re.compile(
    rf"(?P<numbers>(?:all|everything|{_SPAN})(?:\s*(?:,|and|&|\s)\s*{_SPAN})*)"
    r"(?:\s*,?\s*(?:except|but|without|save)(?: for)?\s+(?P<without>[\d\s,and&–-]+))?",
    re.I,
)
_PHRASES = tuple((re.compile(pattern, re.I), verb, before) for pattern, verb, before in PHRASES)
_TO_WHOM = re.compile(
    r"(?:to|for|with|on|the|pairs?|numbers?|lines?|no\.?|nr\.?|#)\s+(?=(?:\d|all\b|everything\b))", re.I
)


def read_orders(text: str, answered: str = "") -> tuple[Order, ...]:
    """The orders of a mail or of a command line, in their order.

    `answered` is the kind of letter that was answered, empty for a fresh mail: without one, bare numbers mean
    nothing. A line with no reading becomes an order without a verb, so that the transcript can say so; a text in
    which no line has a reading is no list of orders at all. `line` counts the orders: "1 yes, 2 no" are two.
    """
    found: list[Order] = []
    text, letter = _with_a_letter(text)
    for written in _lines(text):
        orders = tuple(_of_line(0, written, bool(answered)))
        if found and found[-1].verb in _WORDY and all(map(_is_prose, orders)):
            more = f"{found[-1].text}\n{written}".strip()
            found[-1] = replace(found[-1], text=more)
        else:
            found += orders
    found += letter
    if not any(order.verb for order in found):
        return ()
    return tuple(replace(order, line=number) for number, order in enumerate(found, 1))


def _with_a_letter(text: str) -> tuple[str, list[Order]]:
    """A broadcast takes everything below it, empty lines and all: the lines above, and the order."""
    lines = text.splitlines()
    for place, written in enumerate(lines):
        order = _commanded(0, written.strip())
        if order.verb == "broadcast":
            first = written.strip()[written.strip().casefold().index("broadcast") + len("broadcast") :]
            rest = "\n".join((first.strip(), *lines[place + 1 :]))
            return "\n".join(lines[:place]), [replace(order, text=rest.strip(), ids=())]
    return text, []


_WORDY = frozenset({"reply"})
"""Orders whose words go on over the next lines."""


def _is_prose(order: Order) -> bool:
    """Not an order beyond doubt: no number, no id, and more than one word."""
    return not order.verb or not (order.numbers or order.ids or len(order.raw.split()) == 1)


def _lines(text: str) -> Iterator[str]:
    """The lines that may hold orders."""
    for written in text.splitlines():
        line = _COMMENT.split(written)[0].strip().lstrip("#")
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
    yield _commanded(line, written)


def _by_number(written: str) -> tuple[str, ...]:
    """ "1 yes, 2 no, 3 hold till Friday" in its pieces; nothing where the line does not begin with a number."""
    if not re.match(r"(\d{1,4}\b|all\b|everything\b)", written, re.I):
        return ()
    if _WITHOUT_COMMAS.fullmatch(written) and all(map(_verb, re.findall(r"[^\W\d_]+", written))):
        return tuple(re.findall(r"\d{1,4}[.):]?\s*[^\W\d_]+", written))
    pieces: list[str] = []
    for piece in re.split(r"\s*[,;]\s*(?=\d{1,4}(?!\d))", written):
        if pieces and _goes_on(pieces[-1], piece):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        else:
            pieces.append(piece)
    return tuple(piece for piece in pieces if piece.strip())


_EXCEPTIONS = re.compile(r"\b(?:except|but|without|save)\b[\d\s,and&–-]*\d$", re.I)
_ONLY_NUMBERS = re.compile(rf"{_SPAN}(?:\s*(?:,|and|&)\s*{_SPAN})*", re.I)


def _goes_on(before: str, piece: str) -> bool:
    """ "1, 2 no" is one answer for two lines, and "all but 4, 7" one list of exceptions."""
    bare = not re.search(r"[^\W\d_]|[✓👍]", before)
    return bare or bool(_EXCEPTIONS.search(before) and _ONLY_NUMBERS.fullmatch(piece))


_WITHOUT_COMMAS = re.compile(r"(?:\d{1,4}[.):]?\s*[^\W\d_]+[\s,;]*){2,}")
"""1 yes 2 no 3 hold"""


def _numbered(line: int, piece: str) -> Order:
    """ "1-3 ok", "all but 4", "2 Dear Priya, ..." """
    spread = _NUMBERS.match(piece)
    numbers = _numbers(spread) if spread else ()
    rest = piece[spread.end() :].lstrip(" .:)=-,").rstrip() if spread else piece
    first, _, remainder = rest.partition(" ")
    verb = _verb(first)
    if not rest:
        return Order(line=line, verb="approve", numbers=numbers, raw=piece)
    if verb in ("approve", "reject", "hold", "why", "release", "drop", "close", "take", "give", "show"):
        return Order(line=line, verb=verb, numbers=numbers, text=remainder.strip(), raw=piece)
    return Order(line=line, verb="reply", numbers=numbers, text=rest, raw=piece)


def _commanded(line: int, written: str) -> Order:
    """A line that begins with an order, perhaps after a polite word or two."""
    plain = _without_politeness(written)
    for pattern, verb, before in _PHRASES:
        if found := pattern.match(plain):
            return Order(
                line=line,
                verb=verb,
                ids=_ids(found["rest"]),
                text=f"{before} {_bare(found['rest'])}".strip(),
                raw=written,
            )
    first, _, rest = plain.partition(" ")
    verb = _verb(first)
    if not verb:
        return Order(line=line, verb="", raw=written, text=written)
    return _with_its_words(line, verb, rest, written)


def _with_its_words(line: int, verb: str, rest: str, written: str) -> Order:
    """The ids, or the numbers, and what else stands behind the verb."""
    ids, plain = _ids(rest), _bare(rest)
    counted = _TO_WHOM.sub("", plain) if verb in _WITH_NUMBERS else plain
    spread = _NUMBERS.match(counted) if verb in _WITH_NUMBERS and not ids else None
    if spread is None:
        return Order(line=line, verb=verb, ids=ids, text=plain, raw=written)
    text = counted[spread.end() :].strip(" ,:")
    return Order(line=line, verb=verb, numbers=_numbers(spread), text=text, raw=written)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(found.upper() for found in _ID.findall(text))


def _bare(text: str) -> str:
    """Without ids, and in single spaces."""
    return " ".join(_ID.sub("", text).strip(" ,:.").split())


def _without_politeness(written: str) -> str:
    words = written.split()
    while len(words) > 1 and words[0].strip(",!").casefold() in POLITE:
        words.pop(0)
    return " ".join(words)


_WITH_NUMBERS = frozenset(
    {
        "approve",
        "reject",
        "hold",
        "swap",
        "why",
        "undo",
        "release",
        "drop",
        "close",
        "take",
        "give",
        "reply",
        "show",
        "history",
    }
)


def _verb(word: str) -> str:
    """The canonical verb of a word, if it is one."""
    plain = word.strip(".,:;!()").casefold()
    return plain if plain in VERBS else SAME.get(plain, "")


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


_OF_A_LINE = frozenset(
    {"approve", "reject", "hold", "why", "reply", "close", "take", "give", "show", "freeze", "unfreeze"}
    | {"release", "drop"}
)
"""Orders that mean the one line of a letter that has no other."""


def meant(order: Order, lines: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The lines of the letter answered that the order's numbers mean: (number, what it stands for)."""
    if ALL in order.numbers:
        without = {str(-1 - number) for number in order.numbers if number < ALL}
        return tuple(line for line in lines if line[0] not in without)
    if not order.numbers and not order.ids and len(lines) == 1 and order.verb in _OF_A_LINE:
        return lines  # "yes" to a letter that asks one thing
    wanted = {str(number) for number in order.numbers}
    return tuple(line for line in lines if line[0] in wanted)
