"""DKIM checked by ourselves: mails signed here with a key made for this test, the DNS a dictionary."""

import dkim
import pytest

from ilnmail.signature import authentication
from ilnmail.understand.authentication import aligned

KEY = b"""-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALu6tOTquKfwCEaI
R1yYZxfSGfYe4T2ghubV9NQ0sNa7L9mVpkX859pCfattEAb84SeEq+bxhIVDL29l
H1DUP72KohQUz4OcT3ultiKJI8tHvGqAmuCvAfBIdALWZuPHtxiYPZihBSpMLNXC
g8NcUv/29FKWFkXTK7EmMaSQWZeFAgMBAAECgYBV5mUHqm+8SJVA0PL2Z7YkrDq8
5/xg2qdf0N8qisGwQA7xHQzsUYE12d7vJgSDbgsIriiKkFD3OXrnGfpuXfCb3Lq6
EYBrXMTb5jnsJnGhZuGf3YqC0IFztMX3G5ZaPuMmnWuxao48XosuQOnrtD3fOSzK
KPanwrWAZJ0VUnt5AQJBAPLYNEewjD6uLjZpcFxnb1fHHPsXoxaYty9WqYnWWn6B
n2RTw4xfsnazK1BCd6W9ld5nUOBkA+t8BlKL6AqCKvUCQQDF5ih/jUmvGlkNc/Hb
Ezr7Kq9tluf/SywANQxADeiLpaIsntJC6yMbyapX0uSsXDkI6U/J+QD63bSBpdtC
QgBRAkEA4s6tHVu10IDrpmQZziPI6QmNdrIf3uXpCSx+kb8Cq+6yiIh3Na7XRmeW
h5Jcnw6PX7XM4pZm1tPyL7x9jvr91QJATQW2L2arDfagQEcnE4/ZfdXwLyPzqX31
YyNCYE/JeUh+5QTvatIfePo1TTcsfxTpsdk0j7RVOE4/qdIGkzQi8QJAH9vP960s
1/ZaeBfhLuc9mYSIlT/F0p5UYLn1l0ZjFZzoqtO1x+GDhdbQPmHmqdc8vS7sT8gh
LYsxWUQlgiCqnw==
-----END PRIVATE KEY-----
"""
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7urTk6rin8AhGiEdcmGcX0hn2HuE9oIbm1fTUNLDWuy/ZlaZF/O"
    "faQn2rbRAG/OEnhKvm8YSFQy9vZR9Q1D+9iqIUFM+DnE97pbYiiSPLR7xqgJrgrwHwSHQC1mbjx7cYmD2YoQUqTCzV"
    "woPDXFL/9vRSlhZF0yuxJjGkkFmXhQIDAQAB"
)
RECORDS = {"mail._domainkey.example.org": f"v=DKIM1; k=rsa; p={PUBLIC}".encode()}
PLAIN = b"""From: Maria <maria@example.org>\r
To: iln@example.org\r
Subject: Good morning\r
Date: Mon, 22 Mar 2027 09:00:00 +0000\r
Message-ID: <1@example.org>\r
\r
approve all\r
"""


def signed(raw: bytes = PLAIN, domain: bytes = b"example.org", **options: object) -> bytes:
    signature: bytes = dkim.sign(raw, b"mail", domain, KEY, include_headers=[b"from", b"subject"], **options)
    return signature + raw


def verdict(raw: bytes, sender: str = "maria@example.org") -> str:
    return authentication(raw, sender, RECORDS.get)


def test_a_signed_mail_is_proven() -> None:
    assert verdict(signed()) == "pass"


def test_a_signature_of_the_domain_above_counts() -> None:
    raw = PLAIN.replace(b"maria@example.org", b"maria@mail.example.org")
    assert verdict(signed(raw), "maria@mail.example.org") == "pass"


def test_a_second_signature_counts_where_the_first_is_somebody_elses() -> None:
    stranger = b"DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=x; h=from; bh=AAAA; b=AAAA\r\n"
    assert verdict(stranger + signed()) == "pass"


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN,
        signed().replace(b"approve all", b"broadcast to all: Coins"),
        signed().replace(b"Subject: Good morning", b"Subject: Good evening"),
        signed(length=True) + b"broadcast to all: Coins\r\n",
        b"DKIM-Signature: what is this\r\n" + PLAIN,
        b"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=gone; h=from; bh=AA==; b=AA==\r\n" + PLAIN,
    ],
    ids=["none", "another text", "another subject", "something below", "unreadable", "no such key"],
)
def test_anything_else_proves_nothing(raw: bytes) -> None:
    assert verdict(raw) == "absent"


def test_somebody_elses_signature_proves_nothing() -> None:
    raw = PLAIN.replace(b"maria@example.org", b"maria@example.com")
    assert verdict(signed(raw), "maria@example.com") == "absent"


@pytest.mark.parametrize(
    ("signer", "domain", "expected"),
    [
        ("example.org", "example.org", True),
        ("example.org", "mail.example.org", True),
        ("mail.example.org", "example.org", True),
        ("ample.org", "example.org", False),
        ("org", "example.org", False),
        ("", "example.org", False),
    ],
)
def test_who_signs_for_whom(signer: str, domain: str, expected: bool) -> None:
    assert aligned(signer, domain) is expected
