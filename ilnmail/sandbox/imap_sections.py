"""Which octets of a message are meant by `BODY[2.1.HEADER.FIELDS (FROM)]<0.100>` (RFC 3501, 6.4.5)."""

import re

from ilnmail.sandbox.imap_error import bad
from ilnmail.sandbox.imap_parser import Section
from ilnmail.sandbox.imap_session import octet_strings
from ilnmail.sandbox.imap_text import literal
from ilnmail.sandbox.mime import Part

WANTED = re.compile(r"((?:[1-9]\d{0,5}\.)*[1-9]\d{0,5})?\.?([A-Z.]*)\Z")


def write_section(section: Section, message: Part) -> bytes:
    """The name of the section and its octets, or NIL when the message has no such part."""
    octets = _octets(section, message)
    label = b"BODY[" + _written(section) + b"]"
    if section.start is not None and section.length is not None:
        label += b"<%d>" % section.start
        octets = octets[section.start : section.start + section.length] if octets is not None else None
    return label + b" " + (b"NIL" if octets is None else literal(octets))


def _written(section: Section) -> bytes:
    head, *names = section.inside or (b"",)
    words = [octet_strings((head,), 1)[0].upper()]
    if names:
        words.append(b"(" + b" ".join(_names(section)) + b")")
    return b" ".join(words)


def _names(section: Section) -> list[bytes]:
    """The field names in parentheses, in capitals."""
    names = section.inside[1] if len(section.inside) == 2 else None
    if not isinstance(names, tuple) or not names:
        raise bad("name the header fields in parentheses")
    return [name.upper() for name in octet_strings(names, len(names))]


def _octets(section: Section, message: Part) -> bytes | None:
    wanted = WANTED.match(_written(section).partition(b" ")[0].decode("latin-1"))
    if wanted is None:
        raise bad("there is no such section")
    path = [int(number) for number in wanted[1].split(".")] if wanted[1] else []
    part = find_part(message, path)
    if part is None:
        return None
    return _text_of(section, part, wanted[2], inside=bool(path))


def _text_of(section: Section, part: Part, what: str, *, inside: bool) -> bytes | None:
    """`inside` when a part was numbered: then HEADER and TEXT mean those of the message within it."""
    if what == "":
        return part.body if inside else part.head + part.body
    if what == "MIME" and inside:
        return part.head
    enclosed = _enclosed(part) if inside else part
    if enclosed is None:
        return None
    if what == "HEADER":
        return enclosed.head
    if what == "TEXT":
        return enclosed.body
    if what in ("HEADER.FIELDS", "HEADER.FIELDS.NOT"):
        return _fields(enclosed, _names(section), without=what.endswith("NOT"))
    raise bad("there is no such section")


def _enclosed(part: Part) -> Part | None:
    return part.children[0] if part.kind == "message/rfc822" and part.children else None


def _fields(part: Part, names: list[bytes], *, without: bool) -> bytes:
    wanted = {name.decode("latin-1").lower() for name in names}
    kept = (field.raw for field in part.fields if (field.name in wanted) != without)
    return b"".join(kept) + b"\r\n"


def find_part(message: Part, path: list[int]) -> Part | None:
    """The part of this number. A message that is one text has part 1, its body."""
    part = message
    for number in path:
        # The numbers go on through an enclosed message as if it were not there.
        part = _enclosed(part) or part
        if not part.kind.startswith("multipart/") or not part.children:
            if number != 1:
                return None
        elif number > len(part.children):
            return None
        else:
            part = part.children[number - 1]
    return part
