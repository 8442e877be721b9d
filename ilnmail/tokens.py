"""Names that cannot be guessed and are the same at every rebuild: tokens, Message-IDs, reference codes.

Each is derived by HMAC-SHA256 (RFC 2104) from the key of the outbox row under a versioned secret, so that
it is known before the row exists. A label for each purpose keeps one from giving away another.
"""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from typing import Literal, assert_never

Mode = Literal["plus", "catch-all", "plain"]
"""What the mailbox lets us do: iln+TOKEN@example.org, TOKEN@iln.example.org, or no token in the address."""

Kind = Literal["r", "b", "u"]
"""What a token is for: reply, bounce, leave."""

TOKEN = re.compile(r"(?<![a-z0-9])[rbu][0-9][a-z2-7]{24}(?![a-z0-9])", re.IGNORECASE)
REFERENCE = re.compile(
    r"(?<![a-z0-9])[b-df-hj-km-np-tv-z2-9]{4}-[b-df-hj-km-np-tv-z2-9]{2}(?![a-z0-9])", re.I
)

# Neither vowels, so that no code spells a word, nor figures and letters that look alike (0 o, 1 l i).
_CODE_LETTERS = "bcdfghjkmnpqrstvwxyz23456789"
_MESSAGE_ID_OCTETS = 70
_LOCAL_PART_OCTETS = 64  # RFC 5321 4.5.3.1.1


class TokenError(ValueError):
    """A token would not fit where it has to go; the message says what to change in the settings."""


@dataclass(frozen=True)
class Secret:
    """The key all is derived under; `version` (0 to 9) stands in each token, so that keys can change."""

    version: int
    key: bytes

    def __post_init__(self) -> None:
        if not 0 <= self.version <= 9 or len(self.key) < 16:
            raise TokenError("a secret needs a version from 0 to 9 and at least 16 octets")


def token(kind: Kind, key: str, secret: Secret) -> str:
    """26 characters: the kind, the secret's version, 120 bits in base 32 (RFC 4648), lower case."""
    return f"{kind}{secret.version}{_letters(f'token {kind}', key, secret)}"


def mark(address: str, secret: Secret) -> str:
    """By which an address is known again, and from which nobody can tell what it was."""
    return _letters("barred", address.lower(), secret)


def message_id(key: str, secret: Secret, domain: str) -> str:
    """Our Message-ID (RFC 5322 3.6.4) for that row, angle brackets included."""
    made = f"<{_letters('message-id', key, secret)}@{domain}>"
    if len(made) > _MESSAGE_ID_OCTETS:
        raise TokenError(
            f"the domain {domain} is too long for a Message-ID; use one of at most 43 characters"
        )
    return made


def reference(key: str, secret: Secret) -> str:
    """The code at the foot of a letter, k7qf-2m. It helps to find the letter and authorises nothing."""
    number = int.from_bytes(_digest("reference", key, secret)[:12], "big")
    code = ""
    for _ in range(6):
        number, place = divmod(number, len(_CODE_LETTERS))
        code += _CODE_LETTERS[place]
    return f"{code[:4]}-{code[4:]}"


def boundary(key: str, secret: Secret) -> str:
    """A MIME boundary (RFC 2046 5.1.1). The "=_" cannot stand in quoted-printable or base 64."""
    return f"=_{_letters('boundary', key, secret)}"


def jitter(key: str, attempt: int, secret: Secret) -> float:
    """How much sooner or later than planned to try again: a fraction from -0.2 to 0.2."""
    number = int.from_bytes(_digest(f"jitter {attempt}", key, secret)[:8], "big")
    return 0.4 * number / (2**64 - 1) - 0.2


def reply_address(us: str, token: str, mode: Mode) -> str:
    """Our address with a token in it, as far as the mailbox lets us."""
    local, _, domain = us.rpartition("@")
    match mode:
        case "plus":
            made = f"{local}+{token}"
        case "catch-all":
            made = token
        case "plain":
            made = local
        case _:
            assert_never(mode)
    if len(made.encode()) > _LOCAL_PART_OCTETS:
        raise TokenError(
            f"{local}@ is too long to carry a token; use an address of at most 37 octets before the @"
        )
    return f"{made}@{domain}"


def _letters(label: str, key: str, secret: Secret) -> str:
    """24 letters and figures, of 5 bits each."""
    return b32encode(_digest(label, key, secret)[:15]).decode().lower()


def _digest(label: str, key: str, secret: Secret) -> bytes:
    # The label cannot run into the key: no label holds a NUL.
    return hmac.digest(secret.key, f"{label}\0{key}".encode(), "sha256")
