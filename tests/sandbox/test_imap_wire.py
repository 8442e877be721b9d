"""What no mail program would write: the server answers, and goes on."""

import base64

import pytest

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import Wire, letter, on_the_wire


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"", b"* BAD "),
        (b" ", b"* BAD "),
        (b"t", b"t BAD "),
        (b"t FLY", b"t BAD "),
        (b"t UID", b"t BAD "),
        (b"t UID NOOP", b"t BAD "),
        (b"t (NOOP)", b"t BAD "),
        (b"t \xff\xfe\x00", b"t BAD "),
        (b"(t NOOP", b"* BAD "),
        (b"t SELECT", b"t BAD "),
        (b"t SELECT a b", b"t BAD "),
        (b't SELECT "INBOX', b"t BAD "),
        (b"t SELECT \xff", b"t NO "),
        (b"t FETCH 1 FLAGS", b"t BAD "),
        (b"t STATUS INBOX", b"t BAD "),
        (b"t STATUS INBOX (COLOUR)", b"t BAD "),
        (b"t APPEND INBOX", b"t BAD "),
        (b"t APPEND INBOX (\\Colour) x", b"t BAD "),
        (b't APPEND INBOX "yesterday" x', b"t BAD "),
        (b't APPEND INBOX "31-Feb-2027 10:00:00 +0000" x', b"t BAD "),
        (b"t APPEND INBOX () a b c", b"t BAD "),
        (b"t CREATE a*", b"t NO "),
        (b"t CREATE a//b", b"t NO "),
        (b"t CREATE /", b"t NO "),
        (b"t RENAME Nowhere Somewhere", b"t NO "),
        (b"t DELETE Nowhere", b"t NO "),
        (b"t STARTTLS", b"t BAD "),
        (b"t NOOP {3", b"t BAD "),
        (b"t NOOP )", b"t BAD "),
        (b"t LIST", b"t BAD "),
        (b"t LIST (a) b", b"t BAD "),
        (b"t noop", b"t OK "),
        (b"t  NOOP ", b"t OK "),
    ],
)
def test_a_strange_line_is_answered_and_the_next_one_too(
    sandbox: Sandbox, line: bytes, answer: bytes
) -> None:
    with on_the_wire(sandbox) as wire:
        wire.send(line + b"\r\n")
        assert wire.line().startswith(answer)
        assert wire.ask(b"CAPABILITY")[-1] == b"t OK done"


@pytest.mark.parametrize(
    "command",
    [
        b"STORE 1",
        b"STORE 1 FLAGS",
        b"STORE 1 COLOURS (\\Seen)",
        b"STORE 1 +FLAGS.LOUD (\\Seen)",
        b"STORE x FLAGS (\\Seen)",
        b"STORE 2 FLAGS (\\Seen)",
        b"COPY 1",
        b"COPY 0 INBOX",
        b"MOVE (1) INBOX",
        b"UID EXPUNGE",
        b"FETCH",
        b"FETCH 1,,2 FLAGS",
    ],
)
def test_a_strange_command_in_a_mailbox_changes_nothing(sandbox: Sandbox, command: bytes) -> None:
    sandbox.deliver("amina@example.org", letter(1))
    with on_the_wire(sandbox, select=True) as wire:
        assert wire.ask(command)[-1].startswith(b"t BAD ")
        assert wire.ask(b"UID FETCH 1:* FLAGS") == [b"* 1 FETCH (UID 1 FLAGS ())", b"t OK done"]


def test_nothing_is_shown_before_the_login(sandbox: Sandbox) -> None:
    with Wire(sandbox.imap_port) as wire:
        assert wire.greeting.startswith(b"* OK [CAPABILITY IMAP4rev1 ")
        assert b" AUTH=PLAIN " in wire.greeting
        assert wire.ask(b"SELECT INBOX")[-1].startswith(b"t NO ")
        assert wire.ask(b"FETCH 1 BODY[]")[-1].startswith(b"t NO ")
        assert wire.ask(b"LOGOUT") == [b"* BYE see you soon", b"t OK done"]
        assert wire.line() == b""


def test_a_line_without_end_costs_only_its_own_connection(sandbox: Sandbox) -> None:
    with Wire(sandbox.imap_port) as endless, on_the_wire(sandbox) as other:
        endless.send(b"t NOOP " + b"x" * 2_000_000)
        assert endless.line().startswith(b"* BYE ")
        assert other.ask(b"NOOP") == [b"t OK done"]


