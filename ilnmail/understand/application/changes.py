"""Corrections to a card that was shown: above it, inside the quote, in prose, or as one bare word."""

import re
from dataclasses import dataclass, field, replace

from ilnmail.model import Evidence
from ilnmail.understand.application import details, words
from ilnmail.understand.application.country import country, works_now
from ilnmail.understand.application.form import field_of, form_lines
from ilnmail.understand.application.names import introduced
from ilnmail.understand.application.names_of_places import countries, mentions, plain
from ilnmail.understand.application.places import cities_named, country_named
from ilnmail.understand.application.signals import zones_of
from ilnmail.understand.application.wishes import wished_partner
from ilnmail.understand.reading import Line
from ilnmail.understand.wording import lexicon, words_of

_CITY = re.compile(
    r"(?i:\b(?:(?:my )?(?:city|town) is|(?:ma )?ville est|(?:mi )?ciudad es|(?:a )?minha cidade é|meine stadt ist|мой город"
    r"|ich (?:wohne|arbeite) jetzt in)(?: now| maintenant| ahora| agora| jetzt| теперь)?)\s*[:—–-]?\s*"
    r"(?P<city>[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?: (?:d[eo]s? |da )?[A-ZÀ-ÞА-ЯЁ][\w'’-]+){0,2})"
    r"|مدينتي (?:هي )?(?P<arabic>[\u0620-\u06ff]{2,}(?: ال[\u0620-\u06ff]+)?)|城市(?:是|改为|改為|应为|應為)(?P<han>[\u4e00-\u9fff]{2,8})"
)
_LOOKED_AT = 20_000  # characters
_DIRECTION = re.compile("[\u2066-\u2069\u200e\u200f\u202a-\u202e]")
_ALSO = re.compile(
    r"\balso\b|\btoo\b|aussi|también|também|auch|тоже|также|ещ[её]\b|en plus|además|ainda|还|還|أيضا|也", re.I
)


@dataclass(frozen=True)
class Changes:
    """Fields of the card and their new values, with the words they were taken from."""

    values: dict[str, object] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


def read_changes(
    text: str,
    lines: tuple[Line, ...],
    shown: tuple[tuple[str, str], ...],
    open_fields: tuple[str, ...] = (),
    sender: str = "",
) -> Changes:
    """What a person changed. Quoted lines count only where they differ from what was sent."""
    lines = tuple(replace(line, label=_unmarked(line.label), value=_unmarked(line.value)) for line in lines)
    text = _unmarked(text[:_LOOKED_AT])
    written = {**_edited(lines, shown), **form_lines(text)}
    values = {name: value for key, told in written.items() for name, value in _typed(key, told).items()}
    named = open_fields == ("country",) and country_named(text.strip(" .!\n"))
    asked = _bare(text, open_fields) if named else {}  # "South Korea" is no "I write Korean"
    values = values or asked or _prose(text, shown, sender) or _bare(text, open_fields)
    values = values or (_where(text) if "country" in open_fields else {})
    values = values or _unknown_town(text, open_fields)
    values = _on_its_clock(values, shown)
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
    if key == "trio":
        return {"trio": details.says_yes(told)}
    if key == "never":
        return {"never": details.listed_never(told)}
    if key in ("address", "second_address"):
        return {key: details.address_in(told)} if details.address_in(told) else {}
    return {key: told}


def _country_values(told: str) -> dict[str, object]:
    """A country by any of its names, "UK" and "RDC" too; of a sentence the place is what it names."""
    if code := country_named(told.strip(" .!")):
        return {"country": code, "place": told, "zone": next(iter(zones_of(code)), "")}
    where = country(told, "", (), None)
    named = {where.country} if where.country else {code for _, _, code in mentions(told, countries())}
    if len(named) != 1:
        return {}
    code = named.pop()
    zone = where.zone or next(iter(zones_of(code)), "")
    found = {"country": code, "place": "" if where.city else told, "city": where.city, "zone": zone}
    return {name: value for name, value in found.items() if value}


