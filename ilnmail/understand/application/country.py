"""In which country somebody works: by evidence with a threshold and a lead, never the first match."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from babel.core import get_global

from ilnmail.model import Evidence
from ilnmail.understand.application.cues import role
from ilnmail.understand.application.names_of_places import plain
from ilnmail.understand.application.places import City, Mention, mentions_of_places

_THRESHOLD, _LEAD = 3.0, 1.5
_WEIGHT = {"work": 4.5, "live": 4.0, "": 3.0, "from": 2.5, "elsewhere": -1.0, "partner": 0.0}
_OF_A_CITY = {"work": 1.0, "live": 0.9, "": 0.7, "from": 0.7, "elsewhere": 0.0, "partner": 0.0}
_LARGE = 300  # thousands of people
_FREEMAIL = re.compile(
    r"(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|mail|email|gmx|web|yandex|icloud|proton|protonmail|qq|163|126|sina|"
    r"naver|daum|hanmail|orange|free|freemail|wanadoo|laposte|libero|virgilio|seznam|centrum|wp|onet|o2|interia|ukr|rambler|"
    r"inbox|bk|list|rediffmail|uol|bol|terra|t-online|bluewin|telia|sapo|walla|abv|posta)\."
)
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


@dataclass(frozen=True)
class Where:
    """The answer, and why; empty where the evidence is thin or points two ways: then it is asked."""

    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""  # as the person wrote it
    zone: str = ""  # IANA
    evidence: tuple[Evidence, ...] = ()


def country(text: str, sender: str, names: tuple[str, ...], utc_offset: int | None) -> Where:
    """Where the writer works. `names` are the writer's own: Jordan and Sydney are people too."""
    own = {part for name in names for part in plain(name).split()}
    told = plain(text)
    placed = [
        (m, role(told, m.start, m.end)) for m in mentions_of_places(text) if not _is_a_person(told, m, own)
    ]
    found = [*_of_countries(placed), *_of_cities(placed), *_phones(text), *_domain(sender), *_links(text)]
    found += _mistyped(text) if not any(weight > 0 for _, weight, _ in found) else ()
    best = _decided(found, utc_offset)
    if not best:
        return Where(city=_city_of(placed, "")[0])
    city, place = _city_of(placed, best)
    zone = place.zone if place else _zone(best, utc_offset)
    return Where(best, city, zone, tuple(why for code, weight, why in found if code == best and weight > 0))


Weighed = tuple[str, float, Evidence]
Placed = list[tuple[Mention, str]]


def _decided(found: list[Weighed], utc_offset: int | None) -> str:
    scores: dict[str, float] = defaultdict(float)
    for code, weight, _ in found:
        scores[code] += weight
    for code in list(scores):
        scores[code] += _clock(code, utc_offset)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or scores[ranked[0]] < _THRESHOLD:
        return ""
    return ranked[0] if len(ranked) < 2 or scores[ranked[0]] - scores[ranked[1]] >= _LEAD else ""


def _is_a_person(told: str, mention: Mention, own: set[str]) -> bool:
    """A name of the writer's is no place, unless they say that they are in it."""
    if plain(mention.written) not in own:
        return False
    return not re.search(
        r"(?:\bin|\bat|\bà|\ben|\bem|\bв|في)\s$", told[max(0, mention.start - 4) : mention.start]
    )


def _of_countries(placed: Placed) -> Iterator[Weighed]:
    """Each country once, by the strongest thing said of it; where somebody says where they work, the rest counts less."""
    strong = any(said == "work" and mention.kind == "country" for mention, said in placed)
    for mention, said in _strongest(placed):
        weight = _WEIGHT[said] if said in ("work", "elsewhere", "partner") or not strong else 1.0
        if mention.kind == "demonym":
            weight = 1.0
        yield (
            mention.codes[0],
            weight,
            Evidence("country", mention.codes[0], mention.written, f"{said or mention.kind}, {weight:+g}"),
        )


def _strongest(placed: Placed) -> Iterator[tuple[Mention, str]]:
    by_code: dict[tuple[str, str], tuple[Mention, str]] = {}
    for mention, said in placed:
        if mention.kind == "city":
            continue
        key = (mention.codes[0], mention.kind)
        if key not in by_code or _WEIGHT[said] > _WEIGHT[by_code[key][1]]:
            by_code[key] = (mention, said)
    yield from by_code.values()


