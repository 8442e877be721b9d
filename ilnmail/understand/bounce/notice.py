"""Is a message without the parts of a report a report all the same? Evidence is weighed, never one word believed."""

import re
from email.message import Message as Mime
from functools import cache

from ilnmail.data.bouncing import rows
from ilnmail.understand.bounce import subject
from ilnmail.understand.bounce.prose import told_text
from ilnmail.understand.bounce.returned import returned_head
from ilnmail.understand.message import addresses, header, headers
from ilnmail.understand.phrases import ADDRESS, Tables, plain

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|(?:^|[<\"])post-?_?master|mail[-_ .]?delivery|mdaemon|maildelivery|mail[-_ ]?system|system administrator|"
    r"mail administrator|microsoft exchange|microsoftexchange|majordomo|daemon@|^ndr@|^dsn@|<(?:ndr|dsn)@|^mda?a?emon|bounce",
    re.I,
)
_CODE = re.compile(r"(?<![\d.])[45]\d\d[ \-](?:#?[45]\.\d+\.\d+|[<a-z])|(?<![\d.])[45]\.\d+\.\d+(?![\d.])")
_GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|good (?:morning|day|evening)|hallo|liebe|bonjour|hola|olá|ciao)\b", re.I
)
_ASKS = re.compile(r"[?？؟](?:\s|$)")
_MINE = re.compile(
    r"\b(?:my|mon(?!,? (?:\d|[a-z]{3} \d))|ma|mes|mein|meine[nrm]?|mijn|mi|mis|meu|minha|mio|mia|min|mitt|mój|moja|moje|můj|moji|мой|моя|моё|мое|моє|мій)\b"
    r"|\b(?:ich|ik|jag|jeg|io|já|я|yo)\s|\bi (?:sent|wrote|tried|have|will|am|was|got|need|would|shall)\b|我的|我给|我給|私の|제가|내가",
    re.I,
)
_OUTRIGHT = re.compile(r"(?:^|[<\"])mail(?:er)?[-_.]?daemon@", re.I)
_ENOUGH, _ENOUGH_OF_A_DAEMON, _MOST_OF_A_BODY = 5, 2, 4


@cache
def _weighed() -> Tables:
    """By weight, the heaviest first."""
    told = [(int(row["weight"]), row["phrase"]) for row in rows("notices") if row["where"] == "body"]
    return Tables(sorted(told, reverse=True))


def is_notice(message: Mime) -> bool:
    """A notice of a mail server about a letter it could not deliver."""
    daemon = _from_a_daemon(message)
    enough = _ENOUGH_OF_A_DAEMON if daemon else _ENOUGH
    outside = subject.weight(message, daemon) + _marks(message)
    if outside + _MOST_OF_A_BODY < enough:
        return False
    text = told_text(message)
    if _names_another(message, text):
        return True
    if not daemon and not ADDRESS.search(text) and not returned_head(message):
        return False
    personal = 0 if daemon else 2 * _is_personal(text)
    return outside + _body(text) - personal >= enough


def _is_personal(text: str) -> bool:
    """Somebody greets, asks, or speaks of what is theirs."""
    return bool(_GREETING.match(text) or _ASKS.search(text) or _MINE.search(text))


def _from_a_daemon(message: Mime) -> bool:
    written = addresses(message, "From")
    nobody = not written or not written[0][1]
    null = header(message, "Return-Path").replace(" ", "") == "<>"
    return nobody or null or bool(_DAEMON.search(" ".join(headers(message, "From"))))


def _names_another(message: Mime, text: str) -> bool:
    """Mail of a program called mailer-daemon about an address is a notice, in whatever language; so is that of a
    postmaster in which the address has a line of its own."""
    sender = " ".join(headers(message, "From"))
    if not _DAEMON.search(sender):
        return False
    outright = _OUTRIGHT.search(sender)
    own = {address.casefold() for _, address in addresses(message, "From", "To")}
    named = ADDRESS.findall(text) if outright else [line.strip(" <>\t\r:") for line in text.split("\n")]
    return any(ADDRESS.fullmatch(one) and one.casefold() not in own for one in named)


def _body(text: str) -> int:
    words: int = next(_weighed().groups(plain(text)), 0)
    return words + bool(_CODE.search(text.casefold()))


def _marks(message: Mime) -> int:
    automatic = header(message, "Auto-Submitted").lower().startswith("auto-")
    return 3 * bool(headers(message, "X-Failed-Recipients")) + automatic
