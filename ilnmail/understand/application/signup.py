"""A first mail read as an application: the form first, then prose, then what its headers add."""

import re
from dataclasses import dataclass

from ilnmail.model import Application, Evidence
from ilnmail.understand.application import words
from ilnmail.understand.application.country import country, zones_of
from ilnmail.understand.application.form import form_lines
from ilnmail.understand.application.names_of_places import countries, mentions


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


def read_signup(text: str, hints: SignupHints) -> SignupReading:
    """What a mail says about its writer. Every field keeps its evidence; nothing is guessed without any."""
    form = form_lines(text)
    where, why = _country(form, text, hints)
    told = _application(form, text, hints, where, why)
    said_who = (
        bool(form) or bool(where and (told.languages or told.work)) or bool(told.work and told.languages)
    )
    locale = words.language_of(text)
    known = told.languages or ((locale,) if locale else ())  # whoever writes it can write it
    complete = Application(**{**told.__dict__, "languages": known})
    return SignupReading(complete, words.intent(text, hints.subject, said_who), locale)


def _application(
    form: dict[str, str], text: str, hints: SignupHints, where: str, why: tuple[Evidence, ...]
) -> Application:
    city = _city(form, text)
    zones = zones_of(where)
    return Application(
        name=form.get("name") or words.name_in(text) or _display_name(hints.sender_name),
        country=where,
        place=form.get("country", form.get("place", "")),
        city=city,
        zone=zones[0] if zones else "",
        work=form.get("work") or words.work(text),
        languages=words.listed(form["languages"]) if "languages" in form else words.spoken(text),
        interests=words.split(form["interests"]) if "interests" in form else words.interests(text),
        wish=form.get("wish", ""),
        trio=words.volunteers_for_a_trio(text),
        evidence=(*why, *(Evidence(field, value, value, "form line") for field, value in form.items())),
    )


def _country(form: dict[str, str], text: str, hints: SignupHints) -> tuple[str, tuple[Evidence, ...]]:
    """A form line that names one country decides."""
    line = f"{form.get('country', '')} {form.get('place', '')}".strip()
    named = {code for _, _, code in mentions(line, countries())}
    if len(named) == 1:
        code = named.pop()
        return code, (Evidence("country", code, line, "form line"),)
    return country(text, hints.sender, hints.utc_offset)


_IN_CITY = re.compile(
    r"\b(?:in|at|from|à|en|em|aus|из|в|de)\s+(?P<city>[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?: [A-ZÀ-ÞА-ЯЁ][\w'’-]+){0,2})\s*[,(]"
)


def _city(form: dict[str, str], text: str) -> str:
    """The city line, else what stands beside the country in one line, else "in Mombasa, ..."."""
    if "city" in form:
        return form["city"].strip(" .")
    pieces = [p.strip(" .") for p in re.split(r"[,/;–—、，-]", form.get("place", "")) if p.strip(" .")]
    cities = [p for p in pieces if not mentions(p, countries())]
    if cities:
        return cities[0]
    found = _IN_CITY.search(text[:4000])
    return found["city"] if found and not mentions(found["city"], countries()) else ""


def _display_name(name: str) -> str:
    """From's display name, where it is a person's."""
    plain = name.strip(" '\"")
    return "" if "@" in plain or not re.search(r"[^\W\d_]{2,}", plain) else plain
