"""What the server that we believe says about who sent a message: pass, fail or absent (RFC 8601, RFC 7489)."""

import re
from email.message import Message as Mime

from ilnmail.understand.message import addresses, headers
from ilnmail.understand.reading import Us

_METHOD = re.compile(r"\s*(dmarc|dkim)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.I)
_PROPERTY = re.compile(r"\b(header\.(?:from|d|i))\s*=\s*([^\s;]+)", re.I)
_NOTHING_FAILED = ("none", "neutral", "policy", "temperror")  # no policy, no signature, or nobody could look


def authentication(message: Mime, us: Us) -> str:
    """pass, fail or absent, by the topmost stamp of the server we believe.

    A pass counts for the domain of From alone: whoever signs with a domain of their own proves nothing about another.
    """
    stamp = _plain(next(iter(headers(message, "Authentication-Results")), ""))
    server, *results = stamp.split(";")
    if not us.authserv_id or server.split()[:1] != [us.authserv_id]:
        return "absent"
    sender = next(iter(addresses(message, "From")), ("", ""))[1].rpartition("@")[2].lower()
    said = [_said(one, sender) for one in results]
    dmarc = {verdict for method, verdict in said if method == "dmarc"} - {"absent"}
    if dmarc:
        return "pass" if dmarc == {"pass"} else "fail"
    dkim = {verdict for method, verdict in said if method == "dkim"}
    return next((verdict for verdict in ("pass", "fail") if verdict in dkim), "absent")


def _said(result: str, sender: str) -> tuple[str, str]:
    """The method and what it says about that domain."""
    found = _METHOD.match(result)
    if found is None:
        return "", "absent"
    method, word = found[1].lower(), found[2].lower()
    if word != "pass":
        return method, "absent" if word in _NOTHING_FAILED else "fail"
    named = {name.lower(): value.rpartition("@")[2].lower() for name, value in _PROPERTY.findall(result)}
    if method == "dmarc":  # some servers leave out what it is about: it is always From
        return method, "pass" if named.get("header.from", sender) == sender else "fail"
    signer = named.get("header.d") or named.get("header.i") or ""
    return method, "pass" if aligned(signer, sender) else "absent"


def aligned(signer: str, domain: str) -> bool:
    """The same domain, or one of them below the other (RFC 7489 3.1.1); a lone top level signs for nobody."""
    return "." in signer and (
        signer == domain or domain.endswith(f".{signer}") or signer.endswith(f".{domain}")
    )


def _plain(value: str) -> str:
    """Without comments (RFC 5322 3.2.2), which may hold anything, and without what stands in quotation marks."""
    kept: list[str] = []
    depth, quoted = 0, False
    for letter in value:
        if quoted:
            quoted = letter != '"'
        elif letter == '"' and not depth:
            quoted = True
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(letter)
    return "".join(kept)