def test_a_literal_larger_than_anything_is_not_read(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as wire:
        wire.send(b"t APPEND INBOX {999999999999}\r\n")
        assert wire.line().startswith(b"* BYE [TOOBIG]")


def test_hanging_up_in_the_middle_of_a_literal_stores_nothing(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as wire:
        wire.send(b"t APPEND INBOX {100+}\r\nhalf")
    with on_the_wire(sandbox) as wire:
        assert wire.ask(b"STATUS INBOX (MESSAGES)")[0] == b'* STATUS "INBOX" (MESSAGES 0)'


def test_a_literal_is_asked_for_unless_its_sender_does_not_wait(sandbox: Sandbox) -> None:
    with Wire(sandbox.imap_port) as wire:
        wire.send(b"a LOGIN {17}\r\n")
        assert wire.line().startswith(b"+ ")
        wire.send(b"amina@example.org {2+}\r\npw\r\n")
        assert wire.line().startswith(b"a OK ")


def test_commands_written_all_at_once_are_answered_in_order(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as wire:
        wire.send(b"a NOOP\r\nb SELECT INBOX\r\nc APPEND INBOX {2+}\r\n\r\n\r\nd UID SEARCH ALL\r\n")
        tagged = [line for line in wire.until(b"d ") if not line.startswith(b"*")]
    assert [line[:4] for line in tagged] == [b"a OK", b"b OK", b"c OK", b"d OK"]


def test_bare_line_ends_are_understood(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as wire:
        wire.send(b"a NOOP\nb NOOP\n")
        assert wire.until(b"b ") == [b"a OK done", b"b OK done"]


@pytest.mark.parametrize("answer", [b"\0amina@example.org\0pw", b"amina@example.org\0amina@example.org\0pw"])
def test_authenticate_plain_with_the_answer_at_once(sandbox: Sandbox, answer: bytes) -> None:
    with Wire(sandbox.imap_port) as wire:
        assert wire.ask(b"AUTHENTICATE PLAIN " + base64.b64encode(answer))[-1].startswith(b"t OK ")
        assert wire.ask(b"SELECT INBOX")[-1].startswith(b"t OK ")


def test_authenticate_plain_with_the_answer_in_the_next_line(sandbox: Sandbox) -> None:
    with Wire(sandbox.imap_port) as wire:
        wire.send(b"t AUTHENTICATE plain\r\n")
        assert wire.line() == b"+ \r\n"
        wire.send(base64.b64encode(b"\0amina@example.org\0pw") + b"\r\n")
        assert wire.line().startswith(b"t OK ")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(b"*", b"t BAD "), (b"not base64!", b"t BAD "), (b"cHc=", b"t BAD "), (b"AGEAYg==", b"t NO ")],
)
def test_an_answer_that_does_not_authenticate(sandbox: Sandbox, answer: bytes, outcome: bytes) -> None:
    with Wire(sandbox.imap_port) as wire:
        wire.send(b"t AUTHENTICATE PLAIN\r\n")
        wire.line()
        wire.send(answer + b"\r\n")
        assert wire.line().startswith(outcome)
        assert wire.ask(b"SELECT INBOX")[-1].startswith(b"t NO ")


def test_only_plain_authenticates(sandbox: Sandbox) -> None:
    with Wire(sandbox.imap_port) as wire:
        assert wire.ask(b"AUTHENTICATE CRAM-MD5")[-1].startswith(b"t NO ")


def test_what_else_mail_programs_ask(sandbox: Sandbox) -> None:
    with on_the_wire(sandbox) as wire:
        assert wire.ask(b'ID ("name" "x")')[-1] == b"t OK done"
        assert wire.ask(b"NAMESPACE") == [b'* NAMESPACE (("" "/")) NIL NIL', b"t OK done"]
        assert wire.ask(b'LIST "" ""') == [b'* LIST (\\Noselect) "/" ""', b"t OK done"]
        assert wire.ask(b'LSUB "" "*"') == [b'* LSUB (\\HasNoChildren) "/" "INBOX"', b"t OK done"]
        assert wire.ask(b"SUBSCRIBE INBOX")[-1].startswith(b"t OK ")
