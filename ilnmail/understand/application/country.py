"""In which country somebody works: by evidence with a threshold and a lead, never the first match."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ilnmail.model import Evidence
from ilnmail.understand.application.cues import role
from ilnmail.understand.application.names_of_places import plain
from ilnmail.understand.application.places import City, Mention, as_written, mentions_of_places
from ilnmail.understand.application.signals import (
    Weighed,
    at_home_in,
    clock,
    domain,
    links,
    mistyped,
    of_the_language,
    phones,
    zone_of,
)
from ilnmail.understand.application.words import names_a_trade

_THRESHOLD, _LEAD = 3.0, 1.5
_WEIGHT = {"work": 4.5, "live": 4.0, "": 3.0, "from": 2.5, "elsewhere": -1.0, "partner": 0.0}
_OF_A_CITY = {"work": 1.0, "live": 0.9, "": 0.7, "from": 0.7, "elsewhere": 0.0, "partner": 0.0}
_SO_MUCH_LARGER = 8  # than every other city of its name: then that one is meant
_LARGER = 3  # then it is likelier that one
_LARGE = 300  # thousands of people


@dataclass(frozen=True)
class Where:
    """The answer, and why; empty where the evidence is thin or points two ways: then it is asked."""

    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""  # as the person wrote it
    zone: str = ""  # IANA
    evidence: tuple[Evidence, ...] = ()


def country(
    text: str,
    sender: str,
    names: tuple[str, ...],
    utc_offset: int | None,
    locale: str = "",
    spoken: tuple[str, ...] = (),
) -> Where:
    """Where the writer works. `names` are the writer's own: Jordan and Sydney are people too; `locale` is the
    language of the mail, `spoken` those they name, `utc_offset` the clock of its sender in minutes."""
    own = {part for name in names for part in plain(name).split()}
    told = plain(text)
    meant = (
        m for m in mentions_of_places(text) if not _is_a_person(told, m, own) and not _is_a_language(told, m)
    )
    placed = _together(_homonyms([(m, role(told, m.start, m.end)) for m in meant], told), told)
    found = [
        *_of_countries(placed),
        *_of_cities(placed, told, utc_offset, locale),
        *phones(text),
        *domain(sender),
        *links(text),
    ]
    found += mistyped(text) if not any(weight > 0 for _, weight, _ in found) else ()
    best = _decided(found, utc_offset, locale, spoken)
    if not best:
        return Where(city=as_written(text, _city_of(placed, "")[0]))
    city, place = _city_of(placed, best)
    zone = place.zone if place else zone_of(best, utc_offset)
    return Where(
        best,
        as_written(text, city),
        zone,
        tuple(why for code, weight, why in found if code == best and weight > 0),
    )


def works_now(text: str) -> Where:
    """Where somebody who is known says they work: only what stands beside "I now work in", "I have moved to"."""
    told = plain(text)
    said = (m for m in mentions_of_places(text) if role(told, m.start, m.end) == "work")
    return country(text, "", (), None) if any(said) else Where()


Placed = list[tuple[Mention, str]]


def _decided(found: list[Weighed], utc_offset: int | None, locale: str, spoken: tuple[str, ...]) -> str:
    scores: dict[str, float] = defaultdict(float)
    for code, weight, _ in found:
        scores[code] += weight
    for code in list(scores):
        scores[code] += clock(code, utc_offset) + of_the_language(code, locale) + at_home_in(code, spoken)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or scores[ranked[0]] < _THRESHOLD:
        return ""
    return ranked[0] if len(ranked) < 2 or scores[ranked[0]] - scores[ranked[1]] >= _LEAD else ""


def _homonyms(placed: Placed, told: str) -> Placed:
    """Behind a city of the United States, Georgia is a state. Beside a city of the other one, Congo is the other one."""
    found = []
    for n, (mention, said) in enumerate(placed):
        before = placed[n - 1][0] if n else mention
        beside = re.fullmatch(r"\s?,\s", told[before.end : mention.start])
        if mention.codes == ("GE",) and beside and "US" in before.codes and "GE" not in before.codes:
            mention = replace(mention, codes=("US",))  # noqa: PLW2901
        if mention.codes == ("CG",) and _of_kinshasa(placed[max(0, n - 1) : n + 2], mention, told):
            mention = replace(mention, codes=("CD",))  # noqa: PLW2901
        found.append((mention, said))
    return found


_DEMOCRATIC = re.compile(r"\W{0,3}(?:the |la )?(?:dem|rep\.? dem|dr\b|d\.r|rdc)")


def _of_kinshasa(near: Placed, congo: Mention, told: str) -> bool:
    """ "Congo - Kinshasa" as CLDR has it, "Lubumbashi, Congo", "Congo, Democratic Republic of the" as ISO 3166 has it."""
    return bool(_DEMOCRATIC.match(told, congo.end)) or any(
        city.kind == "city"
        and "CD" in city.codes
        and "CG" not in city.codes
        and _OF_ONE_PLACE.fullmatch(told[min(city.end, congo.end) : max(city.start, congo.start)])
        for city, _ in near
    )


_OF_ONE_PLACE = re.compile(r"\s?(?:,|\(|-|–|/)?\s?(?:in|en|au|aux|a|à|em|no|na|в|у|في|ب)?\s?")
_BEHIND_A_COMMA = re.compile(r"\s?(?:, |\()")


def _together(placed: Placed, told: str) -> Placed:
    """ "originally from Aleppo in Syria": a country right behind its city is told of as the city is. Behind a city of other
    countries, "Santana, São Tomé", it is a town of that country too small for the table."""
    found: Placed = []
    for mention, said in placed:
        before, before_said = found[-1] if found else (mention, said)
        between = told[before.end : mention.start]
        follows = mention.kind == "country" and before.kind == "city" and before.end <= mention.start
        beside = follows and _OF_ONE_PLACE.fullmatch(between)
        one = mention.codes[0] in before.codes
        if follows and not one and said in ("live", "work") and _BEHIND_A_COMMA.fullmatch(between):
            found[-1] = (_in_the_country(before, mention.codes[0]), before_said)
        apart = before_said in _TOLD_APART or said == "elsewhere"
        found.append((mention, before_said if beside and one and apart else said))
    return found


def _in_the_country(city: Mention, code: str) -> Mention:
    return replace(city, codes=(code,), cities=(City(code, zone_of(code, None), 0),))


_TOLD_APART = frozenset({"elsewhere", "partner"})


def _is_a_person(told: str, mention: Mention, own: set[str]) -> bool:
    """A name of the writer's is no place, unless they say that they are in it."""
    behind_their_name = told[: mention.start].split(" ")[-2:-1]
    if (
        mention.kind == "city"
        and behind_their_name
        and behind_their_name[0] in own
        and told[mention.end :].startswith(",")
    ):
        return True  # "Ana Santos, museum library", from Ana
    if plain(mention.written) not in own:
        return False
    return not re.search(
        r"(?:\bin|\bat|\bà|\ben|\bem|\bв|في)\s$", told[max(0, mention.start - 4) : mention.start]
    )


