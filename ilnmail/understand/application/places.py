"""Cities and regions by name: what a word can mean, in any script, inflected or with an article in front."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ilnmail.data.places import cities, rows, zones
from ilnmail.understand.application.names_of_places import countries, plain, variants

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MOST_WORDS, _MOST_LETTERS = 4, 8
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CASED = re.compile(r"[^\W\d_]", re.I)
_COMMON = frozenset(
    [
        "reading",
        "nice",
        "mobile",
        "most",
        "male",
        "best",
        "date",
        "march",
        "may",
        "of",
        "university",
        "library",
        "home",
        "sale",
        "hope",
        "union",
        "central",
        "college",
        "i",
        "we",
        "my",
        "the",
        "dear",
        "hello",
        "hi",
        "good",
        "school",
        "public",
        "archive",
        "museum",
        "national",
        "city",
        "state",
        "mr",
        "mrs",
        "ms",
        "dr",
        "english",
        "french",
        "german",
        "spanish",
        "arabic",
        "russian",
        "chinese",
        "portuguese",
        "italian",
        "cats",
        "maps",
        "music",
        "sport",
        "best",
        "regards",
        "thanks",
        "thank",
        "you",
        "student",
        "young",
        "much",
        "many",
        "north",
        "south",
        "east",
        "west",
        "new",
        "old",
        "name",
        "work",
        "country",
        "languages",
        "interests",
        "match",
        "partner",
        "form",
        "is",
        "in",
        "as",
        "to",
        "at",
        "on",
        "from",
        "for",
        "with",
        "been",
        "bon",
        "sur",
        "la",
        "le",
        "les",
        "de",
        "da",
        "do",
        "das",
        "dos",
        "el",
        "los",
        "las",
        "un",
        "una",
        "uma",
        "mi",
        "me",
        "te",
        "se",
        "es",
        "si",
        "so",
        "ser",
        "por",
        "para",
        "con",
        "mais",
        "mas",
        "elas",
        "ola",
        "moi",
        "kind",
        "yours",
        "sincerely",
        "liebe",
        "herr",
        "frau",
        "guten",
        "tag",
        "ich",
        "bin",
        "und",
        "der",
        "die",
        "das",
        "haus",
        "essen",
        "see",
        "alle",
        "heute",
        "morgen",
        "lage",
        "halle",
        "ort",
        "buch",
        "karte",
        "mas",
        "sala",
        "van",
        "den",
        "het",
        "een",
        "dag",
        "collega",
        "monday",
        "sunday",
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "alle",
        "wege",
        "weg",
        "nova",
        "villa",
        "san",
        "santa",
        "porto",
        "casa",
        "campo",
        "bar",
        "pop",
        "art",
        "media",
        "data",
        "lib",
        "info",
        "books",
        "book",
        "archives",
    ]
)


@dataclass(frozen=True)
class City:
    """One place of a name."""

    country: str  # ISO 3166-1 alpha-2
    zone: str  # IANA
    thousands: int  # of people


@dataclass(frozen=True)
class Mention:
    """A name of a place in a text: what it can mean, each country with the city there."""

    start: int  # in the plain text
    end: int
    written: str
    kind: str  # "country", "city", "demonym"
    codes: tuple[str, ...]
    cities: tuple[City, ...] = ()


def cities_named(name: str) -> tuple[City, ...]:
    """The cities of that plain name, the largest first."""
    return _cities(name) if name in cities() else ()


@cache
def _cities(name: str) -> tuple[City, ...]:
    return tuple(_city(told) for told in cities()[name].split())


def _city(told: str) -> City:
    where, _, thousands = told.partition(":")
    return City(where[:2], zones()[int(where[2:])], int(thousands))


@cache
def _regions() -> Mapping[str, str]:
    return {plain(name): code for name, code in rows("regions")}


@cache
def _demonyms() -> Mapping[str, str]:
    return {plain(name): code for name, code in rows("demonyms")}


def mentions_of_places(text: str) -> tuple[Mention, ...]:
    """Every country, region, city and demonym of a text, longer names before shorter ones; linear in the text."""
    cased = plain(text, keep_case=True)
    return tuple(sorted((*_spaced(cased), *_unspaced(cased)), key=lambda found: found.start))


def _spaced(cased: str) -> Iterator[Mention]:
    words = [(found.start(), found[0]) for found in _WORD.finditer(cased)]
    at = 0
    while at < len(words):
        found = next(
            (f for size in range(_MOST_WORDS, 0, -1) if (f := _run(cased, words[at : at + size], size))), None
        )
        yield from (found[1],) if found else ()
        at += found[0] if found else 1


def _run(cased: str, words: list[tuple[int, str]], size: int) -> tuple[int, Mention] | None:
    """A run of words that is a name; of how many words, and the mention."""
    if len(words) < size:
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    written = cased[start:end].rstrip(".,'’-")
    for name in variants(written.lower()) if size == 1 else (written.lower(),):
        found = _meaning(start, written, name)
        if found:
            return size, found
    return None


def _meaning(start: int, written: str, name: str) -> Mention | None:
    end = start + len(written)
    code = _regions().get(name) or countries().get(name)
    if code and (len(name) > 3 or written.isupper() or not name.isascii()):
        return Mention(start, end, written, "country", (code,), ())
    capital = written[:1].isupper() or not _has_case(written)
    if name in _demonyms():
        return Mention(start, end, written, "demonym", (_demonyms()[name],))
    if not capital or name in _COMMON or len(name) < 3:
        return None
    found = cities_named(name)
    codes = tuple(dict.fromkeys(one.country for one in found))
    return Mention(start, end, written, "city", codes, found) if found else None


def _has_case(written: str) -> bool:
    return written.lower() != written.upper()


def _unspaced(cased: str) -> Iterator[Mention]:
    """Names inside runs of letters that no spaces part."""
    at = 0
    while found := _UNSPACED.search(cased, at):
        at = found.start()
        mention = next(
            (
                m
                for size in range(_MOST_LETTERS, 1, -1)
                if (m := _meaning(at, cased[at : at + size], cased[at : at + size].lower()))
            ),
            None,
        )
        yield from (mention,) if mention else ()
        at = mention.end if mention else at + 1
