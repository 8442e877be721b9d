"""What a mailbox that cannot be read means: does it pass by itself, and what would help?"""

import imaplib
import re
import ssl

from imapclient.exceptions import IMAPClientError

_UNREADABLE = (ValueError, TypeError, LookupError)  # from the library, at an answer that is no IMAP
FAULTS = (IMAPClientError, OSError, *_UNREADABLE)

# Codes of RFC 5530 that pass by themselves; THROTTLED is what providers say besides.
_PASSES = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|THROTTLED)\b|\* BYE\b", re.I)
_PASSWORDS = re.compile(
    r"basic auth\w* is (?:disabled|blocked)|app(?:lication)?[- ](?:specific )?password", re.I
)


class InboxError(Exception):
    """The mailbox could not be read. `transient`: can trying again help?"""

    def __init__(self, words: str, *, transient: bool = True) -> None:
        super().__init__(words)
        self.transient = transient


def is_transient(error: Exception) -> bool:
    """A broken line mends, a wrong certificate or password does not; of refusals the code says it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return False
    broken = isinstance(error, (imaplib.IMAP4.abort, OSError, *_UNREADABLE))
    return broken or bool(_PASSES.search(str(error)))


def advice(words: str) -> str:
    """What helps where a provider takes no ordinary password, to be put behind its words; empty elsewhere."""
    if not _PASSWORDS.search(words):
        return ""
    return "; make an app password at the provider and put it into [imap]"