_PERSON_BEFORE = re.compile(r"(?:\b(?:an?|the|this|as|soy|sou|je suis|from)|انا)\s$|^\W*$")
_PERSON_BEHIND = re.compile(
    r"\W{1,3}(?:one|librar|student|archiv|wom[ae]n|m[ae]n|citizen|national|town|city|catalog|curat|el\b|by birth|الجنسي)|人"
)


_OF_A_LANGUAGE = re.compile("[文语語话話](?![化学學])")


def _is_a_language(told: str, mention: Mention) -> bool:
    """Most words that call people after a country call a language too."""
    if mention.kind == "country":
        return bool(_OF_A_LANGUAGE.match(told[mention.end :]))  # 葡萄牙文
    if mention.kind != "demonym":
        return False
    before, behind = told[max(0, mention.start - 9) : mention.start], told[mention.end : mention.end + 12]
    return not (
        _PERSON_BEFORE.search(before) or _PERSON_BEHIND.match(behind) or not mention.written.isascii()
    )


def _of_countries(placed: Placed) -> Iterator[Weighed]:
    """Each country once, by the strongest thing said of it; where somebody says where they work, the rest counts less."""
    strong = any(said == "work" and mention.kind == "country" for mention, said in placed)
    for mention, said in _strongest(placed):
        weight = _of_a_country(mention, said, placed, strong)
        code, signal = mention.codes[0], f"{said or mention.kind}, {weight:+g}"
        yield code, weight, Evidence("country", code, mention.written, signal)


