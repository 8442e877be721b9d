"""Cities of 15,000 people and more, with country and time zone, in the scripts people sign up in.

- cities.tsv: first line the time zones; then name, tab, and up to four places of that name, the largest first, each as
  country, number of the zone, colon, thousands of people. Source: GeoNames (https://www.geonames.org), licence CC BY
  4.0; made by make.py.
- clocks.tsv: a country and its time zones, that of most people first. Source, licence and script as of cities.tsv.
- regions.csv: parts of countries that people name instead of them, and everyday names. Source: written for this project.
- common.txt: words that are names of cities too. Source: written for this project.
- demonyms.csv: what people of a country are called. Source: written for this project.
- world.csv: parts of the world, which countries lie in them, and what people call them. Source: the numbers and the
  grouping are those of UN M49; the rest was written for this project.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files


@cache
def cities() -> Mapping[str, str]:
    """Plain name -> the places of that name, as they stand in the table."""
    cells = _text("cities.tsv").partition("\n")[2].replace("\n", "\t").split("\t")
    return dict(zip(cells[:-1:2], cells[1::2], strict=True))


@cache
def zones() -> tuple[str, ...]:
    """The time zones, by their numbers in the table."""
    return tuple(_text("cities.tsv").partition("\n")[0].split("\t"))


@cache
def clocks() -> Mapping[str, tuple[str, ...]]:
    """Country -> its time zones, that of most people first."""
    rows = (line.split("\t") for line in _text("clocks.tsv").splitlines())
    return {code: tuple(zones) for code, *zones in rows}


@cache
def common() -> frozenset[str]:
    """Plain words that are names of cities too, and hardly ever meant as such."""
    return frozenset(_text("common.txt").split())


def rows(table: str) -> Iterator[tuple[str, str]]:
    """(name, country) of regions or demonyms."""
    for row in csv.DictReader(_text(f"{table}.csv").splitlines()):
        for name in row["names"].split(" / "):
            yield name.strip(), row["country"]


def world() -> Iterator[dict[str, str]]:
    """The parts of the world: region (UN M49, or a word of ours), countries, names."""
    yield from csv.DictReader(_text("world.csv").splitlines())


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
