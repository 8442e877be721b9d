"""The hard rules: never broken, by nobody."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

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


class WhyAlone:
    """What removed most of somebody's possible partners; whoever is left over, in a large round, is told in one look-up a rule."""

    def __init__(self, everybody: Sequence[Applicant]) -> None:
        self._count = len(everybody)
        self._countries = Counter(one.country for one in everybody)
        self._languages = Counter(frozenset(one.languages) for one in everybody)
        ids = {one.id for one in everybody}
        self._apart: dict[str, dict[int, set[int]]] = {"avoid": defaultdict(set), "former": defaultdict(set)}
        for one in everybody:
            for name, others in (("avoid", one.avoid), ("former", one.former)):
                for other in ids.intersection(others) - {one.id}:
                    self._apart[name][one.id].add(other)
                    self._apart[name][other].add(one.id)

    def __call__(self, one: Applicant) -> tuple[str, str]:
        """(sentence, rule)"""
        mine = frozenset(one.languages)
        speechless = sum(count for theirs, count in self._languages.items() if not mine & theirs)
        counts = {
            "country": self._countries[one.country] - 1,
            "language": speechless - (not mine),
            **{name: len(apart[one.id]) for name, apart in self._apart.items()},
        }
        worst = max(counts, key=lambda name: counts[name])
        rule = worst if counts[worst] else ""
        return _ALONE[rule], rule
