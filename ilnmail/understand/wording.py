"""Texts as plain words, and what the words mean that people answer with, in eight languages.

Case, accents, vowel marks, the script of digits and the kind of apostrophe do not matter; Han characters are words of
their own. All of it takes time in proportion to the text.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from ilnmail.data import answers

_LETTERS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ـ": "", "ى": "ي", "ة": "ه", "ı": "i"}
)
_HAN = re.compile(r"([㐀-鿿])")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:-(?:й|е|го|я)\b)?%?[^\W\d_]*|[^\W\d_]+(?:['-][^\W\d_]+)*'?|[/№#&+]")
_BREAK = re.compile(r"(?:[.,:](?!\d)|[;!?\n–—…،؛؟，。！？；：、()\[\]{}*>|•·]|(?<!\w)-|-(?!\w))+")


def plain(text: str) -> str:
    """Lower case without accents, vowel marks and variants of a letter; digits as 0 to 9."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(_LETTERS)).casefold())
    kept = "".join(c for c in bare if unicodedata.category(c)[0] != "M")
    digits = "".join(str(unicodedata.decimal(c, c)) for c in kept)
    return _HAN.sub(r" \1 ", digits.translate(_LETTERS))


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, in order."""
    return tuple(_WORD.findall(plain(text)))


class Clause(NamedTuple):
    """What stands between two marks of punctuation."""

    words: tuple[str, ...]
    end: str  # the marks behind it
    rest: int  # where the text after it begins
    written: str = ""


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text that hold words; a point or comma inside a number parts nothing."""
    found, begin = [], 0
    for mark in (*_BREAK.finditer(text), None):
        words = words_of(text[begin : mark.start() if mark else None])
        end = mark.end() if mark else len(text)
        if words:
            found.append(
                Clause(words, mark[0] if mark else "", end, text[begin : mark.start() if mark else None])
            )
        elif found and mark:
            found[-1] = found[-1]._replace(end=found[-1].end + mark[0], rest=end)
        begin = end
    return tuple(found)


class Part(NamedTuple):
    """Words with a meaning ("yes", "number 3"); means is empty where no table knows the word."""

    means: str
    text: str


class Lexicon:
    """What the words of one language mean; English and what the others say without ambiguity stand behind it."""

    def __init__(self, locale: str, meanings: dict[tuple[str, ...], tuple[str, ...]]) -> None:
        self.locale = locale
        self._meanings = meanings
        self._longest = max(map(len, meanings))

    def read(self, words: tuple[str, ...], *wanted: str) -> tuple[Part, ...]:
        """The words as parts, the longest phrase first; of several meanings the first of those wanted."""
        parts, place = [], 0
        while place < len(words):
            size, means = self._at(words, place, wanted)
            parts.append(Part(means, " ".join(words[place : place + size])))
            place += size
        return tuple(parts)

    def _at(self, words: tuple[str, ...], place: int, wanted: tuple[str, ...]) -> tuple[int, str]:
        for size in range(min(self._longest, len(words) - place), 0, -1):
            known = self._meanings.get(words[place : place + size], ())
            means = next((one for want in wanted for one in known if one.split()[0] == want), "")
            if means:
                return size, means
        return 1, ""


@cache
def lexicon(locale: str) -> Lexicon:
    """The words of a language; where it has none, English, then all that the others say together."""
    own = locale.partition("-")[0]
    others = [one for one in answers.LOCALES if one not in (own, "en")]
    meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
    for together in ([own] if own in answers.LOCALES else [], ["en"], others):
        for words, means in _tables(together).items():
            meanings.setdefault(words, means)
    for words, means in _tables([own, "en"] if own in answers.LOCALES else ["en"], beside=True).items():
        meanings[words] = (*meanings.get(words, ()), *means)
    return Lexicon(own, meanings)


_BESIDE = frozenset(
    {"glad", "reason", "missing", "detail"}
)  # hundreds of everyday words: they hide no other meaning


def _tables(locales: list[str], beside: bool = False) -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for locale in locales:
        for means, phrase in answers.rows(locale):
            if (means in _BESIDE) is beside and (words := words_of(phrase)):
                table[words] = (*table.get(words, ()), means)
    return table
