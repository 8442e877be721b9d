"""Any piece of a message can be fetched, and each has exactly the octets it has in the message."""

from collections.abc import Iterator
from typing import Any

import pytest

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import AMINA, Wire, logged_in, nine_o_clock, on_the_wire

ENCLOSED = b'From: Maria <maria@example.org>\r\nSubject: inner "quoted"\r\n\r\nInner text\r\n'
HTML = b"<p>Hello</p>"
NESTED = (
    b"From: Jonas Weber <jonas@example.org>\r\n"
    b"To: =?utf-8?q?Am=C3=ADna?= <amina@example.org>, Group: a@example.org, b@example.org;\r\n"
    b"Subject: a long\r\n subject\r\nMessage-ID: <n@example.org>\r\nDate: Mon, 01 Feb 2027 10:00:00 +0100\r\n"
    b'Content-Type: multipart/mixed; boundary="outer"\r\n\r\n'
    b"preamble\r\n"
    b'--outer\r\nContent-Type: multipart/alternative; boundary="inner (1)"\r\n\r\n'
    b"--inner (1)\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n"
    b"--inner (1)\r\nContent-Type: text/html\r\n\r\n" + HTML + b"\r\n--inner (1)--\r\n"
    b"--outer\r\nContent-Type: message/rfc822\r\n\r\n" + ENCLOSED + b"\r\n"
    b'--outer\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
    b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\nQUJD\r\n'
    b"--outer--\r\nepilogue\r\n"
)
HEADER = NESTED[: NESTED.index(b"preamble")]
PLAIN = b"Subject: plain\r\n\r\nJust text\r\n"
BROKEN = (
    b"Broken line\r\nFrom: \xff\xfe\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\xff\n bare LF\r\n"
)
NO_BODY = b"Subject: only a header\r\n"


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    """A mailbox with the four messages above."""
    with Sandbox(now=nine_o_clock, password="pw") as sandbox:
        with logged_in(sandbox) as client:
            client.append("INBOX", NESTED)
            client.append("INBOX", PLAIN)
        with on_the_wire(sandbox) as opened:
            opened.send(b"t APPEND INBOX {%d+}\r\n%s\r\n" % (len(BROKEN), BROKEN))
            opened.until(b"t ")
            opened.send(b"t APPEND INBOX {%d+}\r\n%s\r\n" % (len(NO_BODY), NO_BODY))
            opened.until(b"t ")
            opened.ask(b"EXAMINE INBOX")
            yield opened


@pytest.mark.parametrize(
    ("number", "section", "octets"),
    [
        (1, b"", NESTED),
        (1, b"HEADER", HEADER),
        (1, b"TEXT", NESTED[len(HEADER) :]),
        (1, b"HEADER.FIELDS (SUBJECT)", b"Subject: a long\r\n subject\r\n\r\n"),
        (1, b"HEADER.FIELDS (X-NONE)", b"\r\n"),
        (1, b"1.1", b"Hello"),
        (1, b"1.1.MIME", b"Content-Type: text/plain; charset=utf-8\r\n\r\n"),
        (1, b"1.2", HTML),
        (1, b"2", ENCLOSED),
        (1, b"2.HEADER", ENCLOSED[: ENCLOSED.index(b"Inner")]),
        (1, b"2.HEADER.FIELDS (FROM)", b"From: Maria <maria@example.org>\r\n\r\n"),
        (1, b"2.HEADER.FIELDS.NOT (FROM)", b'Subject: inner "quoted"\r\n\r\n'),
        (1, b"2.TEXT", b"Inner text\r\n"),
        (1, b"2.1", b"Inner text\r\n"),
        (1, b"3", b"QUJD"),
        (2, b"1", b"Just text\r\n"),
        (2, b"HEADER", b"Subject: plain\r\n\r\n"),
        (3, b"", BROKEN),
        (3, b"TEXT", b"\xff\n bare LF\r\n"),
        (4, b"HEADER", NO_BODY),
        (4, b"TEXT", b""),
    ],
)
def test_a_section_is_fetched_to_the_octet(wire: Wire, number: int, section: bytes, octets: bytes) -> None:
    answer = wire.ask(b"FETCH %d BODY.PEEK[%s]" % (number, section))
    assert answer[0] == b"* %d FETCH (BODY[%s] {%d}\r\n%s)" % (number, section, len(octets), octets)


@pytest.mark.parametrize("section", [b"4", b"1.3", b"3.2", b"3.HEADER", b"1.TEXT"])
def test_a_part_that_is_not_there_is_nil(wire: Wire, section: bytes) -> None:
    assert wire.ask(b"FETCH 1 BODY.PEEK[%s]" % section)[0] == b"* 1 FETCH (BODY[%s] NIL)" % section


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (b"BODY.PEEK[]<0.4>", b"BODY[]<0> {4}\r\nSubj"),
        (b"BODY.PEEK[TEXT]<5.100>", b"BODY[TEXT]<5> {6}\r\ntext\r\n"),
        (b"BODY.PEEK[TEXT]<500.100>", b"BODY[TEXT]<500> {0}\r\n"),
        (
            b"body.peek[header.fields (subject)]",
            b"BODY[HEADER.FIELDS (SUBJECT)] {18}\r\nSubject: plain\r\n\r\n",
        ),
        (b'BODY.PEEK[HEADER.FIELDS ("Subject" To)]', None),
        (b"RFC822.HEADER", b"RFC822.HEADER {18}\r\nSubject: plain\r\n\r\n"),
        (b"(RFC822.SIZE FLAGS)", b"RFC822.SIZE 29 FLAGS ()"),
        (b"FAST", b'FLAGS () INTERNALDATE " 3-Feb-2027 09:00:00 +0000" RFC822.SIZE 29'),
        (b"(INTERNALDATE UID)", b'INTERNALDATE " 3-Feb-2027 09:00:00 +0000" UID 2'),
    ],
)
def test_what_is_asked_for_is_answered(wire: Wire, asked: bytes, answered: bytes | None) -> None:
    quoted = b"BODY[HEADER.FIELDS (SUBJECT TO)] {18}\r\nSubject: plain\r\n\r\n"
    assert wire.ask(b"FETCH 2 " + asked)[0] == b"* 2 FETCH (" + (answered or quoted) + b")"


