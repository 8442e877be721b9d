"""What people told us, and what came with a message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """Why a field of an application reads as it does."""

    field: str
    value: str
    words: str  # the words of the mail it was taken from
    signal: str  # "form line", "country name near a cue", "domain .ke", "phone +254"


@dataclass(frozen=True)
class Application:
    """What a person told us about themselves. Empty means: not said."""

    name: str = ""
    country: str = ""  # ISO 3166-1 alpha-2 of where the person works now
    place: str = ""  # the country as the person wrote it
    city: str = ""
    zone: str = ""  # IANA time zone
    work: str = ""  # place and kind of work, in the person's words
    languages: tuple[str, ...] = ()  # ISO 639-1 where there is one, else 639-3
    interests: tuple[str, ...] = ()
    wish: str = ""  # what kind of partner, in the person's words
    trio: bool = False
    stage: str = ""  # how long they have been at it, in their words
    rhythm: str = ""  # how often they would write, in their words
    never: tuple[str, ...] = ()  # people and institutions never to be paired with
    second_address: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The fields that nobody can be enrolled without and that are still open."""
        needed = (("name", self.name), ("country", self.country), ("languages", self.languages))
        return tuple(name for name, value in needed if not value)


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message; its bytes stay in the message."""

    name: str
    content_type: str
    size: int  # octets


@dataclass(frozen=True, kw_only=True)
class Match:
    """One proposed pairing of a match run."""

    people: tuple[int, ...]
    score: int
    language: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    interests: tuple[str, ...]
