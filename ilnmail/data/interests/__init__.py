"""What librarians are interested in: about fifty tags, with the words for each in the languages of our letters.

vocabulary.csv: the tag, in English as it is compared and counted, then the words of each language, the one our letters use
first. The tags cover the fields of JITA, the classification of E-LIS; no text of it is copied. Source: written for this
project; read by no native speaker.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LOCALES = ("en", "fr", "de", "es", "pt", "ru", "ar", "zh")
_ARTICLES = re.compile(r"(?:the|my|our|les?|la|l'|des|du|die|das|der|el|los|las|os?|as?)\s?(?=\w)")
_LEAST = 4  # letters of a word that says what it says inside a longer text


@cache
def words() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(tag, locale) -> the words for it, the one of our letters first."""
    text = files(__package__).joinpath("vocabulary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["tag"], locale): tuple(row[locale].split(" / ")) for row in rows for locale in LOCALES}


def tag_of(interest: str) -> str:
    """The tag of an interest in any of the languages; what is none of ours stays as its writer put it."""
    bare = _plain(interest)
    return _tags().get(bare) or _tags().get(_ARTICLES.sub("", bare, count=1)) or interest


def tags_in(text: str) -> tuple[str, ...]:
    """Every tag whose words stand in a text, in order, longer words before the shorter ones inside them."""
    bare = _plain(text)
    found = (_tags()[match[1] or match[2]] for match in _anywhere().finditer(bare))
    whole = (_tags()[bare],) if bare in _tags() else ()  # "AI": too short to be looked for in prose
    return tuple(dict.fromkeys((*whole, *found)))


def named(tag: str, locale: str) -> str:
    """A tag in the language of a letter."""
    return words()[tag, locale][0] if locale != "en" and (tag, locale) in words() else tag


@cache
def _tags() -> Mapping[str, str]:
    return {_plain(word): tag for (tag, _), told in reversed(tuple(words().items())) for word in (*told, tag)}


@cache
def _anywhere() -> re.Pattern[str]:
    longest = sorted(_tags(), key=len, reverse=True)
    spaced = "|".join(re.escape(one) for one in longest if one[0] < "\u4e00" and len(one) >= _LEAST)
    others = "|".join(re.escape(one) for one in longest if one[0] >= "\u4e00")
    return re.compile(rf"(?<!\w)و?(?:بال|لل|ال)?({spaced})(?!\w)|({others})")


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).lower().replace("’", "'").split())
