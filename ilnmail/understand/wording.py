"""Texts as plain words, and what the words mean that people answer with, in eight languages.

Case, accents, vowel marks, the script of digits and the kind of apostrophe do not matter; Han characters are words of
their own. All of it takes time in proportion to the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from ilnmail.data import answers, remarks
from ilnmail.understand.remarks import SOMEBODY, Remarks

_LETTERS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ـ": "", "ى": "ي", "ة": "ه", "ı": "i"}
)
_HAN = re.compile(r"([㐀-鿿])")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:-(?:й|е|го|я)\b)?%?[^\W\d_]*|[^\W\d_]+(?:['-][^\W\d_]+)*'?|[/№#&+]")
_WITH_APOSTROPHE = {
    word.replace("'", ""): word
    for word in [
        "i'm",
        "i've",
        "that's",
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "isn't",
        "aren't",
        "wasn't",
        "haven't",
        "hasn't",
        "won't",
        "wouldn't",
        "couldn't",
        "there's",
        "we've",
    ]
}  # "thats me", in English
_BREAK = re.compile(r"(?:[.,:](?!\d)|[;!?\n–—…،؛؟，。！？；：、()\[\]{}*>|•·]|(?<!\w)-|-(?!\w))+")


def plain(text: str) -> str:
    """Lower case without accents, vowel marks and variants of a letter; digits as 0 to 9."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(_LETTERS)).casefold())
    return _HAN.sub(r" \1 ", bare.translate(_BARE).translate(_LETTERS))


class Characters(dict[int, str | None]):
    """A table for `str.translate` that asks once about each character: what stands for it, None for nothing."""

    def __init__(self, stands_for: Callable[[str], str | None]) -> None:
        self._stands_for = stands_for

    def __missing__(self, code: int) -> str | None:
        found = self._stands_for(chr(code))
        if code < _ORDINARY:
            self[code] = found
        return found


_ORDINARY = 0x10000  # beyond it stands little, and a hostile mail could fill the table


def _bare(one: str) -> str | None:
    return None if unicodedata.category(one)[0] == "M" else str(unicodedata.decimal(one, one))


_BARE = Characters(_bare)


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, in order."""
    return tuple(_WORD.findall(plain(text)))


WRITTEN_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def with_capitals(written: str) -> frozenset[str]:
    """Plain words."""
    return frozenset(
        word for one in WRITTEN_WORD.findall(written) if one[0].isupper() for word in words_of(one)
    )


AND = frozenset({"and", "et", "und", "y", "e", "и", "و"})
"""Plain words that only join what stands on both sides."""


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


_ALL_NOUNS_LIKE_NAMES = frozenset({"de"})


class Lexicon:
    """What the words of one language mean; English and what the others say without ambiguity stand behind it."""

    def __init__(
        self, locale: str, meanings: dict[tuple[str, ...], tuple[str, ...]], remarks: tuple[Remarks, ...]
    ) -> None:
        self.locale = locale
        self._meanings = meanings
        self._sizes: dict[str, list[int]] = {}  # of the phrases that begin with a word, the longest first
        for first, size in sorted({(words[0], len(words)) for words in meanings if words}, reverse=True):
            self._sizes.setdefault(first, []).append(size)
        self._remarks = remarks

    def read(self, words: tuple[str, ...], *wanted: str, written: str = "") -> tuple[Part, ...]:
        """The words as parts, the longest phrase first; of several meanings the first of those wanted. In a remark, what is
        `written` as a name may stand where a person may."""
        return tuple(self.parts(words, *wanted, written=written))

    def parts(self, words: tuple[str, ...], *wanted: str, written: str = "") -> Iterator[Part]:
        """The same one by one, where few are looked at."""
        if self.locale == "en":
            words = tuple(_WITH_APOSTROPHE.get(word, word) for word in words)
        said = self._with_names(words, written) if written else words
        place = 0
        while place < len(words):
            size, means = self._at(words, said, place, wanted)
            yield Part(means, " ".join(words[place : place + size]))
            place += size

    def _at(
        self, words: tuple[str, ...], said: tuple[str, ...], place: int, wanted: tuple[str, ...]
    ) -> tuple[int, str]:
        longest = max(one.longest(said, place, wanted) for one in self._remarks)
        for size in self._sizes.get(words[place], ()):
            if size < longest[0]:
                break
            if size > len(words) - place:
                continue
            known = self._meanings.get(words[place : place + size], ())
            means = next((one for want in wanted for one in known if one.split()[0] == want), "")
            if means:
                return size, means
        return longest if longest[0] > 0 else (1, "")

    def _with_names(self, words: tuple[str, ...], written: str) -> tuple[str, ...]:
        if self.locale in _ALL_NOUNS_LIKE_NAMES:
            return words
        strange = with_capitals(written) - self._vocabulary
        return tuple(SOMEBODY if word in strange else word for word in words) if strange else words

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        known = {word for words in self._meanings for word in words}
        return frozenset(known.union(*(one.vocabulary for one in self._remarks)))


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
    told = [own, "en"] if own in {*answers.LOCALES} - {"en"} else ["en"]
    return Lexicon(own, meanings, tuple(map(_remarks, told)))


@cache
def _remarks(locale: str) -> Remarks:
    """What stands beside an answer, and whatever else is written with brackets."""
    with_brackets = ((means, phrase) for means, phrase in answers.rows(locale) if "(" in phrase)
    return Remarks([*remarks.rows(locale), *with_brackets], words_of)


_BESIDE = frozenset(
    {
        "glad",
        "reason",
        "missing",
        "detail",
        "news",
        "begins",
        "tale",
        "verb",
        "regrets",
        "delights",
        "courteous",
    }
)  # hundreds of everyday words: they hide no other meaning


def _tables(locales: list[str], beside: bool = False) -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for locale in locales:
        for means, phrase in answers.rows(locale):
            if "(" not in phrase and (means in _BESIDE) is beside and (words := words_of(phrase)):
                table[words] = (*table.get(words, ()), means)
    return table
