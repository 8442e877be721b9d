"""Made-up people by the thousand: names, places, temperaments and first mails put together by number, the same each time."""

import tomllib
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global

from ilnmail.data.places import cities
from ilnmail.simulate.chance import between, pick, share
from ilnmail.simulate.people import Persona, everybody
from ilnmail.understand.application.places import City, cities_named


@cache
def _stock() -> dict[str, tuple[str, ...]]:
    written = tomllib.loads(files(__package__).joinpath("crowd.toml").read_text(encoding="utf-8"))
    return {name: tuple(" ".join(told.split()).split(", ")) for name, told in written.items()}


_PACES = ("eager", "steady", "steady", "slow")
_PROGRAMS = ("gmail", "outlook", "apple", "thunderbird", "phone", "roundcube")
_HABITS = ("below", "inside", "short", "numbers", "thanks", "long")
_TROUBLES = ("away", "pauses", "leaves", "rematch", "bounces", "never confirms")
_TROUBLE_SHARE, _CHAOS_SHARE = 0.02, 0.07  # of each trouble
_SILENT_SHARE, _SILENT_IN_CHAOS = 0.06, 0.15


def crowd(count: int, seed: str, chaos: bool = False) -> tuple[Persona, ...]:
    """That many people. The ones of the demo come first; in chaos more of them are silent, away or gone."""
    known = everybody()[: min(count, len(everybody()) - 1)]
    return (*known, *(_person(number, seed, chaos) for number in range(len(known), count)))


def _person(number: int, seed: str, chaos: bool) -> Persona:
    stock = _stock()
    name = f"{pick(_stock()['first'], seed, number, 'first')} {pick(_stock()['last'], seed, number, 'last')}"
    town, place = pick(_towns(), seed, number, "town")
    work = pick(stock["work"], seed, number, "work")
    interests = tuple(dict.fromkeys(pick(stock["interests"], seed, number, n) for n in range(3)))
    other = pick(("fr", "es", "pt", "de", "ru", "ar", "sw", "zh"), seed, number, "language")
    country, language = Locale("en").territories[place.country], Locale("en").languages[other]
    return Persona(
        name=name,
        address=f"{name.lower().replace(' ', '.')}.{number}@library{number % 97}.example.net",
        country=place.country,
        city=town.title(),
        zone=place.zone,
        languages=("en", other),
        pace="silent"
        if share(seed, number, "silent") < (_SILENT_IN_CHAOS if chaos else _SILENT_SHARE)
        else pick(_PACES, seed, number),
        program=pick(_PROGRAMS, seed, number, "program"),
        work=work,
        interests=interests,
        habits=_habits(number, seed, _CHAOS_SHARE if chaos else _TROUBLE_SHARE),
        joins=int(between(17, 41, seed, number, "joins")),
        subject=f"Hello from {town.title()}",
        first=f"Hello,\n\nMy name is {name}. I work as a {work} in {town.title()}, {country}.\n"
        f"I write English and {language}. I am interested in {', '.join(interests)}.\n",
        trio=share(seed, number, "trio") < 0.5,
    )


def _habits(number: int, seed: str, trouble: float) -> tuple[str, ...]:
    troubles = [one for one in _TROUBLES if share(seed, number, one) < trouble]
    return (pick(_HABITS, seed, number, "habit"), *troubles[:1])


@cache
def _towns() -> tuple[tuple[str, City], ...]:
    """Large cities whose name in Latin letters means one place, in countries with a zone of their own."""
    english, zoned = Locale("en").territories, get_global("territory_zones")
    found: dict[str, list[tuple[str, City]]] = {}
    for name in cities():
        places = cities_named(name)
        clear = (
            name.isascii()
            and name.isalpha()
            and len(name) > 4
            and len(places) == 1
            and places[0].thousands > 400
        )
        if clear and places[0].country in zoned and places[0].country in english:
            found.setdefault(places[0].country, []).append((name, places[0]))
    return tuple(town for code in sorted(found) for town in sorted(found[code])[:4])
