"""Which words of a clause are written as names are, or name places and languages. Pure."""

from ilnmail.understand.application.names_of_places import countries, languages, mentions
from ilnmail.understand.application.names_of_places import plain as plain_name
from ilnmail.understand.application.places import cities_named, mentions_of_places
from ilnmail.understand.wording import words_of


def known_names(written: str) -> frozenset[str]:
    """The plain words of the places and languages that a clause names."""
    names = [name for _, name, _ in (*mentions(written, languages()), *mentions(written, countries()))]
    names += [place.written for place in mentions_of_places(written)]
    names += [word for word in plain_name(written).split() if cities_named(word)]
    return frozenset(word for name in names for word in words_of(name))
