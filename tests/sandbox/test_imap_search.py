"""Every search key finds what it should, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import logged_in, on_the_wire

GREETING = (
    b"From: Amina <amina@example.org>\r\nTo: iln+tag@example.org\r\nCc: maria@example.org\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Mon, 01 Feb 2027 10:00:00 +0100\r\n\r\nGood morning\r\n"
)
CODED = (
    b"From: jonas@example.org\r\nBcc: board@example.org\r\nSubject: cataloguing\r\nX-Note: two\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n"
)
LONG = b"From: maria@example.org\r\nSubject: long\r\n\r\n" + b"a line\r\n" * 200


@pytest.fixture(scope="module")
def amina() -> Iterator[Any]:
    """A mailbox with UIDs 2, 3 and 4, nothing of which any search changes."""
    with Sandbox(now=lambda: datetime(2027, 2, 3, tzinfo=UTC)) as sandbox, logged_in(sandbox) as client:
        client.append("INBOX", LONG)
        client.append("INBOX", GREETING, [b"\\Seen"], datetime(2027, 1, 31, 23, tzinfo=UTC))
        client.append("INBOX", CODED, [b"\\Flagged", b"$ilnDone"], datetime(2027, 2, 1, tzinfo=UTC))
        client.append("INBOX", LONG, [b"\\Answered", b"\\Draft"], datetime(2027, 2, 2, tzinfo=UTC))
        client.delete_messages([1])
        client.expunge()
        yield client


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (["ALL"], [2, 3, 4]),
        (["NEW"], []),
        (["OLD"], [2, 3, 4]),
        (["SEEN"], [2]),
        (["UNSEEN"], [3, 4]),
        (["FLAGGED", "UNSEEN"], [3]),
        (["DELETED"], []),
        (["UNANSWERED"], [2, 3]),
        (["DRAFT"], [4]),
        (["KEYWORD", "$ilnDone"], [3]),
        (["UNKEYWORD", "$ilnDone"], [2, 4]),
        (["FROM", "JONAS"], [3]),
        (["TO", "iln+tag"], [2]),
        (["CC", "maria"], [2]),
        (["BCC", "board"], [3]),
        (["SUBJECT", "long"], [4]),
        (["HEADER", "X-Note", "two"], [3]),
        (["HEADER", "X-Note", ""], [3]),
        (["BODY", "morning"], [2]),
        (["BODY", "cataloguing"], []),
        (["TEXT", "cataloguing"], [3]),
        (["LARGER", "1000"], [4]),
        (["SMALLER", "1000"], [2, 3]),
        (["BEFORE", "1-Feb-2027"], [2]),
        (["ON", "01-feb-2027"], [3]),
        (["SINCE", "1-Feb-2027"], [3, 4]),
        (["SENTON", "1-Feb-2027"], [2]),
        (["SENTSINCE", "1-Feb-2027"], [2]),
        (["SENTBEFORE", "1-Feb-2027"], []),
        (["UID", "3:*"], [3, 4]),
        (["UID", "90:*"], [4]),
        (["UID", "1"], []),
        (["1"], [2]),
        (["2:*"], [3, 4]),
        (["NOT", "SEEN"], [3, 4]),
        (["OR", "SEEN", "DRAFT"], [2, 4]),
        (["OR", ["SEEN"], ["NOT", ["OR", "SEEN", "DRAFT"]]], [2, 3]),
        (["NOT", ["SEEN", "DRAFT"]], [2, 3, 4]),
    ],
)
def test_a_search_finds(amina: Any, question: list[Any], found: list[int]) -> None:
    assert amina.search(question) == found


@pytest.mark.parametrize("question", [["SUBJECT", "grüße"], ["FROM", "amina", "TEXT", "GRÜSSE"]])
def test_words_are_found_however_the_header_encodes_them(amina: Any, question: list[str]) -> None:
    assert amina.search(question, "UTF-8") == [2]


def test_words_are_found_however_the_body_encodes_them(amina: Any) -> None:
    assert amina.search(["BODY", "grüße"], "UTF-8") == [3]


def test_a_character_set_nobody_knows_is_refused(amina: Any) -> None:
    with pytest.raises(IMAPClientError, match="BADCHARSET"):
        amina.search(["SUBJECT", "x"], "KOI8-R")


@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"NEITHER",
        b"NOT",
        b"OR SEEN",
        b"()",
        b"(SEEN",
        b"SUBJECT (a)",
        b"LARGER many",
        b"SINCE yesterday",
        b"SINCE 31-Feb-2027",
        b"UID 0",
        b"UID 5:",
        b"KEYWORD \\Seen(",
        b"CHARSET",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(sandbox: Sandbox, question: bytes) -> None:
    with on_the_wire(sandbox, select=True) as wire:
        assert wire.ask(b"SEARCH " + question)[-1].startswith(b"t BAD ")
        assert wire.ask(b"SEARCH ALL") == [b"* SEARCH", b"t OK done"]


def test_a_question_too_deep_to_follow_ends_in_an_answer(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox, select=True) as wire:
        assert wire.ask(b"SEARCH " + b"NOT " * 20_000 + b"ALL")[-1].startswith(b"t NO ")
        assert wire.ask(b"SEARCH " + b"(" * 20_000)[-1].startswith(b"t BAD ")
        assert wire.ask(b"NOOP") == [b"t OK done"]
