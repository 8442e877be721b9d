"""In which country somebody works: by evidence with a threshold, never the first match."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import get_global

from ilnmail.model import Evidence
from ilnmail.understand.application.names_of_places import countries, mentions

_THRESHOLD, _LEAD = 3.0, 1.5
_HERE = re.compile(
    r"\b(work|live|living|based|located|here|i am|i'm|from|librarian|library|university|city|travail|vis|habite|trabaj|vivo|"
    r"moro|arbeite|wohne|lebe|работа|живу|город|библиотек)\w*",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(originally from|born in|studied in|matched with|partner (in|from)|someone (in|from)|somebody (in|from)|colleague (in|from)|"
    r"visited|travel|like to meet|interested in|né|nacido|geboren|родил|friend (in|from))[^.!?]{0,25}$",
    re.I,
)
_FREEMAIL = re.compile(
    r"(gmail|yahoo|hotmail|outlook|live|mail|gmx|web|yandex|icloud|proton|qq|163|126|naver|orange|free)\."
)
_NOT_COUNTRIES = frozenset(
    ["io", "co", "me", "tv", "ai", "fm", "ly", "cc", "ws", "to", "info", "net", "org", "com", "edu", "gov"]
)
_PHONE = re.compile(r"\+\d[\d ().-]{6,20}\d")


def country(text: str, sender: str, utc_offset: int | None) -> tuple[str, tuple[Evidence, ...]]:
    """(ISO code or empty, why). Empty where the evidence is thin or points two ways: then it is asked."""
    found = tuple(_evidence(text, sender))
    scores: dict[str, float] = defaultdict(float)
    for code, weight, _ in found:
        scores[code] += weight
    for code in list(scores):
        scores[code] += _clock(code, utc_offset)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or scores[ranked[0]] < _THRESHOLD:
        return "", ()
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _LEAD:
        return "", ()
    return ranked[0], tuple(why for code, _, why in found if code == ranked[0])


def _evidence(text: str, sender: str) -> Iterator[tuple[str, float, Evidence]]:
    for start, name, code in mentions(text, countries()):
        before = text[max(0, start - 60) : start]
        weight = _named(before)
        yield code, weight, Evidence("country", code, name, f"country name, {weight:+g}")
    yield from _phones(text)
    yield from _domain(sender)


def _named(before: str) -> float:
    """A name counts by the words before it."""
    if _ELSEWHERE.search(before):
        return -1.0
    return 4.0 if _HERE.search(before) else 3.0


def _phones(text: str) -> Iterator[tuple[str, float, Evidence]]:
    for found in _PHONE.finditer(text[:20000]):
        try:
            number = phonenumbers.parse(found[0])
        except phonenumbers.NumberParseException:
            continue
        codes = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        if len(codes) == 1:
            yield codes[0], 4.0, Evidence("country", codes[0], found[0], "phone number")


def _domain(sender: str) -> Iterator[tuple[str, float, Evidence]]:
    """The country's own top level: an institution's address says more than a free mailbox."""
    domain = sender.rpartition("@")[2].lower()
    top = domain.rpartition(".")[2]
    code = {"uk": "GB"}.get(top, top.upper())
    if len(top) == 2 and top not in _NOT_COUNTRIES:
        weight = 1.5 if _FREEMAIL.match(domain) else 4.0
        yield code, weight, Evidence("country", code, domain, "address")


def zones_of(code: str) -> tuple[str, ...]:
    """The time zones of a country, its main one first."""
    zones: list[str] = list(get_global("territory_zones").get(code, ()))
    return tuple(zones)


def _clock(code: str, utc_offset: int | None) -> float:
    """+1 where the sender's clock can be one of that country, -3 where it cannot."""
    if utc_offset is None or not zones_of(code):
        return 0.0
    moments = (datetime(2027, month, 1, tzinfo=UTC) for month in (1, 7))
    fits = {moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments for zone in zones_of(code)}
    possible = {int(offset.total_seconds()) // 60 for offset in fits if offset is not None}
    return 1.0 if utc_offset in possible else -3.0
