"""The hard rules: never broken, by nobody."""

from collections.abc import Callable

from ilnmail.matching.people import Applicant

Rule = tuple[str, str, Callable[[Applicant, Applicant], bool]]

RULES: tuple[Rule, ...] = (
    ("country", "both work in the same country", lambda a, b: a.country == b.country),
    ("language", "they share no language", lambda a, b: not set(a.languages) & set(b.languages)),
    ("avoid", "they are not to be paired", lambda a, b: b.id in a.avoid or a.id in b.avoid),
    ("former", "they were partners before", lambda a, b: b.id in a.former or a.id in b.former),
)
"""(name, in words, does this pair break it?)"""

_ALONE = {
    "country": "Everybody who was left works in the same country.",
    "language": "Nobody who was left writes a language of yours.",
    "avoid": "Those who were left are not to be paired with you.",
    "former": "You know everybody who was left from earlier rounds.",
    "": "The number of people was odd, and others had waited longer.",
}


def broken_rules(one: Applicant, other: Applicant) -> tuple[str, ...]:
    """The rules that this pair would break, in words."""
    return tuple(words for _, words, breaks in RULES if breaks(one, other))


def why_alone(one: Applicant, everybody: tuple[Applicant, ...]) -> tuple[str, str]:
    """(sentence, rule): what removed most of this person's possible partners."""
    others = [other for other in everybody if other.id != one.id]
    counts = {name: sum(breaks(one, other) for other in others) for name, _, breaks in RULES}
    worst = max(counts, key=lambda name: counts[name])
    rule = worst if others and counts[worst] else ""
    return _ALONE[rule], rule
