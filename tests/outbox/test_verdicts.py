"""What a refusal means, by its stage, its code, its enhanced status and its words."""

import pytest

from ilnmail.outbox.verdicts import verdict
from ilnmail.send import SendError

TABLE = (
    ("connect", 0, "connection refused", "host"),
    ("mail", 0, "dropped", "later"),
    ("data", 0, "dropped in the middle", "later"),
    ("dot", 0, "no answer", "uncertain"),
    ("connect", 421, "421 too many connections", "host"),
    ("rcpt", 421, "421 4.7.0 closing", "host"),
    ("connect", 454, "454 4.7.0 temporary authentication failure", "host"),
    ("connect", 535, "535 5.7.8 bad password", "operator"),
    ("mail", 530, "530 5.7.0 must issue STARTTLS", "operator"),
    ("connect", 554, "554 no service for you", "operator"),
    ("rcpt", 450, "450 4.2.0 greylisted", "later"),
    ("rcpt", 451, "451 4.3.0 try again", "later"),
    ("dot", 452, "452 4.3.1 disk full", "later"),
    ("rcpt", 432, "432 4.7.12 password transition", "later"),
    ("rcpt", 550, "550 5.1.1 no such user", "hard"),
    ("rcpt", 550, "550 no such user", "hard"),
    ("rcpt", 553, "553 5.1.3 bad address", "hard"),
    ("rcpt", 556, "556 5.1.10 null MX", "hard"),
    ("rcpt", 552, "552 5.2.2 mailbox full", "soft"),
    ("dot", 552, "552 5.3.4 message too big", "refused"),
    ("dot", 554, "554 transaction failed", "refused"),
    ("rcpt", 550, "550 5.7.1 not accepted here", "policy"),
    ("dot", 554, "554 rejected as spam", "policy"),
    ("mail", 550, "550 5.7.1 sender refused", "operator"),
    ("mail", 550, "550 sender refused", "operator"),
    ("mail", 552, "552 5.3.4 message too big", "refused"),
)


@pytest.mark.parametrize(("stage", "code", "words", "expected"), TABLE)
def test_a_refusal_has_its_class(stage: str, code: int, words: str, expected: str) -> None:
    assert verdict(SendError(words, stage=stage, code=code)) == expected
