"""The one number that a clause names, where every other word of it is explained: digits, words, ordinals. Pure."""

import re

from ilnmail.understand.explained import is_a_remark
from ilnmail.understand.wording import AND, Clause, Lexicon, Part

WANTED = (
    *("unsure", "at", "number", "ordinal", "last", "of", "or", "star", "pick", "negation", "polite"),
    *("greeting", "opener", "fits", "filler", "if", "automatic"),
)
_BESIDE = frozenset({"pick", "polite", "filler", "number", "ordinal", "last", "star", "greeting", "opener"})
_ARTICLES = frozenset({"un", "una", "une", "um", "uma", "ein", "eine", "einen"})
_ORDINALS_ARE_ADVERBS = frozenset({"en", "es", "pt"})
JOINING = AND | {"和"}
NONE, SEVERAL = 0, -1


def number_of(clause: Clause, words: Lexicon, count: int, rating: bool) -> int:
    """The one number that a clause names and says nothing else about."""
    if any(mark in clause.end.split("\n")[0] for mark in "?؟？"):
        return SEVERAL
    parts = without_a_remark(words.read(clause.words, *WANTED), clause.written, words)
    kinds = [part.means.partition(" ")[0] for part in parts]
    firstly = (",", ":", "：") if words.locale in _ORDINALS_ARE_ADVERBS else (":", "：")
    adverb = kinds == ["ordinal"] and not parts[0].text.startswith("the ")
    if adverb and clause.end.startswith(firstly):
        return SEVERAL  # "First, thank you"
    parts = _without_the_most(parts, count) if rating else parts
    if "at" in kinds:
        return SEVERAL  # "a las 3", "at 3"; and "las 3" are all three
    parts = _without_joints(parts)
    if {"unsure", "negation", "automatic", "or"} & {part.means for part in parts}:
        return SEVERAL
    if any(part.text in _ARTICLES for part in parts[:-1]) or (len(parts) > 1 and parts[-1].text == "a"):
        return NONE  # "un grand merci", "5 a.m."
    numbers = [number for part in parts if (number := value(part, count, rating))]
    if len(numbers) != 1 or any(not _known(part, count, rating) for part in parts):
        return SEVERAL if numbers else NONE
    if not rating and _trails_off(parts, count, words):
        return SEVERAL
    return numbers[0]


def _trails_off(parts: tuple[Part, ...], count: int, words: Lexicon) -> bool:
    """ "2 is", "2 today": behind a number that was chosen stands thanks or what pleases, and no word that only fills."""
    place = next(place for place, part in enumerate(parts) if value(part, count, rating=False))
    fill = [part for part in parts[place + 1 :] if part.means == "filler"]
    return not all(words.read(tuple(part.text.split()), "fits")[0].means for part in fill)


def _without_joints(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """ "to", "a" and their like before the number belong to what introduces it, a "one" behind it to the ordinal."""
    joints = [
        place
        for place, part in enumerate(parts)
        if part.means not in ("or", "of", "pick", "filler", "polite")
    ]
    first = joints[0] if joints else 0
    after = parts[min(first + 1, len(parts) - 1)]
    if (
        first + 1 < len(parts)
        and parts[first].means == "number 1"
        and (
            re.match(r"\d", after.text)
            or (parts[first].text in _ARTICLES and after.means.startswith("number"))
        )
    ):
        first += not parts[first].text.isdigit()  # "un 4", "un cinco"
    introduced = [part for part in parts[:first] if part.means != "number 1" and part.text != "a"]
    behind = parts[first + 1 :]
    if behind and parts[first].means.startswith("ordinal") and behind[0].means == "number 1":
        behind = behind[1:]
    return (*introduced, *parts[first : first + 1], *behind)


def _known(part: Part, count: int, rating: bool) -> bool:
    kind = part.means.partition(" ")[0]
    beside = kind in _BESIDE or (kind == "fits" and not rating)
    return bool(value(part, count, rating)) or beside or part.text in ("#", "№")


def value(part: Part, count: int, rating: bool) -> int:
    """What number a part stands for; 0 for none, -1 for one that is no whole number."""
    kind, _, number = part.means.partition(" ")
    if kind == "number" or (kind == "ordinal" and not rating):
        return int(number)
    if kind == "last" and not rating:
        return count
    return (
        int(part.text)
        if re.fullmatch(r"\d{1,4}", part.text) and int(part.text)
        else SEVERAL * part.text[0].isdigit()
    )


def without_a_remark(parts: tuple[Part, ...], written: str, words: Lexicon) -> tuple[Part, ...]:
    """A digit in front and a remark behind it: the digit alone. What the writer tells of themselves, "3 I move house", and
    what is begun as a reason may say anything; behind an "and" or thanks must stand words that are known to change nothing.
    """
    if len(parts) < 2 or not re.fullmatch(r"\d", parts[0].text):
        return parts
    remark = tuple(word for part in parts[1:] for word in part.text.split())
    of_themselves = parts[1].means == "opener" and not re.fullmatch(r"\d+", parts[-1].text)
    doubted = any(part.means in ("unsure", "negation", "or") for part in parts[2:3])
    begun = parts[1].means == "polite" or parts[1].text in JOINING
    if (of_themselves and not doubted) or (begun and is_a_remark(remark, written, words)):
        return parts[:1]
    return parts


def _without_the_most(parts: tuple[Part, ...], count: int) -> tuple[Part, ...]:
    """ "4 out of 5" and "4/5" without the most that can be given."""
    for place in range(1, len(parts) - 1):
        of = parts[place].means == "of" or parts[place].text == "/"
        if of and value(parts[place + 1], count, True) == count:
            return parts[:place] + parts[place + 2 :]
    return parts
