"""Corrections to a card that was shown: above it, inside the quote, in prose, or as one bare word."""

import re
from dataclasses import dataclass, field, replace

from ilnmail.model import Evidence
from ilnmail.understand.application import words
from ilnmail.understand.application.country import works_now
from ilnmail.understand.application.form import form_lines
from ilnmail.understand.application.names import introduced
from ilnmail.understand.application.names_of_places import countries, mentions, plain
from ilnmail.understand.application.places import cities_named
from ilnmail.understand.application.signals import zones_of
from ilnmail.understand.reading import Line

_CITY = re.compile(r"\b(?:my )?city is (?:now )?(?P<city>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2})", re.I)
_DIRECTION = re.compile("[\u2066-\u2069\u200e\u200f\u202a-\u202e]")
_ALSO = re.compile(r"\balso\b|\btoo\b|aussi|también|também|auch|тоже|также|أيضا|也", re.I)


@dataclass(frozen=True)
class Changes:
    """Fields of the card and their new values, with the words they were taken from."""

    values: dict[str, object] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


def read_changes(
    text: str, lines: tuple[Line, ...], shown: tuple[tuple[str, str], ...], open_fields: tuple[str, ...] = ()
) -> Changes:
    """What a person changed. Quoted lines count only where they differ from what was sent."""
    lines = tuple(replace(line, label=_unmarked(line.label), value=_unmarked(line.value)) for line in lines)
    text = _unmarked(text)
    written = {**_edited(lines, shown), **form_lines(text)}
    values = {name: value for key, told in written.items() for name, value in _typed(key, told).items()}
    values = _on_its_clock(values or _prose(text, shown) or _bare(text, open_fields), shown)
    return Changes(
        values, tuple(Evidence(name, str(value), text[:200], "card") for name, value in values.items())
    )


def _unmarked(text: str) -> str:
    """Without the marks of direction that set names apart in a letter (UAX 9)."""
    return _DIRECTION.sub("", text)


def _edited(lines: tuple[Line, ...], shown: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Lines inside the quote that no longer read as they were sent."""
    sent = {(label.casefold(), " ".join(value.split())) for label, value in shown}
    labels = {label.casefold() for label, _ in shown}
    edited = (
        f"{line.label}: {line.value}"
        for line in lines
        if line.quoted
        and line.label.casefold() in labels
        and (line.label.casefold(), " ".join(line.value.split())) not in sent
        and not any(value.startswith(" ".join(line.value.split())) for _, value in sent)
    )
    return form_lines("\n".join(edited))


def _typed(key: str, told: str) -> dict[str, object]:
    """A form field as fields of a person."""
    if key in ("country", "place"):
        return _country_values(told)
    if key == "languages":
        return {"languages": words.listed(told)} if words.listed(told) else {}
    if key == "interests":
        return {"interests": words.split(told)}
    return {key: told}


def _country_values(told: str) -> dict[str, object]:
    named = {code for _, _, code in mentions(told, countries())}
    if len(named) != 1:
        return {}
    code = named.pop()
    zones = zones_of(code)
    return {"country": code, "place": told, **({"zone": zones[0]} if zones else {})}


def _on_its_clock(values: dict[str, object], shown: tuple[tuple[str, str], ...]) -> dict[str, object]:
    """With another city comes its time zone, where the country on the card has a city of that name."""
    if "city" not in values:
        return values
    told = (str(values["country"]),) if "country" in values else ()
    codes = told or tuple(code for _, value in shown for _, _, code in mentions(value, countries()))
    found = cities_named(plain(str(values["city"])))
    zone = next((city.zone for city in found if city.country in codes), "")
    return {**values, "zone": zone} if zone else values


def _prose(text: str, shown: tuple[tuple[str, str], ...]) -> dict[str, object]:
    """ "Yes, but my city is Mombasa; and I also write Arabic." """
    values: dict[str, object] = {}
    if (where := works_now(text)).country:
        values |= {
            "country": where.country,
            "zone": where.zone,
            **({"city": where.city} if where.city else {}),
        }
    if found := _CITY.search(text):
        values["city"] = found["city"]
    if name := introduced(text):
        values["name"] = name
    if spoken := words.spoken(text):
        before = words.listed(dict(shown).get("Languages", "")) if _ALSO.search(text) else ()
        values["languages"] = tuple(dict.fromkeys((*before, *spoken)))
    return values


def _bare(text: str, open_fields: tuple[str, ...]) -> dict[str, object]:
    """One open field takes one bare answer."""
    answer = text.strip().split("\n")[0].strip(" .!")
    if len(open_fields) != 1 or not answer or len(answer.split()) > 6:
        return {}
    return _typed(open_fields[0], answer)