def _on_its_clock(values: dict[str, object], shown: tuple[tuple[str, str], ...]) -> dict[str, object]:
    """With another city comes its time zone, where the country on the card has a city of that name."""
    if "city" not in values:
        return values
    told = (str(values["country"]),) if "country" in values else ()
    codes = told or tuple(code for _, value in shown for _, _, code in mentions(value, countries()))
    found = cities_named(plain(str(values["city"])))
    zone = next((city.zone for city in found if city.country in codes), "")
    return {**values, "zone": zone} if zone else values


def _prose(text: str, shown: tuple[tuple[str, str], ...], sender: str) -> dict[str, object]:
    """ "Yes, but my city is Mombasa; and I also write Arabic." """
    values: dict[str, object] = {}
    if (where := works_now(text)).country:
        values |= {
            "country": where.country,
            "zone": where.zone,
            **({"city": where.city} if where.city else {}),
        }
    if found := _CITY.search(text):
        values["city"] = next(one for one in found.groups() if one)
    if name := introduced(text):
        values["name"] = name
    return {**values, **_added(text, shown), **_details(text, sender)}


def _added(text: str, shown: tuple[tuple[str, str], ...]) -> dict[str, object]:
    """Languages and interests; with an "also" they join those on the card."""
    values: dict[str, object] = {}
    also = bool(_ALSO.search(text))
    if spoken := words.spoken(text):
        before = words.listed(_on_the_card("languages", shown)) if also else ()
        values["languages"] = tuple(dict.fromkeys((*before, *spoken)))
    if liked := words.interests(text):
        kept = words.split(_on_the_card("interests", shown)) if also else ()
        values["interests"] = tuple(dict.fromkeys((*kept, *liked)))
    return values


def _on_the_card(field: str, shown: tuple[tuple[str, str], ...]) -> str:
    """What the card said of it, whatever the language of its labels."""
    return next((value for label, value in shown if field_of(label) == field and value != "?"), "")


def _details(text: str, sender: str) -> dict[str, object]:
    told: dict[str, object] = {
        "stage": details.stage(text),
        "wish": wished_partner(text),
        "trio": details.trio(text),
        "rhythm": details.rhythm(text),
        "never": details.never(text),
        "second_address": details.second_address(text, sender),
        "address": details.new_address(text, sender),
    }
    if told["address"] or details.refuses_a_trio(text):
        told.pop("second_address" if told["address"] else "trio")
    values = {field: value for field, value in told.items() if value}
    return {**values, "trio": False} if details.refuses_a_trio(text) else values


def _where(text: str) -> dict[str, object]:
    """Where somebody says that they work, weighed as in a first mail: "Sorry, I forgot: I live in Nigeria"."""
    found = country(text, "", (), None)
    told = {"country": found.country, "city": found.city, "zone": found.zone} if found.country else {}
    return {name: value for name, value in told.items() if value}


_TOWN = re.compile(r"[^\W\d_a-zа-я][^\W\d_]*(?:[ '’-][^\W\d_]+){0,2}")


def _unknown_town(text: str, open_fields: tuple[str, ...]) -> dict[str, object]:
    """A name alone where the country was asked, in no table: a town; the country is asked once more."""
    answer = text.strip(" .!\n")
    names = _TOWN.fullmatch(answer) and all(word[:1] == word[:1].upper() for word in answer.split())
    known = any(part.means for part in lexicon("en").read(words_of(answer), *_NO_TOWNS)) if names else True
    return {} if known or open_fields != ("country",) else {"city": answer}


_NO_TOWNS = (
    "yes",
    "no",
    "fine",
    "good",
    "decline",
    "unsure",
    "polite",
    "greeting",
    "filler",
    "glad",
    "reason",
    "number",
    "turns",
    "weekday",
    "month",
    "request",
    "negation",
    "missing",
    "pick",
)


def _bare(text: str, open_fields: tuple[str, ...]) -> dict[str, object]:
    """One open field takes one bare answer."""
    answer = text.strip().split("\n")[0].strip(" .!")
    if len(open_fields) != 1 or not answer or len(answer.split()) > 6:
        return {}
    return _typed(open_fields[0], answer)
