"""The made-up librarians: who they are, and how each of them behaves with mail."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One invented person. `people.toml` explains the fields."""

    name: str
    address: str
    country: str  # ISO 3166-1 alpha-2
    city: str
    zone: str  # IANA time zone
    languages: tuple[str, ...]
    pace: str = "steady"
    program: str = "gmail"
    work: str = ""
    interests: tuple[str, ...] = ()
    habits: tuple[str, ...] = ()
    joins: int = 30
    subject: str = ""
    first: str = ""
    yes: str = ""
    trio: bool = False

    @property
    def called(self) -> str:
        """The name friends use: in this cast always the first."""
        return self.name.split()[0]

    @property
    def manner(self) -> str:
        """What they are like with mail, in a few words."""
        return ", ".join((_PACES[self.pace], *(_HABITS.get(habit, habit) for habit in self.habits)))

    def has(self, habit: str) -> bool:
        return habit in self.habits


_PACES = {
    "eager": "answers within days",
    "steady": "takes a week",
    "slow": "takes two weeks",
    "silent": "joins and is not heard from",
}

_HABITS = {
    "spanish": "slips into Spanish",
    "french": "slips into French",
    "arabic": "slips into Arabic",
    "below": "answers below the quote",
    "inside": "answers inside the quote",
    "short": "writes from a phone",
    "numbers": "answers with a number and nothing else",
    "thanks": "often says thanks and no more",
    "long": "writes long letters",
    "worried": "has a sick father",
    "away": "is out of office for two weeks",
    "pauses": "pauses for three weeks",
    "leaves": "leaves half-way",
    "rematch": "asks for another partner",
    "bounces": "loses the address half-way",
    "forwards": "passes our mail on to a colleague",
    "never confirms": "never says YES",
}


class CastError(Exception):
    """More people were asked for than there are, or too few to pair."""


@cache
def everybody() -> tuple[Persona, ...]:
    """All participants, in the order in which they are called upon."""
    return _read("person")


@cache
def coordinators() -> tuple[Persona, ...]:
    """Maria and Tomás."""
    return _read("coordinator")


def cast(count: int) -> tuple[Persona, ...]:
    """The first `count` participants. Raises CastError when there are not so many."""
    if not 2 <= count <= len(everybody()):
        raise CastError(f"choose between 2 and {len(everybody())} people; {count} is not possible")
    return everybody()[:count]


def _read(table: str) -> tuple[Persona, ...]:
    written = tomllib.loads(files(__package__).joinpath("people.toml").read_text(encoding="utf-8"))
    return tuple(_persona(row) for row in written[table])


def _persona(row: dict[str, Any]) -> Persona:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return Persona(**values)
