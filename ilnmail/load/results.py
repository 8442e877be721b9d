"""What the survey of a round says: averages, and by country where enough people answered to hide behind each other."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import mean

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.letters.shown import Result

SMALLEST_GROUP = 5
"""So many answers at least before a group is shown by itself."""


def survey(db: Connection, round_name: str) -> tuple[Result, ...]:
    """One result a question; nothing while fewer than five have answered it."""
    asks, ratings, people = tables.asks.c, tables.ratings.c, tables.people.c
    query = (
        select(ratings.question, ratings.value, people.country)
        .join(tables.asks, asks.id == ratings.ask)
        .join(tables.people, people.id == asks.person)
        .where(asks.kind == "survey", asks.subject == round_name)
    )
    given: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in db.execute(query):
        given[row.question].append((row.value, row.country))
    return tuple(
        Result(int(question), _average(v for v, _ in told), len(told), _by_country(told))
        for question, told in sorted(given.items())
        if len(told) >= SMALLEST_GROUP
    )


def _average(values: Iterable[int]) -> float:
    return round(mean(values), 1)


def _by_country(told: list[tuple[int, str]]) -> tuple[tuple[str, float, int], ...]:
    """The largest first; a country left out cannot be worked out from the others, being one of several or hidden too."""
    groups: dict[str, list[int]] = defaultdict(list)
    for value, country in told:
        groups[country].append(value)
    large = {country: values for country, values in groups.items() if len(values) >= SMALLEST_GROUP}
    hidden = [country for country in groups if country not in large]
    if len(hidden) == 1 and large:
        large.pop(min(large, key=lambda country: (len(large[country]), country)))
    ordered = sorted(large.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple((country, _average(values), len(values)) for country, values in ordered)
