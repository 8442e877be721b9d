"""Texts as plain words, and what the words mean that people answer with, in eight languages.

Case, accents, vowel marks, the script of digits and the kind of apostrophe do not matter; Han characters are words of
their own. All of it takes time in proportion to the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from ilnmail.data import answers

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


class Remark(NamedTuple):
    """A phrase with words in brackets: at each place one of several, or none."""

    means: str
    places: tuple[tuple[tuple[str, ...], ...], ...]

    def size(self, words: tuple[str, ...], begin: int, place: int = 0) -> int:
        """How many words from `begin` on it takes at most; -1 where it does not stand there."""
        if place == len(self.places):
            return 0
        rest = (
            (len(one), self.size(words, begin + len(one), place + 1))
            for one in self.places[place]
            if words[begin : begin + len(one)] == one
        )
        return max((here + behind for here, behind in rest if behind >= 0), default=-1)

    def first_words(self) -> Iterator[str]:
        for one in self.places:
            yield from (words[0] for words in one if words)
            if () not in one:
                return


class Lexicon:
    """What the words of one language mean; English and what the others say without ambiguity stand behind it."""

    def __init__(
        self, locale: str, meanings: dict[tuple[str, ...], tuple[str, ...]], remarks: tuple[Remark, ...] = ()
    ) -> None:
        self.locale = locale
        self._meanings = meanings
        self._sizes: dict[str, list[int]] = {}  # of the phrases that begin with a word, the longest first
        for first, size in sorted({(words[0], len(words)) for words in meanings if words}, reverse=True):
            self._sizes.setdefault(first, []).append(size)
        self._remarks: dict[str, list[Remark]] = {}
        for remark in remarks:
            for word in {*remark.first_words()}:
                self._remarks.setdefault(word, []).append(remark)

    def read(self, words: tuple[str, ...], *wanted: str) -> tuple[Part, ...]:
        """The words as parts, the longest phrase first; of several meanings the first of those wanted."""
        return tuple(self.parts(words, *wanted))

    def parts(self, words: tuple[str, ...], *wanted: str) -> Iterator[Part]:
        """The same one by one, where few are looked at."""
        if self.locale == "en":
            words = tuple(_WITH_APOSTROPHE.get(word, word) for word in words)
        place = 0
        while place < len(words):
            size, means = self._at(words, place, wanted)
            yield Part(means, " ".join(words[place : place + size]))
            place += size

    def _at(self, words: tuple[str, ...], place: int, wanted: tuple[str, ...]) -> tuple[int, str]:
        remarks = (one for one in self._remarks.get(words[place], ()) if one.means in wanted)
        longest = max(((one.size(words, place), one.means) for one in remarks), default=(0, ""))
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
    return Lexicon(own, meanings, tuple(_remarks([own, "en"] if own in answers.LOCALES else ["en"])))


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
            whole = means not in _REMARKS and "(" not in phrase and not means.startswith("@")
            if whole and (means in _BESIDE) is beside and (words := words_of(phrase)):
                table[words] = (*table.get(words, ()), means)
    return table


_REMARKS = frozenset({"agrees", "refuses"})
_BRACKETS = re.compile(r"\(([^()]*)\)")


def _remarks(locales: list[str]) -> Iterator[Remark]:
    for locale in locales:
        rows = tuple(answers.rows(locale))
        sets: dict[str, list[tuple[str, ...]]] = {}
        for means, phrase in rows:
            if means.startswith("@"):
                sets.setdefault(means, []).append(words_of(phrase))
        for means, phrase in rows:
            if means in _REMARKS or ("(" in phrase and not means.startswith("@")):
                pieces = _BRACKETS.split(phrase)  # what stands in brackets is every second piece
                yield Remark(means, tuple(_one_of(piece, sets) for piece in pieces if piece.strip()))


def _one_of(piece: str, sets: dict[str, list[tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """Which words may stand at a place; "@when" stands for all words of that row."""
    said = map(str.strip, piece.split("|"))
    return tuple(words for one in said for words in sets.get(one) or (_plain_words(one),))


_plain_words = cache(words_of)
