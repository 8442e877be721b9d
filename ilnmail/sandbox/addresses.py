"""Who has a mailbox here: which addresses are ours, in whose mailbox a message lies, which have accidents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class Fate(Enum):
    """What becomes of a message to an address."""

    DELIVERED = auto()
    BOUNCED_LATER = auto()
    GREYLISTED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to RCPT TO (RFC 5321 section 4.2, RFC 3463)."""

    fate: Fate
    reply: str = "250 2.1.5 OK"


WELCOME = Answer(Fate.DELIVERED)
FOREIGN = Answer(Fate.REFUSED, "550 5.7.1 nothing leaves this machine, and that domain is not here")
MALFORMED = Answer(Fate.REFUSED, "553 5.1.3 that is not an address")

# Names to try things with, in every domain served here.
ACCIDENTS: Mapping[str, Answer] = {
    "reject": Answer(Fate.REFUSED, "550 5.1.1 no such user"),
    "full": Answer(Fate.REFUSED, "552 5.2.2 mailbox full"),
    "tempfail": Answer(Fate.REFUSED, "451 4.3.0 try again later"),
    "greylist": Answer(Fate.GREYLISTED, "451 4.7.1 greylisted: try again later"),
    "bounce": Answer(Fate.BOUNCED_LATER),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The domains served here; None means every domain. `catch_all` maps a domain to its only mailbox."""

    domains: tuple[str, ...] | None
    catch_all: Mapping[str, str] = field(default_factory=dict)

    def is_ours(self, domain: str) -> bool:
        """Whether this domain is served here, however it is written."""
        known = domain.lower()
        return self.domains is None or known in self.domains or known in self.catch_all

    def answer(self, address: str) -> Answer:
        """What to say to a recipient."""
        local, _, _ = address.rpartition("@")
        return self._refusal(address) or ACCIDENTS.get(_without_tag(local), WELCOME)

    def account(self, address: str) -> str:
        """Whose mailbox it is: `Amina+tag@Example.org` is amina@example.org's (RFC 5233)."""
        local, _, domain = address.rpartition("@")
        caught = self.catch_all.get(domain.lower())
        return caught or f"{_without_tag(local)}@{domain.lower()}"

    def login(self, name: str) -> str | None:
        """The account of somebody who logs in; a name alone means the first domain. None: not here."""
        address = f"{name}@{self.domains[0]}" if self.domains and "@" not in name else name
        return None if self._refusal(address) else self.account(address)

    def _refusal(self, address: str) -> Answer | None:
        local, _, domain = address.rpartition("@")
        # A bare CR or half a character could become a header line of its own.
        if not local or not domain or not address.isprintable():
            return MALFORMED
        return None if self.is_ours(domain) else FOREIGN


def _without_tag(local: str) -> str:
    name, _, _ = local.partition("+")
    return (name or local).lower()
