"""Mail with some of its octets changed, cut or doubled: reading it never raises.

`--mutations 1000000` is the long form.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

MAILS = tuple(path.read_bytes() for path in sorted((Path(__file__).parents[1] / "mail").glob("*.eml")))
US = Us(address="iln@example.org", name="International Librarians Network")
SPICE = (
    b"\x00",
    b"\xff",
    b"\r\n",
    b"\r\n\r\n",
    b"--",
    b"=?",
    b"?=",
    b"<",
    b'"',
    b":",
    b"%",
    b"=",
    b"\xe2\x80\xae",
)


def mutations() -> Iterator[bytes]:
    """Without end, and the same at each run."""
    number = 0
    while True:
        for mail in MAILS:
            number += 1
            yield mutated(mail, hashlib.sha256(str(number).encode()).digest())


def mutated(mail: bytes, seed: bytes) -> bytes:
    """One to eight changes, each a piece that is replaced, taken out or doubled."""
    for change in range(1 + seed[0] % 8):
        part = seed[1 + 3 * change : 4 + 3 * change]
        at = int.from_bytes(part[:2], "big") * len(mail) // 65536
        length = part[2] % 32
        piece = mail[at : at + length]
        new = (SPICE[part[2] % len(SPICE)], b"", piece * 3, piece[::-1])[part[0] % 4]
        mail = mail[:at] + new + mail[at + length :]
    return mail


def test_no_mutation_makes_reading_fail(request: pytest.FixtureRequest) -> None:
    wanted = request.config.getoption("--mutations")
    classes = [read(raw, US).mail_class for raw in islice(mutations(), wanted)]
    assert len(classes) == wanted
    assert len(set(classes)) > 3
