"""What the words of a wish stand for in matching: like me or unlike me, from which part of the world, how far on.

The card shows the words; whoever changes them there changes what they stand for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ilnmail.data.names import names
from ilnmail.data.places import world
from ilnmail.understand.application.details import pattern
from ilnmail.understand.application.names_of_places import countries, mentions, plain

_ELISION = re.compile(r"\bd['’](?=\w)", re.I)


@dataclass(frozen=True)
class Wanted:
    """The partner somebody asks for; empty means: all the same."""

    manner: str = ""  # similar, different, any
    countries: frozenset[str] = (
        frozenset()
    )  # ISO 3166-1 alpha-2: those named, and those of the parts of the world
    stage: str = ""  # student, early, senior


@lru_cache(maxsize=4096)
def read_wish(words: str) -> Wanted:
    """The wish on a card, as far as a table knows its words; two contrary ones say nothing."""
    told = plain(words)
    manners = [one for one in ("different", "similar", "any", "by") if pattern("wish", one).search(told)]
    stages = [one for one in ("student", "early", "senior") if _is_asked_for(one, told)]
    places = mentions(_ELISION.sub(" ", words), _places(), most=4)
    return Wanted(
        manner=_manner(manners),
        countries=frozenset(one for _, _, found in places for one in _inside(found)),
        stage=stages[0] if len(stages) == 1 else "",
    )


def _is_asked_for(stage: str, told: str) -> bool:
    return any(pattern(field, stage).search(told) for field in ("partner", "stage"))


def _manner(found: list[str]) -> str:
    """ "Anyone from a different kind of library" is one that differs."""
    clear = [one for one in found if one not in ("any", "by")]
    return clear[0] if len(clear) == 1 else "" if clear else _PLAINLY.get("".join(found), "")


_PLAINLY = {"any": "any", "by": "similar"}


def _inside(code: str) -> tuple[str, ...]:
    return _members().get(code, (code,))


_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "002": ("015", "011", "014", "017", "018"),
    "202": ("011", "014", "017", "018"),
    "419": ("013", "029", "005"),
    "019": ("013", "029", "005", "021"),
    "003": ("013", "029", "021"),
    "142": ("143", "030", "035", "034", "145"),
    "150": ("151", "154", "039", "155"),
    "009": ("053", "054", "057", "061"),
}
"""Larger parts of the world and their parts (UN M49)."""


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    small = {row["region"]: tuple(row["countries"].split()) for row in world()}
    large = {whole: tuple(one for part in parts for one in small[part]) for whole, parts in _MADE_OF.items()}
    return {**small, **large}


@cache
def _places() -> Mapping[str, str]:
    return {**countries(), **_parts_of_the_world()}


@cache
def _parts_of_the_world() -> Mapping[str, str]:
    """Plain name -> region, in the languages of CLDR and as people say it."""
    named = {name: code for name, code in names("regions").items() if code in _members()}
    said = {plain(name): row["region"] for row in world() for name in row["names"].split(" / ") if name}
    return {**named, **said}
