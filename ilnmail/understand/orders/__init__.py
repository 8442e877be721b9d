"""What coordinators write: one order a line, or numbers that mean the lines of the letter answered. Pure.

    approve all            approve 1-12 except 4        reject 5 too far apart
    swap 3 7               match P-1 P-2                round open 2027A 2027-03-01
    1 yes, 2 no, 3 hold    2 (your words)               all but 4

Reading stops at a signature, a quote or a thank-you; what follows a "#" is a comment.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ilnmail.data.order_words import NEGATIONS
from ilnmail.events import Order
from ilnmail.understand.orders.answers import plainly_words, read_answers
from ilnmail.understand.orders.commanded import commanded
from ilnmail.understand.orders.numbers import ALL, contradicting, meant, settled

__all__ = ["ALL", "FEWEST_SPOKEN", "meant", "read_orders"]

_STOP = re.compile(
    r"(--|_{5,}|>|(?:stop|quit)\s*[.!]*$|(?:best|kind|warm|with) (?:wishes|regards)\b|regards\b|cheers\b"
    r"|(?:many )?(?:thanks|thank you|merci|danke|gracias|obrigad[ao])\b(?:\W+\w+){0,3}\W*$)",
    re.I,
)
_COMMENT = re.compile(r"#(?!\s*\d)")
_GREETING = re.compile(
    r"(?:good (?:morning|evening|afternoon|day)|hi|hello|hey|dear|hallo|liebe[rs]?|guten (?:morgen|tag|abend)"
    r"|bonjour|hola|olá)\b[^\d]{0,30}[,!.]?",
    re.I,
)
_TO_ALL = re.compile(
    r"^\s*(?:dear|hi|hello|hey|hallo)\s+(?:all|both|team|everybody|everyone|[^\W\d_]+)\s*[,!.]\s*(?=\S)", re.I
)
_A_LIST = re.compile(r"\s*\d{1,2}[.)]\s")
_HEAD_OF_WORDS = re.compile(r"\s*(?:#|n[or]\.?\s*|number\s+)?(?P<number>\d{1,4})\s*[.:)]*\s*$", re.I)
_SENTENCE = re.compile(r"(?<=[^\W\d_])[.!]\s+(?=[^\W\d_])")
_BEHIND = frozenset({"away", "sheet", "more", "daily", "weekly", "digest"})
"""Orders that may stand in the sentence behind an answer."""

_BELOW_A_CLOSING = 2  # lines that may stand under it: a name, a place


def read_orders(text: str, answered: str = "") -> tuple[Order, ...]:
    """The orders of a mail or of a command line, in their order.

    `answered` is the kind of letter that was answered, empty for a fresh mail: without one, bare numbers mean
    nothing. A line with no reading becomes an order without a verb, so that the transcript can say so; a text in
    which no line has a reading is no list of orders at all. `line` counts the orders: "1 yes, 2 no" are two.
    """
    text, letter = _with_a_letter(text)
    found = (*_of_lines(_lines(text), answered), *letter)
    if not any(order.verb for order in found):
        return ()
    counted = (replace(order, line=number) for number, order in enumerate(settled(found), 1))
    return _doubted(tuple(counted))


def _of_lines(lines: tuple[str, ...], answered: str) -> tuple[Order, ...]:
    found: list[Order] = []
    for place, written in enumerate(lines):
        words_before = bool(found) and found[-1].verb == "reply"
        if not written.strip():
            found[-1:] = [_longer(found[-1], "")] if words_before else found[-1:]
            continue
        if not words_before and _GREETING.fullmatch(written.strip()):
            continue
        orders = _of_line(written, answered, lines[place + 1 :])
        if words_before and _goes_on(found[-1], written, orders):
            found[-1] = _longer(found[-1], written)
        elif found and _speaks_on(found[-1], lines[place - 1], orders):
            found[-1] = replace(_longer(found[-1], written), raw=f"{found[-1].raw}\n{written}")
        else:
            found += orders
    return tuple(_ended(one) for one in found)


def _longer(order: Order, line: str) -> Order:
    """Words under a number go on over the next lines, empty ones and all; many lines are plainly meant so."""
    text = f"{order.text}\n{line}" if order.text or line else ""
    return replace(order, text=text, sure=order.sure or plainly_words(text.strip()))


def _ended(order: Order) -> Order:
    return replace(order, text=order.text.strip()) if order.verb == "reply" else order


def _goes_on(words: Order, line: str, orders: tuple[Order, ...]) -> bool:
    """Whether a line below words for a person belongs to them: prose, or a list of its own."""
    if _is_prose(orders):
        return True
    new = [n for one in orders for n in one.numbers if one.verb == "reply"]
    in_a_list = bool(_A_LIST.match(line)) and any(map(_A_LIST.match, words.text.splitlines()[1:]))
    return bool(new) and (new[0] <= max(words.numbers, default=0) or in_a_list)


def _is_prose(orders: tuple[Order, ...]) -> bool:
    """Whether what was read in a line names nothing to do it to."""
    return all(not one.verb or not (one.numbers or one.ids or len(one.raw.split()) == 1) for one in orders)


def _speaks_on(said: Order, before: str, orders: tuple[Order, ...]) -> bool:
    """ "1 Yes, theatre archives are welcome." and more lines of prose: all of it was said of that one line."""
    alone = (
        said.verb in ("approve", "reject")
        and len(said.numbers) == 1
        and before.endswith(said.raw.splitlines()[-1])
    )
    return alone and len(said.text.split()) >= FEWEST_SPOKEN and _is_prose(orders)


FEWEST_SPOKEN = 3
"""Words behind a yes or no that make it a sentence; fewer say nothing of their own, as in "yes, go ahead"."""


def _doubted(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Where one line takes back what another says, all that is decided by numbers is shown first."""
    against = any(not (one.verb and one.sure) and _takes_back(one.raw) for one in orders)
    twice = contradicting(orders)
    return tuple(
        replace(one, sure=False)
        if one.verb in ("approve", "reject", "hold") and (against or twice & set(one.numbers))
        else one
        for one in orders
    )


