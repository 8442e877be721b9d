"""interim"""

import re
from dataclasses import dataclass
from babel import Locale
from ilnmail.model import Application

EN = Locale("en")
C = {v.casefold(): k for k, v in EN.territories.items() if len(k) == 2 and k.isalpha()}
L = {v.casefold(): k for k, v in EN.languages.items() if len(k) == 2}
ZONES = {
    "KE": "Africa/Nairobi",
    "NO": "Europe/Oslo",
    "PE": "America/Lima",
    "JP": "Asia/Tokyo",
    "BR": "America/Sao_Paulo",
    "ES": "Europe/Madrid",
    "IN": "Asia/Kolkata",
}


@dataclass(frozen=True)
class SignupHints:
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    utc_offset: int | None = None


@dataclass(frozen=True)
class SignupReading:
    application: Application
    intent: str
    locale: str


def read_signup(text, hints):
    low = text.casefold()
    name = ""
    m = re.search(r"(?:name is|I am|Name:)\s+([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)", text)
    if m:
        name = m[1]
    name = name or hints.sender_name
    country = next(
        (k for n, k in sorted(C.items(), key=lambda t: -len(t[0])) if re.search(rf"\b{re.escape(n)}\b", low)),
        "",
    )
    langs = tuple(k for n, k in L.items() if re.search(rf"\b{re.escape(n)}\b", low))
    m = re.search(r"in ([A-Z][\w]+),", text)
    city = m[1] if m else ""
    m = re.search(r"(?:interests?:|love|like) ([^.\n]+)", text, re.I)
    ints = tuple(x.strip() for x in re.split(r",| and ", m[1])) if m else ()
    m = re.search(r"(?:work as a|I am a|as an?) ([\w ]+?)(?: in|,|\.)", text)
    a = Application(
        name=name,
        country=country,
        city=city,
        zone=ZONES.get(country, ""),
        languages=langs,
        interests=ints,
        work=m[1] if m else "",
    )
    intent = "join" if (country or langs) else "question" if "?" in text else "unclear"
    return SignupReading(a, intent, "en")


@dataclass(frozen=True)
class Changes:
    values: dict


def read_changes(text, lines, shown, open_fields):
    v = {}
    m = re.search(r"city is (\w+)", text)
    if m:
        v["city"] = m[1]
    if open_fields == ("country",) and text.strip().casefold() in C:
        v["country"] = C[text.strip().casefold()]
        v["zone"] = ZONES.get(v["country"], "UTC")
    return Changes(v)
