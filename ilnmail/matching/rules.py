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
    "": "The number of people was odd, and one had to stay out.",
}
_NOBODY_ELSE = "Nobody else took part."


def broken_rules(one: Applicant, other: Applicant) -> tuple[str, ...]:
    """The rules that this pair would break, in words."""
    return tuple(words for _, words, breaks in RULES if breaks(one, other))


def why_alone(everybody: Sequence[Applicant], left: Sequence[Applicant]) -> list[tuple[str, str]]:
    """(sentence, rule) for each who is left: what removed most of those whom they could still have been paired with. Where
    nobody at all was possible that is everybody, else the others who are left: if there are none, the number was odd."""
    among_all = _Rules(everybody)
    hopeful = [among_all.leave_somebody(one) for one in left]
    among_left = _Rules([one for one, possible in zip(left, hopeful, strict=True) if possible])
    rules = [
        (among_left if possible else among_all).removed_most(one)
        for one, possible in zip(left, hopeful, strict=True)
    ]
    return [(_ALONE[rule] if len(everybody) > 1 else _NOBODY_ELSE, rule) for rule in rules]


class _Rules:
    """How many of some people each rule removes, in one look-up a rule: in a large round thousands may be left."""

    def __init__(self, people: Sequence[Applicant]) -> None:
        self._by_id = {one.id: one for one in people}
        self._countries = Counter(one.country for one in people)
        self._languages = Counter(frozenset(one.languages) for one in people)
        self._kinds = Counter((one.country, frozenset(one.languages)) for one in people).most_common()
        self._apart: dict[str, dict[int, set[int]]] = {"avoid": defaultdict(set), "former": defaultdict(set)}
        for one in people:
            for name, others in (("avoid", one.avoid), ("former", one.former)):
                for other in (other for other in others if other in self._by_id and other != one.id):
                    self._apart[name][one.id].add(other)
                    self._apart[name][other].add(one.id)

    def removed_most(self, one: Applicant) -> str:
        """The name of a rule; empty where none removed anybody."""
        mine = frozenset(one.languages)
        speechless = sum(count for theirs, count in self._languages.items() if not mine & theirs)
        counts = {
            "country": self._countries[one.country] - 1,
            "language": speechless - (not mine),
            **{name: len(apart[one.id]) for name, apart in self._apart.items()},
        }
        worst = max(counts, key=lambda name: counts[name])
        return worst if counts[worst] else ""

    def leave_somebody(self, one: Applicant) -> bool:
        """Is there anybody whom no rule removes?"""
        apart = self._apart["avoid"][one.id] | self._apart["former"][one.id]
        room = sum(_foreign(one, self._by_id[other]) for other in apart)
        for (country, languages), count in self._kinds:
            if country != one.country and languages.intersection(one.languages):
                room -= count
            if room < 0:
                return True
        return False


def _foreign(one: Applicant, other: Applicant) -> bool:
    """Do they work in two countries and share a language?"""
    return one.country != other.country and bool(set(one.languages) & set(other.languages))
