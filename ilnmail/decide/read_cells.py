"""What a cell of a spreadsheet of people says, and which cells cannot be read."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from ilnmail.understand.application.names_of_places import languages, plain
from ilnmail.understand.application.places import cities_named, mentions_of_places
from ilnmail.understand.application.signals import zones_of

_SEEN_AGAIN = 4096  # cells: most countries and languages stand in many rows


def listed(cell: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in re.split(r"[,;/|]", cell) if piece.strip())


def id_of(cell: str) -> int | None:
    found = re.fullmatch(r"\s*(?:P-)?(\d{1,9})\s*", cell, re.I)
    return int(found[1]) if found else None


@lru_cache(_SEEN_AGAIN)
def country_code(cell: str) -> str:
    """ISO 3166-1 alpha-2 of a cell; "" where it names none, or several."""
    if re.fullmatch(r"[A-Za-z]{2}", cell) and zones_of(cell.upper()):
        return cell.upper()
    found = {code for m in mentions_of_places(cell) if m.kind == "country" for code in m.codes}
    return found.pop() if len(found) == 1 else ""


@lru_cache(_SEEN_AGAIN)
def language_code(cell: str) -> str:
    """ISO 639 code of a name or a code."""
    bare = plain(re.sub(r"\(.*", "", cell))
    return bare if bare in _codes() else languages().get(bare, "")


@cache
def _codes() -> frozenset[str]:
    return frozenset(languages().values())


@lru_cache(_SEEN_AGAIN)
def zone_of(city: str, country: str) -> str:
    zones = [c.zone for c in cities_named(plain(city)) if c.country == country]
    return next(iter((*zones, *zones_of(country))), "UTC")


def yes_or_no(cell: str) -> bool | None:
    return {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "x": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
        "": False,
    }.get(cell.casefold())


def _number(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _address(cell: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email  # here, because sheets are rare

    try:
        return validate_email(cell, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _unless(read: Callable[[str], Any]) -> Callable[[str], str]:
    """The cell, where it cannot be read."""
    return lambda cell: cell if read(cell) is None else ""


CHECKS: Mapping[str, tuple[Callable[[str], str], str]] = {
    "name": (_unless(str), ""),
    "country": (
        lambda cell: "" if country_code(cell) else cell,
        "no country we know, or more than one",
    ),
    "languages": (
        lambda cell: next((one for one in listed(cell) if not language_code(one)), ""),
        "no language we know",
    ),
    "id": (_unless(id_of), "no number"),
    "trio": (_unless(yes_or_no), "neither yes nor no"),
    "waited": (_unless(_number), "no whole number"),
    "owed": (_unless(_number), "no whole number"),
    "address": (_unless(_address), "no address"),
}
"""Column -> what of its cell cannot be read, and what that is then."""
