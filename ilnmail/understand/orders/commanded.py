"""A line that begins with an order, perhaps after a polite word or two. Pure."""

import re

from ilnmail.data.order_words import FILLERS, PHRASES, POLITE, SAME, VERBS
from ilnmail.events import Order

_ID = re.compile(r"\b[PMQ]-\d+\b", re.I)
_PHRASES = tuple((re.compile(pattern, re.I), verb, before) for pattern, verb, before in PHRASES)

_ALONE = frozenset({"daily", "weekly", "off", "sheet", "more", "undo", "approve", "reject", "topics"})
"""Everyday words that are orders only where little else stands with them."""


def commanded(written: str) -> Order:
    """The order of a line, or one without a verb. Everyday words with a sentence behind them are shown first."""
    plain = _without_politeness(written)
    for pattern, verb, before in _PHRASES:
        if found := pattern.match(plain):
            text = f"{before} {_bare(found['rest'])}".strip(" ?")
            ids, numbers = _ids(found["rest"]), _counted(verb, text)
            return Order(line=0, verb=verb, ids=ids, numbers=numbers, text=text, raw=written)
    first, _, rest = plain.partition(" ")
    verb = canonical(first)
    if not verb:
        return Order(line=0, verb="", raw=written, text=written)
    ids, text = _ids(rest), _bare(rest)
    sure = verb not in _ALONE or bool(ids) or says_no_more(text)
    numbers = _counted(verb, text)
    return Order(line=0, verb=verb, ids=ids, numbers=numbers, text=text, raw=written, sure=sure)


def _counted(verb: str, text: str) -> tuple[int, ...]:
    """The numbers behind orders that count, where they are not written as an answer is."""
    return tuple(int(n) for n in re.findall(r"\d{1,4}", text)) if verb in ("undo", "why") else ()


def canonical(word: str) -> str:
    """The verb that a word stands for, if it is one."""
    plain = word.strip(".,:;!()").casefold()
    return plain if plain in VERBS else SAME.get(plain, "")


def says_no_more(text: str) -> bool:
    """Whether there are only words that change nothing."""
    words = (word.strip(".,:;!()?").casefold() for word in text.split())
    return all(
        not word or word in FILLERS or word.isdecimal() or word in ("back", "all", "you", "much")
        for word in words
    )


def _ids(text: str) -> tuple[str, ...]:
    return tuple(found.upper() for found in _ID.findall(text))


def _bare(text: str) -> str:
    """Without ids, and in single spaces."""
    return " ".join(_ID.sub("", text).strip(" ,:.").split())


def _without_politeness(written: str) -> str:
    words = written.split()
    while len(words) > 1 and words[0].strip(",!.").casefold() in POLITE:
        words.pop(0)
    return " ".join(words)