def _takes_back(line: str) -> bool:
    words = {word.casefold().replace("’", "'") for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", line)}
    return bool(words & NEGATIONS) or "wait" in words


def _with_a_letter(text: str) -> tuple[str, tuple[Order, ...]]:
    """A broadcast or a topic takes everything below it, empty lines and all: the lines above, and the order."""
    lines = text.splitlines()
    for place, written in enumerate(lines):
        order = commanded(written.strip())
        if order.verb == "broadcast" or (order.verb == "topic" and _HEAD_OF_A_TOPIC.search(written)):
            first = (
                _HEAD_OF_A_TOPIC.sub("", written) if order.verb == "topic" else _behind("broadcast", written)
            )
            rest = "\n".join((first.strip(), *lines[place + 1 :]))
            return "\n".join(lines[:place]), (replace(order, text=rest.strip(), ids=(), sure=True),)
    return text, ()


_HEAD_OF_A_TOPIC = re.compile(r"^.*?\b(?:topic|prompt|question)s?\b(?=[^:]{0,40}:)", re.I)


def _behind(word: str, line: str) -> str:
    return line[line.casefold().index(word) + len(word) :]


def _lines(text: str) -> tuple[str, ...]:
    """The lines that may hold orders: down to a signature, a quote, or thanks with no more than a name below."""
    return tuple(_until_the_end(text.splitlines()))


def _until_the_end(lines: list[str]) -> Iterator[str]:
    in_words = False
    for place, written in enumerate(lines):
        line = _COMMENT.split(written)[0].strip()
        left = sum(1 for one in lines[place + 1 :] if one.strip())
        if line and _STOP.match(line) and not (in_words and left > _BELOW_A_CLOSING):
            return
        in_words = in_words or bool(_HEAD_OF_WORDS.match(line)) or len(line.split()) > _PROSE
        yield line


_PROSE = 6
"""A line of more words may be part of a letter to somebody, in which thanks end nothing."""


def _of_line(written: str, answered: str, below: tuple[str, ...]) -> tuple[Order, ...]:
    """One order a line; answers by number may stand several in a line."""
    head = _HEAD_OF_WORDS.match(written)
    if answered and head and any(one.strip() for one in below):
        return (Order(line=0, verb="reply", numbers=(int(head["number"]),), raw=written, sure=False),)
    written = _TO_ALL.sub("", written)
    whole = commanded(written)
    if whole.ids:
        return (whole,)
    return _by_sentences(written, bool(answered)) or read_answers(written, bool(answered)) or (whole,)


def _by_sentences(written: str, numbered: bool) -> tuple[Order, ...]:
    """ "1 yes. I am away until 3 May": every sentence an order beyond doubt, or none of it."""
    first, *others = _SENTENCE.split(written)
    behind = tuple(commanded(one) for one in others)
    plain = bool(behind) and all(one.verb in _BEHIND and one.sure for one in behind)
    answers = read_answers(first, numbered) if plain else ()
    return (*answers, *behind) if answers else ()
