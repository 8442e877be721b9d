"""What a stamp proves about the domain of From, and what it does not."""

import pytest

from ilnmail.understand.authentication import authentication
from ilnmail.understand.message import parse
from ilnmail.understand.reading import Us

US = Us(address="iln@example.org", name="ILN", authserv_id="mx.example.org")
OF = {
    "dmarc=pass": "pass",
    "dmarc=pass header.from=example.org": "pass",
    "DMARC=Pass (p=REJECT) header.from=Example.ORG": "pass",
    "spf=fail smtp.mailfrom=list.example.net; dkim=pass header.d=example.org; dmarc=pass header.from=example.org": "pass",
    "dkim=pass (2048-bit key) header.i=@example.org header.s=a": "pass",
    "dkim=pass header.d=mail.example.org": "pass",
    "dkim=fail header.d=example.net; dkim=pass header.d=example.org": "pass",
    "dmarc=none; dkim=pass header.d=example.org": "pass",
    # a pass that is somebody else's
    "dkim=pass header.d=example.net": "absent",
    "dkim=pass header.d=anexample.org": "absent",
    "dkim=pass header.d=org": "absent",
    "dkim=pass": "absent",
    "dmarc=pass header.from=example.net": "fail",
    "dkim=pass header.d=example.net; dmarc=none header.from=example.org": "absent",
    # what only looks like one
    "none (dmarc=pass)": "absent",
    "none (a (nested) dkim=pass header.d=example.org; dmarc=pass)": "absent",
    'spf=pass smtp.mailfrom="x; dmarc=pass"@example.net': "absent",
    "spf=pass reason=dmarc=pass": "absent",
    "x-dmarc=pass": "absent",
    # failures
    "dmarc=fail header.from=example.org; dkim=pass header.d=example.org": "fail",
    "dmarc=fail; dmarc=pass": "fail",
    "dkim=fail header.d=example.org": "fail",
    "dmarc=permerror": "fail",
    # nothing was looked at, or nothing could be
    "dmarc=none; dkim=none": "absent",
    "dmarc=temperror": "absent",
    "spf=pass smtp.mailfrom=example.org": "absent",
    "": "absent",
}


def read(*stamps: str, sender: str = "Amina <amina@example.org>") -> str:
    lines = [*(f"Authentication-Results: {one}" for one in stamps), f"From: {sender}", "", "Hello"]
    return authentication(parse("\r\n".join(lines).encode()), US)


@pytest.mark.parametrize("results", OF)
def test_it_says_what_is_proven(results: str) -> None:
    assert read(f"mx.example.org; {results}") == OF[results]


@pytest.mark.parametrize(
    "stamp",
    ["mx.example.net; dmarc=pass", "mx.example.org.example.net; dmarc=pass", "dmarc=pass", ";dmarc=pass"],
)
def test_another_server_proves_nothing(stamp: str) -> None:
    assert read(stamp) == "absent"


def test_the_topmost_stamp_alone_counts() -> None:
    assert read("mx.example.org; dmarc=fail", "mx.example.org; dmarc=pass") == "fail"
    assert read("mx.example.net; none", "mx.example.org; dmarc=pass") == "absent"


def test_a_stamp_made_to_be_slow_is_not() -> None:
    assert read("mx.example.org; " + "(" * 30_000) == "absent"
    assert read("mx.example.org; " + "dkim=pass " * 6_000) == "absent"
