"""Who signed a mail: DKIM (RFC 6376), checked by ourselves where the provider stamps nothing.

A signature that does not hold is as good as none (RFC 6376 6.1: lists break them), so that the answer is "pass" or
"absent", never "fail". It counts only where the signing domain is that of From (alignment as in RFC 7489 3.1.1).
"""

from collections.abc import Callable

from ilnmail.understand.authentication import aligned

LookUp = Callable[[str], bytes | None]
"""The TXT record of a name; None where there is none or nobody answers."""

_MOST_SIGNATURES = 5
_LEAST_BITS = 1024
_SECONDS = 5.0


def authentication(raw: bytes, sender: str, look_up: LookUp) -> str:
    """ "pass" where the domain of `sender` has signed the whole of this mail, else "absent"; never an exception."""
    domain = sender.rpartition("@")[2].lower()
    if not domain or b"dkim-signature:" not in raw[:200_000].lower():
        return "absent"
    return "pass" if any(_holds(raw, n, domain, look_up) for n in range(_MOST_SIGNATURES)) else "absent"


def _holds(raw: bytes, number: int, domain: str, look_up: LookUp) -> bool:
    from dkim import DKIM  # noqa: PLC0415 - only mail with a signature waits for it

    signed = DKIM(raw, minkey=_LEAST_BITS)
    try:
        held = signed.verify(idx=number, dnsfunc=lambda name, timeout=0: look_up(name.decode().rstrip(".")))
    except Exception:  # a signature that cannot be read is none
        return False
    by = (signed.domain or b"").decode("ascii", "replace").lower()
    whole = b"l" not in (signed.signature_fields or {})  # what follows a counted length is not signed
    return bool(held) and whole and aligned(by, domain)


def text_record(name: str) -> bytes | None:
    """From the DNS."""
    import dns.resolver  # noqa: PLC0415 - only mail with a signature waits for it

    try:
        found = dns.resolver.resolve(name, "TXT", lifetime=_SECONDS)
    except Exception:  # no record, no answer, no network: nothing is proven
        return None
    return b"".join(found[0].strings)
