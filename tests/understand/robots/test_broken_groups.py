"""A group of a delivery report that cannot be written as the message the parser takes it for is read all the same."""

from ilnmail.understand.read import read
from ilnmail.understand.reading import Us

REPORT = b"""From: MAILER-DAEMON@mx.example.net
To: iln@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 8bit
not a field \xff\xfe

Final-Recipient: rfc822; mei@example.org
Action: failed
Status: 5.1.1
--x--
"""


def test_octets_that_no_charset_has_are_no_exception() -> None:
    found = read(REPORT, Us(address="iln@example.org", name="ILN")).bounce
    assert found is not None
    assert [(one.address, one.kind) for one in found.failures] == [("mei@example.org", "hard")]
