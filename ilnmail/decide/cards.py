"""The application card: the `Field: value` lines that show what a person told us."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from ilnmail.decide.translated import label
from ilnmail.model import Application, Person

FIELDS = (
    *("name", "country", "city", "work", "stage", "languages", "interests", "wish", "trio", "rhythm"),
    *("never", "second_address"),
)
"""In the order of the card; the fields of a Person that its owner may change."""

NEEDED = ("name", "country", "languages")

LABELS: Mapping[str, str] = {
    "name": "Name",
    "country": "Country",
    "city": "City",
    "work": "Work",
    "languages": "Languages",
    "interests": "Interests",
    "wish": "Partner",
    "stage": "Experience",
    "trio": "Group of three",
    "rhythm": "How often",
    "never": "Never with (only we see this)",
    "second_address": "Second address (only we see this)",
}


def card_lines(person: Person, locale: str = "en") -> tuple[tuple[str, str], ...]:
    """Label and value of every line; a gap that must be filled shows as "?", an optional one is left out.

    `locale` is that of the letter: a letter that is written in English only has an English card.
    """
    lines = ((field, shown(person, field, locale)) for field in FIELDS)
    return tuple(
        (label(LABELS[field], locale), value or "?") for field, value in lines if value or field in NEEDED
    )


def with_country(person: Person) -> str:
    """Amina Yusuf (Kenya)"""
    return f"{person.name} ({country_name(person.country, 'en', person.place)})"


def shown(person: Person, field: str, locale: str = "en") -> str:
    """A field as it stands in a letter of that language. A contested place is shown as the person wrote it."""
    if field == "country":
        return country_name(person.country, locale, person.place)
    if field == "languages":
        return ", ".join(language_name(code, locale) for code in person.languages)
    value: Any = getattr(person, field)
    if isinstance(value, bool):
        return label("yes", locale) if value else ""
    return ", ".join(value) if isinstance(value, tuple) else value


def gaps(person: Person) -> tuple[str, ...]:
    """The fields nobody can be enrolled without and that are still open."""
    return tuple(field for field in NEEDED if not getattr(person, field))


def country_name(code: str, locale: str = "en", written: str = "") -> str:
    """The country's name in the language of the letter."""
    return (Locale.parse(locale).territories.get(code) or written or code) if code else ""


def language_name(code: str, locale: str = "en") -> str:
    """The language's name in the language of the letter."""
    return Locale.parse(locale).languages.get(code) or code


def from_application(told: Application) -> dict[str, object]:
    """What an application says, as fields of a Person; what it does not say is left out."""
    values: dict[str, object] = {
        **{field: getattr(told, field) for field in (*FIELDS, "place", "zone")},
        "evidence": tuple((e.field, e.words, e.signal) for e in told.evidence),
    }
    if told.zone and not _is_zone(told.zone):
        values.pop("zone")
    return {field: value for field, value in values.items() if value}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True
