"""What a refusal means: for the letter, for its address, for the server it went to (RFC 5321, RFC 3463)."""

import re
from enum import StrEnum

from ilnmail.send import SendError


class Verdict(StrEnum):
    """The classes of everything that can go wrong between dialling and the answer to the final dot."""

    LATER = "later"  # this letter waits
    HOST = "host"  # the server waits; the letter has done nothing
    HARD = "hard"  # there is no such mailbox
    SOFT = "soft"  # the mailbox takes nothing now
    REFUSED = "refused"  # this letter will never be taken, and its address is not to blame
    POLICY = "policy"  # they will not take this letter from us: nobody's address is to blame; many open the circuit
    OPERATOR = "operator"  # our login, our reputation, our settings: the circuit opens
    UNCERTAIN = "uncertain"  # dropped at the final dot: nobody knows


_STATUS = re.compile(r"^\d{3}[ -](?:[A-Za-z.-]* )?([245]\.\d{1,3}\.\d{1,3})\b")
_POLICY = re.compile(
    r"spam|policy|block(?:ed|list)|blacklist|reputation|dmarc|dkim|\bspf\b|not authori[sz]ed|authentication",
    re.I,
)

_BY_STATUS = {
    **dict.fromkeys(("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"), Verdict.HARD),
    **dict.fromkeys(("5.2.2", "5.4.4", "5.4.7"), Verdict.SOFT),
}
_BY_CODE = {
    421: Verdict.HOST,
    **dict.fromkeys((530, 534, 535, 538), Verdict.OPERATOR),
    **dict.fromkeys((521, 551, 556), Verdict.HARD),
}
_AT_RCPT = {550: Verdict.HARD, 552: Verdict.SOFT, 553: Verdict.HARD}


def verdict(error: SendError) -> Verdict:
    """The class of a failed attempt, by its stage, its code, its enhanced status and, last, its words."""
    if error.code == 0:
        return _unanswered(error.stage)
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    if error.stage == "connect":
        return Verdict.HOST if error.code < 500 else Verdict.OPERATOR
    if error.code < 500:
        return Verdict.LATER
    return _permanent(error, str(error))


def _unanswered(stage: str) -> Verdict:
    if stage == "dot":
        return Verdict.UNCERTAIN
    return Verdict.HOST if stage == "connect" else Verdict.LATER


def _permanent(error: SendError, words: str) -> Verdict:
    found = _STATUS.match(words)
    status = found[1] if found else ""
    if status.startswith("5.7.") or (not status and _POLICY.search(words)):
        # Before a recipient is named it is us they refuse; afterwards it may be this one recipient's wish.
        return Verdict.OPERATOR if error.stage == "mail" else Verdict.POLICY
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if error.stage == "mail" and error.code != 552:
        return Verdict.OPERATOR  # it is our address that is refused
    unnamed = not status or status.startswith(("5.0.", "5.1."))
    return _AT_RCPT.get(error.code, Verdict.REFUSED) if error.stage == "rcpt" and unnamed else Verdict.REFUSED