def _of_cities(placed: Placed) -> Iterator[Weighed]:
    """A city says more where it is large, where it is the only one of its name, and where its country is named too."""
    named = {m.codes[0] for m, said in placed if m.kind != "city" and said not in ("elsewhere", "partner")}
    elsewhere = any(said == "work" for m, said in placed if m.kind == "city")
    for mention, said in placed:
        if mention.kind != "city" or (elsewhere and said != "work" and not named & set(mention.codes)):
            continue
        share = _OF_A_CITY[said]
        for code, weight in _weights(mention, named):
            yield (
                code,
                weight * share,
                Evidence("country", code, mention.written, f"city, {weight * share:+g}"),
            )


def _weights(mention: Mention, named: set[str]) -> Iterator[tuple[str, float]]:
    meant = [code for code in mention.codes if code in named]
    if meant:
        yield from ((code, 2.5) for code in meant)
        return
    first, others = (
        mention.cities[0],
        [one for one in mention.cities if one.country != mention.cities[0].country],
    )
    weight = 3.6 if first.thousands >= _LARGE else 2.4
    rival = max((one.thousands for one in others), default=0)
    if rival * 8 <= first.thousands or not others:
        yield first.country, weight + (0.9 if not others else 0.0)
        return
    yield from ((code, 1.2) for code in mention.codes)


def _city_of(placed: Placed, code: str) -> tuple[str, City | None]:
    """The city that was named as theirs in that country, as they wrote it."""
    mine = [
        (_OF_A_CITY[said], -n, mention, place)
        for n, (mention, said) in enumerate(placed)
        for place in mention.cities
        if _OF_A_CITY[said] and (place.country == code or not code)
    ]
    if not mine:
        return "", None
    _, _, mention, place = max(mine, key=lambda one: one[:2])
    return mention.written, place


@cache
def _english_names() -> dict[str, str]:
    return {plain(name): code for code, name in Locale.parse("en").territories.items() if len(code) == 2}


def _mistyped(text: str) -> Iterator[Weighed]:
    """A name that is one slip away from exactly one country: shown back on the card, like everything."""
    for written in re.findall(r"\b[A-Z][a-z]{5,}\b", text[:3000]):
        close = get_close_matches(plain(written), _english_names(), n=2, cutoff=0.84)
        if close and close[0][0] == plain(written)[0]:
            code = _english_names()[close[0]]
            yield code, 3.0, Evidence("country", code, written, f"as {close[0].title()}")


def _phones(text: str) -> Iterator[Weighed]:
    for found in _PHONE.finditer(text[:20000]):
        try:
            number = phonenumbers.parse(found[0])
        except phonenumbers.NumberParseException:
            continue
        codes = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        if len(codes) == 1:
            yield codes[0], 4.0, Evidence("country", codes[0], found[0], "phone number")


def _domain(sender: str) -> Iterator[Weighed]:
    """The country's own top level: an institution's address says more than a free mailbox."""
    domain = sender.rpartition("@")[2].lower()
    code = _of_top_level(domain.rpartition(".")[2])
    if code:
        weight = 1.5 if _FREEMAIL.match(domain) else 4.0
        yield code, weight, Evidence("country", code, domain, "address")


def _links(text: str) -> Iterator[Weighed]:
    for top in dict.fromkeys(found[1].lower() for found in _LINK.finditer(text[:20000])):
        code = _of_top_level(top)
        if code:
            yield code, 2.0, Evidence("country", code, f".{top}", "link")


def _of_top_level(top: str) -> str:
    known = top.upper() in Locale.parse("en").territories or top == "uk"
    return {"uk": "GB"}.get(top, top.upper()) if len(top) == 2 and known and top not in _NO_COUNTRIES else ""


def zones_of(code: str) -> tuple[str, ...]:
    """The time zones of a country, its main one first."""
    zones: list[str] = list(get_global("territory_zones").get(code, ()))
    return tuple(zones)


def _zone(code: str, utc_offset: int | None) -> str:
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


def _clock(code: str, utc_offset: int | None) -> float:
    """+1 where the sender's clock can be one of that country, -3 where it cannot."""
    if utc_offset is None or not zones_of(code):
        return 0.0
    return 1.0 if any(utc_offset in _offsets(zone) for zone in zones_of(code)) else -3.0
