"""Countries and languages by their names in many languages (Unicode CLDR, through Babel), and some others.

Nothing is matched by mere likeness.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from ilnmail.data.names import names
from ilnmail.understand.wording import Characters

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff]")


_WITHOUT_ACCENTS = Characters(lambda one: None if unicodedata.combining(one) else one)


@lru_cache(maxsize=512)  # a dozen questions are asked of the same sentences
def plain(text: str, keep_case: bool = False) -> str:
    """Without accents and case, one space for many, for comparing; of the same length with and without case."""
    if text.isascii():
        bare = text
    else:
        bare = unicodedata.normalize("NFKD", text).translate(_WITHOUT_ACCENTS)
        bare = unicodedata.normalize("NFC", bare).replace("’", "'")
    whole = " ".join(bare.split())
    return whole if keep_case and len(whole.lower()) == len(whole) else whole.lower()


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (  # of plain words: й is и there
    ("ии", ("ия",)),
    ("ию", ("ия",)),
    ("иеи", ("ия",)),
    ("ои", ("а", "ая")),
    ("ом", ("", "о")),
    ("ем", ("", "и")),
    ("ах", ("ы", "и")),
    ("ях", ("і", "и")),
    ("ові", ("ів",)),
    ("єві", ("ів",)),
    ("олі", ("іль",)),
    ("ці", ("ця",)),
    ("жжі", ("жжя",)),
    ("ому", ("е", "ии")),
    ("е", ("", "а", "о", "ь", "я")),
    ("и", ("ь", "я", "а")),
    ("у", ("а", "")),
    ("ю", ("я", "ь")),
    ("ы", ("а",)),
    ("а", ("",)),
    ("я", ("ь", "и")),
    ("і", ("", "а", "о")),
)
_ARTICLES = ("وال", "بال", "لل", "كال", "ال", "و", "ب", "ل")


def variants(word: str) -> tuple[str, ...]:
    """A word as it stands, and what it may be inflected from: Slavic cases, Arabic articles, Turkish suffixes."""
    found = [word]
    if "'" in word:
        found.append(word.partition("'")[0])
    if re.match(r"[а-яіїєґё]{4,}$", word):
        found += [
            word[: -len(end)] + nominative
            for end, forms in _ENDINGS
            if word.endswith(end)
            for nominative in forms
        ]
    if "\u0600" <= word[0] <= "\u06ff":
        bare = [word[len(one) :] for one in _ARTICLES if word.startswith(one) and len(word) - len(one) > 2]
        found += [*bare, *(f"ال{one}" for one in bare)]
    return tuple(found)


@cache
def countries() -> Mapping[str, str]:
    """Plain name -> ISO 3166-1 alpha-2. A name that means two countries means none."""
    return names("countries")


@cache
def languages() -> Mapping[str, str]:
    """Plain name -> ISO 639 code. Short names of languages few people write in are words of other languages."""
    return names("languages")


def mentions(text: str, names: Mapping[str, str], most: int = 4) -> list[tuple[int, str, str]]:
    """(place, name as written, code) of every name in the text, longer names before the shorter ones in them.

    Linear in the text: runs of up to `most` words are looked up; scripts without spaces letter by letter.
    """
    folded = plain(text)
    words = [(found.start(), found[0]) for found in re.finditer(r"[^\W\d_][\w.'-]*", folded)]
    found, skip = [], 0
    for n, (start, _) in enumerate(words):
        if n < skip:
            continue
        for size in range(min(most, len(words) - n), 0, -1):
            last, word = words[n + size - 1]
            name = folded[start : last + len(word)].rstrip(".,'-")
            if name in names:
                found.append((start, name, names[name]))
                skip = n + size
                break
    return sorted(found + _unspaced(folded, names)) if _UNSPACED.search(folded) else found


def _unspaced(folded: str, names: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """Names inside runs of letters that are not parted by spaces, and behind the article of Arabic."""
    found: list[tuple[int, str, str]] = []
    at = 0
    while at < len(folded):
        size = next(
            (
                s
                for s in range(min(12, len(folded) - at), 1, -1)
                if folded[at : at + s] in names and _UNSPACED.match(folded[at])
            ),
            0,
        )
        if size:
            found.append((at, folded[at : at + size], names[folded[at : at + size]]))
        at += size or 1
    return found
