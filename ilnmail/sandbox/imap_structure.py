"""A message's ENVELOPE and BODYSTRUCTURE (RFC 3501 section 7.4.2)."""

from email.utils import getaddresses

from ilnmail.sandbox.imap_text import nstring
from ilnmail.sandbox.mime import Part

ENVELOPE_ADDRESSES = ("from", "sender", "reply-to", "to", "cc", "bcc")


def envelope(part: Part) -> bytes:
    """Date, subject, six lists of addresses, In-Reply-To and Message-ID."""
    addresses = {name: _addresses(part, name) for name in ENVELOPE_ADDRESSES}
    for name in ("sender", "reply-to"):
        if addresses[name] == b"NIL":
            addresses[name] = addresses["from"]
    fields = [
        nstring(part.first("date")),
        nstring(part.first("subject")),
        *addresses.values(),
        nstring(part.first("in-reply-to")),
        nstring(part.first("message-id")),
    ]
    return b"(" + b" ".join(fields) + b")"


def _addresses(part: Part, name: str) -> bytes:
    written = [field.value for field in part.fields if field.name == name]
    found = [_address(*pair) for pair in getaddresses(written) if pair[1]]
    return b"(" + b"".join(found) + b")" if found else b"NIL"


def _address(shown: str, address: str) -> bytes:
    local, _, domain = address.rpartition("@")
    name = nstring(shown or None)
    return b"(" + b" ".join((name, b"NIL", nstring(local or domain), nstring(domain if local else ""))) + b")"


def structure(part: Part, *, extended: bool) -> bytes:
    """BODYSTRUCTURE when extended, BODY otherwise."""
    if part.kind.startswith("multipart/") and part.children:
        return _multipart(part, extended=extended)
    main, _, sub = part.kind.partition("/")
    # A multipart in which no part was found is shown as the text it is.
    if main == "multipart":
        main, sub = "text", "plain"
    described = [nstring(main.upper()), nstring(sub.upper()), _parameters(part, "content-type")]
    described += [nstring(part.first("content-id")), nstring(part.first("content-description"))]
    described += [nstring((part.first("content-transfer-encoding") or "7BIT").upper())]
    described += [b"%d" % len(part.body)]
    if main == "text":
        described.append(_lines(part))
    elif part.kind == "message/rfc822" and part.children:
        inner = part.children[0]
        described += [envelope(inner), structure(inner, extended=extended), _lines(part)]
    if extended:
        described += [nstring(part.first("content-md5")), *_extension(part)]
    return b"(" + b" ".join(described) + b")"


def _multipart(part: Part, *, extended: bool) -> bytes:
    children = b"".join(structure(child, extended=extended) for child in part.children)
    described = [children, nstring(part.kind.partition("/")[2].upper())]
    if extended:
        described += [_parameters(part, "content-type"), *_extension(part)]
    return b"(" + b" ".join(described) + b")"


def _lines(part: Part) -> bytes:
    return b"%d" % part.body.count(b"\n")


def _extension(part: Part) -> list[bytes]:
    """Disposition, language, location."""
    disposition = part.header.get_content_disposition()
    if disposition is None:
        return [b"NIL", b"NIL", b"NIL"]
    written = b"(" + nstring(disposition.upper()) + b" " + _parameters(part, "content-disposition") + b")"
    return [written, b"NIL", b"NIL"]


def _parameters(part: Part, name: str) -> bytes:
    """`("CHARSET" "utf-8")`, as written in the header, or NIL."""
    pairs = part.header.get_params([], header=name, unquote=True)[1:]
    written = [nstring(word) for key, value in pairs for word in (key.upper(), _plain(value))]
    return b"(" + b" ".join(written) + b")" if written else b"NIL"


def _plain(value: str | tuple[str | None, str | None, str]) -> str:
    """A parameter continued or encoded by RFC 2231 comes in three pieces."""
    return value if isinstance(value, str) else value[2]