def _of_a_country(mention: Mention, said: str, placed: Placed, strong: bool) -> float:
    if (
        mention.kind == "demonym"
    ):  # most say where somebody comes from; "Perth, the Scottish one" where it lies
        return 2.0 if any(mention.codes[0] in m.codes for m, _ in placed if m.kind == "city") else 0.5
    weight = _WEIGHT[said] if said in ("work", "elsewhere", "partner") or not strong else 1.0
    doubtful = mention.written.casefold() in _A_STATE_TOO and not _borne_out(mention, placed)
    return min(weight, 2.0) if doubtful else weight


_A_STATE_TOO = frozenset({"georgia"})


def _borne_out(mention: Mention, placed: Placed) -> bool:
    """Is a city of that country named, or the country in another way too?"""
    return any(
        m is not mention and m.written != mention.written and set(m.codes) & set(mention.codes)
        for m, _ in placed
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


def _of_cities(placed: Placed, told: str, utc_offset: int | None, locale: str) -> Iterator[Weighed]:
    """A city says more where it is large, where it is the only one of its name, and where its country is named too."""
    meant = [m for m, said in placed if said not in ("elsewhere", "partner")]
    named = {m.codes[0] for m in meant if m.kind != "city"}
    settled = any(m.kind == "country" and said in ("work", "live") for m, said in placed)
    elsewhere = any(said == "work" for m, said in placed if m.kind == "city")
    for mention, said in placed:
        if mention.kind != "city" or (elsewhere and said != "work" and not named & set(mention.codes)):
            continue
        share = _OF_A_CITY[said] * (
            0.3 if settled and said in ("from", "") and not named & set(mention.codes) else 1
        )
        if not said and meant == [mention] and _of_a_workplace(told[: mention.start]):
            share = _ALONE
        for code, weight in _weights(mention, named, utc_offset, locale):
            yield (
                code,
                weight * share,
                Evidence("country", code, mention.written, f"city, {weight * share:+g}"),
            )


_ALONE = 0.95  # no other place is named
_BEFORE = 60
_SET_APART = re.compile(r"(?:[,;:(–—]|\b(?:in|at|of|de|à|en|em|no|na|do|da))\s*$")


def _of_a_workplace(before: str) -> bool:
    """ "county archives, Letterkenny"."""
    return bool(_SET_APART.search(before)) and names_a_trade(before[-_BEFORE:])


def _weights(
    mention: Mention, named: set[str], utc_offset: int | None, locale: str
) -> Iterator[tuple[str, float]]:
    """Of several cities of a name those are meant where the sender's clock goes and the mail's language is at home."""
    meant = [code for code in mention.codes if code in named]
    if meant:
        yield from ((code, 2.5) for code in meant)
        return
    by_clock = [one for one in mention.cities if clock(one.country, utc_offset) >= 0] or mention.cities
    first, *rest = [one for one in by_clock if of_the_language(one.country, locale) > 0] or by_clock
    rivals = {one.country: one.thousands for one in reversed(rest) if one.country != first.country}
    if max(rivals.values(), default=0) * _SO_MUCH_LARGER <= first.thousands:
        yield first.country, (3.6 if first.thousands >= _LARGE else 2.4) + (0.0 if rivals else 0.9)
        return
    larger = max(rivals.values()) * _LARGER <= first.thousands
    yield first.country, 2.0 if larger else 1.2
    yield from ((code, 0.8 if larger else 1.2) for code in rivals)


def _city_of(placed: Placed, code: str) -> tuple[str, City | None]:
    """The city that was named as theirs in that country, plain."""
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
