"""Cities and regions by name: what a word can mean, in any script, inflected or with an article in front."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ilnmail.data.places import cities, common, rows, zones
from ilnmail.understand.application.names_of_places import countries, plain, variants

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MOST_WORDS, _MOST_LETTERS = 6, 8
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


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


def country_named(name: str) -> str:
    """The country whose name, everyday name or part that is, and nothing else: "Wales", "Oman" though a city is called so."""
    bare = plain(name)
    return _regions().get(bare) or countries().get(bare, "")


def as_written(text: str, name: str) -> str:
    """A plain name as it stands in the text, with its accents."""
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    size = len(name.split())
    if not size:
        return ""
    runs = (text[words[n][0] : words[n + size - 1][1]].rstrip(".,'’-") for n in range(len(words) - size + 1))
    return next((run for run in runs if plain(run) == name.lower()), name)


def mentions_of_places(text: str) -> tuple[Mention, ...]:
    """Every country, region, city and demonym of a text, longer names before shorter ones; linear in the text."""
    cased = _ELIDED.sub(r"\1 ", plain(text, keep_case=True))
    found = {mention.start: mention for mention in (*_unspaced(cased), *_spaced(cased))}
    return tuple(found[start] for start in sorted(found))


_ELIDED = re.compile(r"\b([dlDL])'(?=[A-Z])")  # d'Oran, l'Algarve


def _spaced(cased: str) -> Iterator[Mention]:
    words = [(found.start(), found[0]) for found in _WORD.finditer(cased)]
    at = 0
    while at < len(words):
        sizes = range(_longest_name(cased, words, at), 0, -1)
        found = next((f for size in sizes if (f := _run(cased, words[at : at + size], size))), None)
        yield from (_with_its_form(found[1], cased),) if found else ()
        at += found[0] if found else 1


# Plain words. Names that such words tell apart, as those of the two Koreas, stand in the tables whole.
_FORM_OF_STATE = re.compile(
    r"""\b(?:(?:islamic|united|federal|socialist|democratic|people's|peoples|plurinational|bolivarian|federated|federative
    |oriental|hashemite|arab|cooperative|co-operative|independent|grand)\s)*
    (?:republic|kingdom|states?|federation|commonwealth|sultanate|principality|duchy|emirate)\sof\s(?:the\s)?$
    |\b(?:republique|royaume|republica|reino|repubblica|republik|konigreich)\s
    (?:(?:islamique|islamica|bolivariana|oriental|federale|federal|federativa|populaire|democratique|dominicaine)\s)*
    (?:(?:de|del|du|da|do|des|di)\s)?(?:la\s|l'|d')?$""",
    re.I | re.X,
)
_LONGEST_FORM = 60  # characters


def _with_its_form(mention: Mention, cased: str) -> Mention:
    """ "in the Republic of Moldova": the name begins where its form of state does."""
    if mention.kind != "country":
        return mention
    first = max(0, mention.start - _LONGEST_FORM)
    form = _FORM_OF_STATE.search(cased[first : mention.start])
    return replace(mention, start=first + form.start()) if form else mention


def _longest_name(cased: str, words: list[tuple[int, str]], at: int) -> int:
    """Of how many words a name there can be: words with one space between. Names of several words begin with a capital, but
    for those of countries and regions."""
    first = words[at][1]
    if _has_case(first) and not first[:1].isupper() and first not in _heads_of_countries():
        return 1
    size = 1
    while size < _MOST_WORDS and at + size < len(words):
        start, word = words[at + size - 1]
        if words[at + size][0] != start + len(word) + 1 or cased[start + len(word)] != " ":
            break
        size += 1
    return size


@cache
def _heads_of_countries() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in (*countries(), *_regions()) if " " in name)


def _run(cased: str, words: list[tuple[int, str]], size: int) -> tuple[int, Mention] | None:
    """A run of words that is a name; of how many words, and the mention."""
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    written = cased[start:end].rstrip(".,'’-")
    for name in _names(written, cased, start) if size == 1 else _saints(written.lower()):
        found = _meaning(start, written, name)
        if found and (name == written.lower() or found.kind != "city" or _stands_in_a_case(cased[:start])):
            return size, found
    return None


def _saints(name: str) -> tuple[str, ...]:
    """ "st. gallen" as tables spell it."""
    bare = _SAINT.sub("", name)
    return (name, *(f"{saint}{bare}" for saint in _SAINTS)) if bare != name else (name,)


_SAINT = re.compile(r"^ste?(?:\.\s?|\s|-)")
_SAINTS = ("sankt ", "saint ", "saint-", "sainte-", "st. ", "st ")
_IN_OR_FROM = re.compile(r"\b(?:w|we|v|ve|z|ze|do|u|iz)\s$", re.I)
_LATIN_CASES: tuple[
    tuple[str, tuple[str, ...]], ...
] = (  # of plain words: Polish, Czech, Slovak, Croatian, Serbian, Slovene
    ("owie", ("ow",)),
    ("iu", ("", "i")),
    ("ie", ("", "a", "o")),
    ("ze", ("ha", "ga")),
    ("ce", ("ka", "ca")),
    ("u", ("", "o")),
    ("e", ("a", "o", "")),
    ("i", ("", "a")),
    ("y", ("a",)),
    ("a", ("",)),
)


def _names(written: str, cased: str, start: int) -> tuple[str, ...]:
    """What a word may be a form of; in Slavic languages written in Latin letters behind "in" and "from" only."""
    word = written.lower()
    if not written[:1].isupper() or not _IN_OR_FROM.search(cased[max(0, start - 4) : start]):
        return variants(word)
    forms = (
        word[: -len(end)] + form for end, endings in _LATIN_CASES if word.endswith(end) for form in endings
    )
    return (*variants(word), *(form for form in forms if len(form) > _SHORTEST))


_SHORTEST = 3
_PREPOSITION = re.compile(
    r"\b(?:в|во|у|на|з|із|зі|из|до|от|від|под|під|за|по|г|м|город\w*|міст\w*|сел\w*|(?:библиот|бібліот|универси|універси|музе|архив|архів|школ|институт|інститут|колледж|академи)\w*)\.?\s*$"
)


def _stands_in_a_case(before: str) -> bool:
    """Cyrillic names are inflected behind a preposition: "пишу" at the head of a sentence is no town of Pisz."""
    tail = before[-24:].lower()
    return not re.search(r"[а-яіїєґё]", before[-200:].lower()) or bool(_PREPOSITION.search(tail))


def _meaning(start: int, written: str, name: str) -> Mention | None:
    end = start + len(written)
    code = _regions().get(name) or countries().get(name)
    found = cities_named(name) if _can_be_a_city(written, name) else ()
    if (
        code
        and (len(name) > 3 or written.isupper() or not name.isascii())
        and not (name in _RATHER_A_CITY and any(one.country != code for one in found))
    ):
        return Mention(start, end, written, "country", (code,), ())
    if name in _demonyms():
        return Mention(start, end, written, "demonym", (_demonyms()[name],))
    codes = tuple(dict.fromkeys(one.country for one in found))
    return Mention(start, end, written, "city", codes, found) if found else None


def _can_be_a_city(written: str, name: str) -> bool:
    capital = written[:1].isupper() or not _has_case(written)
    return capital and name not in common() and (len(name) > 2 or not _has_case(written))


# In one language or another these are countries too (Granada is Grenada, Salvador El Salvador, Columbia Colombia), but they
# are what large cities call themselves. Every other name of a country that a city bears somewhere means the country.
_RATHER_A_CITY = frozenset(
    {
        *("columbia", "granada", "grenade", "guadalupe", "hollandia", "man", "norfolk", "salvador"),
        *("san martin", "santa lucia", "عمان"),
    }
)


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
