"""A first mail read as an application: the form first, then prose, then what its headers add."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ilnmail.model import Application, Evidence
from ilnmail.understand.application import details, words
from ilnmail.understand.application.country import Where, country
from ilnmail.understand.application.evidence import evidence_of
from ilnmail.understand.application.form import FormLine, read_form
from ilnmail.understand.application.function_words import told_by_headings
from ilnmail.understand.application.names import introduced, name_and_signal
from ilnmail.understand.application.names_of_places import countries, mentions
from ilnmail.understand.application.places import country_named
from ilnmail.understand.application.signals import zone_of
from ilnmail.understand.application.wishes import wished_partner


@dataclass(frozen=True, kw_only=True)
class SignupHints:
    """What the headers say."""

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    utc_offset: int | None = None  # minutes east of UTC


@dataclass(frozen=True)
class SignupReading:
    """The application, what the mail wants, and the language it is written in."""

    application: Application
    intent: str
    locale: str


def read_signup(text: str, hints: SignupHints, quoted: str = "") -> SignupReading:
    """What a mail says about its writer. Every field keeps its evidence; nothing is guessed without any.

    `quoted` is read where nothing was written above it: then the form was filled in inside the quote.
    """
    text, lines = _lines(text, quoted)
    form, locale = _form(lines), _locale(text, lines)
    told = _application(form, text, hints, locale)
    intent = _intent(form, told, text, hints)  # by what they say themselves
    if not told.languages and locale and not form:
        told = _writes_it(told, locale, text)
    return SignupReading(told, intent, locale)


def mail_locale(text: str, quoted: str = "") -> str:
    """The language that such a mail is written in; "" when it is too short to say."""
    return _locale(*_lines(text, quoted))


def _lines(text: str, quoted: str) -> tuple[str, tuple[FormLine, ...]]:
    """What is read of a mail, and the lines of the form in it."""
    text, quoted = text[:_LOOKED_AT], quoted[:_LOOKED_AT]
    lines = read_form(text)
    if not lines and len(text.split()) < _HARDLY_ANYTHING:
        lines = read_form(quoted)
        text = text or "\n".join(line.value for line in lines)
    return text, lines


def _locale(text: str, lines: tuple[FormLine, ...]) -> str:
    labels = " ".join(line.label for line in lines)
    if len(text) >= _LEAST_OF_A_FORM and (headed := told_by_headings(labels)):
        return headed
    told = words.language_of(labels or text) or words.language_of(text)
    cousins = _COUSINS.get(told, ())
    named = words.spoken(text) if cousins else ()
    return next((one for one in named if one in cousins), told) if told not in named else told


_COUSINS = {
    **dict.fromkeys(("gl", "ca", "eu"), ("es", "pt", "fr")),
    **dict.fromkeys(("no", "da", "sv"), ("no", "da", "sv")),
    **dict.fromkeys(("id", "ms"), ("id", "ms")),
    **dict.fromkeys(("cs", "sk"), ("cs", "sk")),
    **dict.fromkeys(("hr", "sr", "sl"), ("hr", "sr", "sl")),
    **dict.fromkeys(("bg", "mk", "uk", "kk", "mn"), ("ru", "bg", "mk", "uk")),
}
"""Languages that a model takes for each other in short texts: of those the one is meant that its writer names."""


def _writes_it(told: Application, locale: str, text: str) -> Application:
    """Whoever writes a language can write it."""
    why = Evidence("languages", locale, " ".join(text.split()[:_BEGINNING]), "language of the mail")
    return replace(told, languages=(locale,), evidence=(*told.evidence, why))


_BEGINNING = 5  # words
_HARDLY_ANYTHING = 6
_LEAST_OF_A_FORM = 20  # characters: beside a bare word the labels are our own, quoted
_LOOKED_AT = 40_000  # characters; nobody introduces themselves at greater length


def _form(lines: tuple[FormLine, ...]) -> dict[str, str]:
    """Field -> value; an address alone is the end of a signature, and no form."""
    form = {line.field: line.value for line in reversed(lines)}
    return form if len(form) > 1 else {field: value for field, value in form.items() if field != "address"}


def _intent(form: dict[str, str], told: Application, text: str, hints: SignupHints) -> str:
    said = (told.country, told.languages, told.work or words.names_a_trade(text), introduced(text))
    who = len(form) > 1 or sum(map(bool, said)) > 1
    return words.intent(text, hints.subject, who)


def _application(form: dict[str, str], text: str, hints: SignupHints, locale: str) -> Application:
    name, named = name_and_signal(text, hints.sender_name, form.get("name", ""))
    wish = form.get("wish") or ("" if form else wished_partner(text))
    liked = words.split(form["interests"]) if "interests" in form else words.interests(text)
    written = words.listed(form["languages"]) if "languages" in form else words.spoken(text, name)
    own = (name, introduced(text), hints.sender_name or _in_the_address(hints.sender))
    where = _where(form, text, hints, own, (locale, *written))
    told = Application(
        name=name,
        country=where.country,
        place=form.get("country", form.get("place", "")),
        city=form.get("city", "").strip(" .") or where.city,
        zone=where.zone,
        work=form.get("work") or words.work(text),
        languages=written,
        interests=liked,
        wish=wish,
        **_details(form, text, hints.sender),
    )
    return replace(told, evidence=evidence_of(told, form, text, named, where.evidence))


def _in_the_address(sender: str) -> str:
    """ "israel mensah" of israel.mensah@...: no country, then."""
    return " ".join(word for word in re.split(r"[\W\d_]+", sender.partition("@")[0]) if len(word) > _SHORT)


_SHORT = 3


def _details(form: dict[str, str], text: str, sender: str) -> dict[str, Any]:
    """What is said beside name, place and languages: the line of the form, else what prose says."""
    other = details.address_in(form.get("second_address", "") or form.get("address", ""))
    return {
        "stage": form.get("stage") or details.stage(text),
        "trio": details.says_yes(form["trio"]) if "trio" in form else details.trio(text),
        "rhythm": form.get("rhythm") or details.rhythm(text),
        "never": details.listed_never(form["never"]) if "never" in form else details.never(text),
        "second_address": (other if other != sender.lower() else "") or details.second_address(text, sender),
    }


def _where(
    form: dict[str, str], text: str, hints: SignupHints, names: tuple[str, ...], spoken: tuple[str, ...]
) -> Where:
    """The lines of the form alone where they name a place; the whole mail where they do not.

    `spoken`: the language of the mail, then those they name.
    """
    line = f"{form.get('country', '')}, {form.get('place', '')}, {form.get('city', '')}".strip(" ,")
    told = country(line, "", (), None) if line else Where()
    if (named := country_named(form.get("country", ""))) and named != told.country:
        # In that line even Granada is a country.
        why = Evidence("country", named, form["country"], "name in the form")
        told = Where(named, "", zone_of(named, hints.utc_offset), (why,))
    if told.country:
        return replace(told, city=told.city or _beside_the_country(line))
    found = country(text, hints.sender, names, hints.utc_offset, spoken[0], spoken[1:])
    return replace(found, city=found.city or _beside_the_country(line))


def _beside_the_country(line: str) -> str:
    """What stands beside the country in one line, where no table knows it: a village."""
    bare = re.sub(r"\s*[(（][^)）]*[)）]", "", line)
    pieces = [piece.strip(" .") for piece in re.split(r"[,/;–—、，]|\s-\s", bare) if piece.strip(" .")]
    return next((one for one in pieces if not mentions(one, countries())), "")
