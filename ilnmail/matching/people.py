"""The people to be paired, and what comes out: plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Somebody to be paired, as far as pairing needs to know them."""

    id: int
    country: str  # ISO 3166-1 alpha-2
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    work: str = ""
    stage: str = ""  # student, early, mid, senior
    wanted_countries: tuple[str, ...] = ()  # where a partner is asked for from
    wanted_stage: str = ""
    wanted_manner: str = ""  # similar, different, any: the kind of work
    trio: bool = False
    avoid: tuple[int, ...] = ()
    former: tuple[int, ...] = ()
    met: tuple[str, ...] = ()  # countries of former partners
    waited: int = 0  # rounds
    owed: int = 0  # favours


@dataclass(frozen=True)
class ProposedPairing:
    """Two people, or three, and why."""

    members: tuple[int, ...]  # in the order of their ids
    score: int
    language: str  # the best they share
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    shared_interests: tuple[str, ...]


@dataclass(frozen=True)
class Unmatched:
    """Somebody left over, and the rule that removed most of their possible partners."""

    id: int
    reason: str
    rule: str = ""


@dataclass(frozen=True)
class Proposal:
    """The result of a match run."""

    pairings: tuple[ProposedPairing, ...]
    unmatched: tuple[Unmatched, ...]
    proved: str  # what has been proved, and no more, in words
    digest: str  # SHA-256 of the pairs
    total: int
    worst: int
    wrong: str = ""  # with the proof; these pairs are not to be proposed then

    @property
    def proof(self) -> str:
        """What has been proved, and how many are left."""
        left = len(self.unmatched)
        alone = {0: "", 1: " One person could not be paired."}.get(
            left, f" {left} people could not be paired."
        )
        return f"{self.proved}{alone}" if self.proved else ""
