"""Groups of people as coordinators name them: all, a round, a country, a language, a tag."""

import re
from dataclasses import dataclass

from ilnmail.decide.cards import country_name
from ilnmail.understand.application.places import mentions_of_places

_GROUP = re.compile(
    r"(?:to\s+|everybody\s+in\s+|everyone\s+in\s+|all\s+(?:of|in)\s+)?"
    r"(?:(?P<everybody>all|everybody|everyone)\b|(?P<kind>round|country|language|lang|tag)\s+(?P<rest>.*))",
    re.I | re.S,
)
_ENDS = re.compile(r"\s+(?:until|till|to|from|with|because|for|by)\b|[:,\n]", re.I)
_SAME = {"lang": "language"}


@dataclass(frozen=True)
class Group:
    """Whom an order is about, where it names no ids."""

    kind: str  # all, round, country, language, tag
    which: str  # 2027A, KE, fr, rural
    rest: str  # what the order says besides

    def __str__(self) -> str:
        return "all" if self.kind == "all" else f"{self.kind} {self.which}"


def group_of(text: str) -> Group | None:
    """The group at the beginning of an order's words; None where there is none, or a country we do not know."""
    found = _GROUP.match(text.strip())
    if found is None:
        return None
    if found["everybody"]:
        return Group("all", "", text.strip()[found.end() :].strip(" :,"))
    kind = _SAME.get(found["kind"].lower(), found["kind"].lower())
    first, rest = _first_name(found["rest"], kind)
    which = country_of(first) if kind == "country" else first
    return Group(kind, which, rest) if which else None


def _first_name(text: str, kind: str) -> tuple[str, str]:
    """One word, or of a country all the words of its name."""
    end = _ENDS.search(text)
    cut = end.start() if end and kind == "country" and " " in text[: end.start()].strip() else -1
    if cut < 0 or not country_of(text[:cut]):
        cut = len(text.split(maxsplit=1)[0]) if text.split() else 0
    return text[:cut].strip(" :,"), text[cut:].strip(" :,")


def country_of(words: str) -> str:
    """ISO 3166-1 alpha-2 of a code or a name in any language; "" where it is none, or several."""
    bare = words.strip(" .,:")
    if re.fullmatch(r"[A-Za-z]{2}", bare):
        return bare.upper() if country_name(bare.upper()) != bare.upper() else ""
    found = {code for m in mentions_of_places(bare) if m.kind == "country" for code in m.codes}
    return found.pop() if len(found) == 1 else ""