@pytest.mark.parametrize(
    "asked",
    [
        b"COLOUR",
        b"BODY.PEEK[COLOUR]",
        b"BODY.PEEK[0]",
        b"BODY.PEEK[MIME]",
        b"BODY.PEEK[HEADER.FIELDS]",
        b"BODY.PEEK[HEADER.FIELDS ()]",
        b"BODY.PEEK[",
        b"((FLAGS))",
        b"",
        b"FLAGS UID",
    ],
)
def test_what_nobody_knows_is_refused(wire: Wire, asked: bytes) -> None:
    assert wire.ask(b"FETCH 1 " + asked)[-1].startswith(b"t BAD ")


def test_the_envelope_names_everybody(wire: Wire) -> None:
    jonas = b'(("Jonas Weber" NIL "jonas" "example.org"))'
    everybody = b'(("=?utf-8?q?Am=C3=ADna?=" NIL "amina" "example.org")'
    group = b'(NIL NIL "a" "example.org")(NIL NIL "b" "example.org"))'
    assert wire.ask(b"FETCH 1 ENVELOPE")[0] == (
        b'* 1 FETCH (ENVELOPE ("Mon, 01 Feb 2027 10:00:00 +0100" "a long subject" '
        + b" ".join([jonas, jonas, jonas, everybody + group])
        + b' NIL NIL NIL "<n@example.org>"))'
    )


def test_a_header_in_no_known_script_goes_as_a_literal(wire: Wire) -> None:
    assert b"{2}\r\n\xff\xfe" in wire.ask(b"FETCH 3 ENVELOPE")[0]


def test_the_structure_of_nested_parts(wire: Wire) -> None:
    inner_envelope = (
        b'(NIL {14}\r\ninner "quoted"'
        + b' (("Maria" NIL "maria" "example.org"))' * 3
        + b" NIL NIL NIL NIL NIL)"
    )
    assert wire.ask(b"FETCH 1 BODY")[0] == (
        b'* 1 FETCH (BODY ((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 5 0)'
        b'("TEXT" "HTML" NIL NIL NIL "7BIT" 12 0) "ALTERNATIVE")'
        b'("MESSAGE" "RFC822" NIL NIL NIL "7BIT" %d '
        % len(ENCLOSED)
        + inner_envelope
        + b' ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 12 1) 4)'
        b'("APPLICATION" "PDF" ("NAME" "a.pdf") NIL NIL "BASE64" 4) "MIXED"))'
    )


def test_the_extended_structure_tells_file_names(wire: Wire) -> None:
    structure = wire.ask(b"FETCH 1 BODYSTRUCTURE")[0]
    assert b'"BASE64" 4 NIL ("ATTACHMENT" ("FILENAME" "a.pdf")) NIL NIL)' in structure
    assert structure.endswith(b'"MIXED" ("BOUNDARY" "outer") NIL NIL NIL))')


@pytest.mark.parametrize("number", [2, 3, 4])
def test_any_message_has_a_structure(wire: Wire, number: int) -> None:
    assert b'BODYSTRUCTURE ("TEXT" "PLAIN"' in wire.ask(b"FETCH %d BODYSTRUCTURE" % number)[0]


def test_a_client_library_understands_envelope_and_structure(client: Any) -> None:
    client.append("INBOX", NESTED.replace(b", Group: a@example.org, b@example.org;", b", a@example.org"))
    fetched = client.fetch(1, ["ENVELOPE", "BODYSTRUCTURE"])[1]
    assert fetched[b"ENVELOPE"].subject == b"a long subject"
    assert [address.mailbox for address in fetched[b"ENVELOPE"].to] == [b"amina", b"a"]
    assert fetched[b"BODYSTRUCTURE"].is_multipart
    assert fetched[b"BODYSTRUCTURE"][0][2][1].upper() == b"PDF"


def test_parts_inside_parts_without_end_are_followed_so_far_and_no_further(sandbox: Sandbox) -> None:
    sandbox.deliver(AMINA, b"From: a@example.org\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5_000)
    with on_the_wire(sandbox, select=True) as wire:
        assert wire.ask(b"FETCH 1 (BODYSTRUCTURE BODY.PEEK[%s1])" % (b"1." * 100))[-1] == b"t OK done"


def test_two_hundred_messages_come_in_one_answer(sandbox: Sandbox) -> None:
    with logged_in(sandbox) as client:
        raws = [b"Subject: %d\r\n\r\n" % number + b"x" * 20_000 for number in range(200)]
        appended = [client.append("INBOX", raw) for raw in raws]
        assert len(appended) == 200
        client.noop()
        fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
    assert [fetched[number][b"BODY[]"] for number in range(1, 201)] == raws
