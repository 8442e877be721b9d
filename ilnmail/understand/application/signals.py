"""Signals of a country beside names of places: phone numbers, addresses, links, clocks, languages, slips of the pen."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages, get_territory_language_info

from ilnmail.data.mailboxes import anybodys
from ilnmail.data.places import clocks
from ilnmail.model import Evidence
from ilnmail.understand.application.names_of_places import plain

Weighed = tuple[str, float, Evidence]
"""(ISO code, weight, why)."""

_NO_COUNTRIES = frozenset(
    [
        "io",
        "co",
        "me",
        "tv",
        "ai",
        "fm",
        "ly",
        "cc",
        "ws",
        "to",
        "la",
        "gg",
        "sh",
        "info",
        "net",
        "org",
        "com",
        "edu",
        "gov",
    ]
)
_PHONE = re.compile(r"\+\d[\d ().-]{6,20}\d")
_LINK = re.compile(r"(?:https?://|www\.)[\w.-]+\.([a-z]{2})(?=[/\s)>.,]|$)", re.I)


@cache
def _english_names() -> dict[str, dict[str, str]]:
    """First letter -> plain name -> code."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in Locale.parse("en").territories.items():
        if len(code) == 2:
            found[plain(name)[0]][plain(name)] = code
    return found


def mistyped(text: str) -> Iterator[Weighed]:
    """A name that is one slip away from exactly one country: shown back on the card, like everything."""
    for written in re.findall(r"\b[A-Z][a-z]{5,}\b", text[:3000]):
        names = _english_names().get(plain(written)[0], {})  # nobody mistakes the first letter
        if close := get_close_matches(plain(written), names, n=2, cutoff=0.84):
            code = names[close[0]]
            yield code, 3.0, Evidence("country", code, written, f"as {close[0].title()}")


def phones(text: str) -> Iterator[Weighed]:
    import phonenumbers  # here, because it takes long to load, and few starts of the program see an application

    for found in _PHONE.finditer(text[:20000]):
        try:
            number = phonenumbers.parse(found[0])
        except phonenumbers.NumberParseException:
            continue
        codes = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        if len(codes) == 1:
            yield codes[0], 4.0, Evidence("country", codes[0], found[0], "phone number")


def domain(sender: str) -> Iterator[Weighed]:
    """The country's own top level: an institution's address says more than a free mailbox."""
    host = sender.rpartition("@")[2].lower()
    code = _of_top_level(host.rpartition(".")[2])
    if code:
        weight = 1.5 if anybodys(host) else 4.0
        yield code, weight, Evidence("country", code, host, "address")


def links(text: str) -> Iterator[Weighed]:
    for top in dict.fromkeys(found[1].lower() for found in _LINK.finditer(text[:20000])):
        code = _of_top_level(top)
        if code:
            yield code, 2.0, Evidence("country", code, f".{top}", "link")


def _of_top_level(top: str) -> str:
    known = top.upper() in Locale.parse("en").territories or top == "uk"
    return {"uk": "GB"}.get(top, top.upper()) if len(top) == 2 and known and top not in _NO_COUNTRIES else ""


def zones_of(code: str) -> tuple[str, ...]:
    """The time zones of a country, that of most people first; of a small one without cities, in CLDR's order."""
    return tuple(dict.fromkeys((*clocks().get(code, ()), *get_global("territory_zones").get(code, ()))))


def zone_of(code: str, utc_offset: int | None) -> str:
    """The zone of the sender's clock where the country has it, else the country's main one."""
    zones = zones_of(code)
    fitting = (one for one in zones if utc_offset is not None and utc_offset in _offsets(one))
    return next(fitting, zones[0] if zones else "")


@cache
def _offsets(zone: str) -> frozenset[int]:
    """Minutes east of UTC, in winter and in summer."""
    moments = (
        datetime(2027, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for month in (1, 7)
    )
    return frozenset(int(offset.total_seconds()) // 60 for offset in moments if offset is not None)


def clock(code: str, utc_offset: int | None) -> float:
    """+1 where the sender's clock can be one of that country, -3 where it cannot."""
    if utc_offset is None or not zones_of(code):
        return 0.0
    return 1.0 if any(utc_offset in _offsets(zone) for zone in zones_of(code)) else -3.0


def of_the_language(code: str, locale: str) -> float:
    """Whoever writes German is a little likelier in Germany; English says nothing."""
    return 0.7 if locale not in ("", "en") and locale in get_official_languages(code, regional=True) else 0.0


_SPOKEN_EVERYWHERE = frozenset({"en", "fr", "es", "pt", "ar", "ru", "zh", "de"})
_A_TENTH = 10.0  # per cent of a country's people


def at_home_in(code: str, spoken: tuple[str, ...]) -> float:
    """+0.8 where somebody writes a language that is at home in that country and in few others: Catalan, Kyrgyz."""
    return 0.8 if _languages_of(code) & set(spoken) else 0.0


@cache
def _languages_of(code: str) -> frozenset[str]:
    """What a tenth of a country's people speak. Source: CLDR's territory and language figures, through Babel."""
    told = get_territory_language_info(code).items()
    known = (one for one, of in told if float(of.get("population_percent") or 0) >= _A_TENTH)
    return frozenset(known) - _SPOKEN_EVERYWHERE
