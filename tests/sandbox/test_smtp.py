"""Mail by SMTP: who is let in, where it lies, what is refused."""

import email
import smtplib
from collections.abc import Iterator

import pytest

from ilnmail.sandbox import Sandbox, SandboxError
from tests.sandbox.clients import AMINA, HOST, NINE, PASSWORD, letter, nine_o_clock

JONAS = "jonas@example.org"
FOREIGN = "somebody@elsewhere.example"


@pytest.fixture
def smtp(sandbox: Sandbox) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(HOST, sandbox.smtp_port, timeout=10) as client:
        client.ehlo()
        yield client


def refusal(client: smtplib.SMTP, recipient: str) -> tuple[int, bytes]:
    """What the server says to a mail for this address."""
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail(JONAS, [recipient], letter(1))
    return refused.value.recipients[recipient]


def test_the_server_says_what_it_can_do(smtp: smtplib.SMTP) -> None:
    assert {"size", "8bitmime", "smtputf8", "auth"} <= set(smtp.esmtp_features)
    assert smtp.esmtp_features["size"] == str(50 * 1024 * 1024)


@pytest.mark.parametrize("written", ["amina+r1abc@example.org", "Amina@Example.Org", "AMINA+a+b@example.org"])
def test_an_address_with_a_tag_lies_in_the_mailbox_without(
    sandbox: Sandbox, smtp: smtplib.SMTP, written: str
) -> None:
    smtp.sendmail(JONAS, [written], letter(1))
    (message,) = sandbox.mailbox(AMINA).messages()
    assert email.message_from_bytes(message.raw)["Delivered-To"] == written
    assert sandbox.mailbox(written).messages() == (message,)
    assert (message.uid, message.flags, message.received) == (1, frozenset(), NINE)


def test_each_recipient_gets_a_message_of_their_own(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    smtp.sendmail(JONAS, [AMINA, "maria@example.org", "amina+x@example.org"], letter(1))
    delivered = [email.message_from_bytes(message.raw) for message in sandbox.mailbox(AMINA).messages()]
    assert [message["Delivered-To"] for message in delivered] == [AMINA, "amina+x@example.org"]
    assert [entry.recipient for entry in sandbox.transcript] == [
        AMINA,
        "maria@example.org",
        "amina+x@example.org",
    ]
    assert sandbox.accounts() == (AMINA, "maria@example.org")


def test_nothing_leaves_the_machine(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    code, said = refusal(smtp, FOREIGN)
    assert (code, said[:6]) == (550, b"5.7.1 ")
    assert sandbox.transcript == ()


def test_where_every_domain_is_served_so_is_this_one() -> None:
    with Sandbox(now=nine_o_clock, domains=None) as sandbox:
        with smtplib.SMTP(HOST, sandbox.smtp_port, timeout=10) as client:
            client.sendmail(JONAS, [FOREIGN], letter(1))
        assert len(sandbox.mailbox(FOREIGN).messages()) == 1


def test_a_domain_can_have_one_mailbox_for_all() -> None:
    catch_all = {"iln.example.org": "iln@example.org"}
    with Sandbox(now=nine_o_clock, catch_all=catch_all) as sandbox:
        sandbox.deliver("r1abc@iln.example.org", letter(1))
        (message,) = sandbox.mailbox("iln@example.org").messages()
    assert b"Delivered-To: r1abc@iln.example.org\r\n" in message.raw


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [("reject", 550, b"5.1.1 "), ("full", 552, b"5.2.2 "), ("tempfail", 451, b"4.3.0 ")],
)
def test_some_names_are_refused_always(smtp: smtplib.SMTP, name: str, code: int, status: bytes) -> None:
    first, again = refusal(smtp, f"{name}@example.org"), refusal(smtp, f"{name}+tag@example.org")
    assert first == again
    assert (first[0], first[1][:6]) == (code, status)


def test_who_is_greylisted_is_welcome_the_second_time(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    assert refusal(smtp, "greylist@example.org")[0] == 451
    smtp.sendmail(JONAS, ["greylist@example.org"], letter(1))
    assert len(sandbox.mailbox("greylist@example.org").messages()) == 1


def test_a_bounce_comes_back_for_what_was_accepted(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    smtp.sendmail("jonas+b1abc@example.org", ["bounce@example.org"], letter(1, "Grüße"))
    (message,) = sandbox.mailbox(JONAS).messages()
    report = email.message_from_bytes(message.raw)
    assert (report["Return-Path"], report["Delivered-To"]) == ("<>", "jonas+b1abc@example.org")
    assert report.get_content_type() == "multipart/report"
    assert report["Auto-Submitted"] == "auto-replied"
    assert b"\r\nFinal-Recipient: rfc822; bounce@example.org\r\n" in message.raw
    assert b"\r\nStatus: 5.1.1\r\n" in message.raw
    returned = list(report.walk())[-1]
    assert returned.get_content_type() == "text/rfc822-headers"
    assert b"Message-ID: <m1@example.org>" in returned.get_payload(decode=True)
    assert sandbox.mailbox("bounce@example.org").messages() == ()


@pytest.mark.parametrize("sender", ["", "bounce@example.org", FOREIGN])
def test_a_bounce_that_could_go_round_for_ever_is_not_sent(
    sandbox: Sandbox, smtp: smtplib.SMTP, sender: str
) -> None:
    smtp.sendmail(sender, ["bounce@example.org"], letter(1))
    assert [entry.recipient for entry in sandbox.transcript] == ["bounce@example.org"]


def test_the_null_sender_is_kept(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    smtp.sendmail("", [AMINA], letter(1))
    assert sandbox.transcript[0].sender == ""
    assert sandbox.mailbox(AMINA).messages()[0].raw.startswith(b"Return-Path: <>\r\n")


def test_dots_and_letters_of_any_script_arrive_as_they_were(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    body = "From: jonas@example.org\r\n\r\n.\r\n..dots\r\nمرحبا\r\n".encode()
    smtp.sendmail(JONAS, [AMINA], body, ["BODY=8BITMIME"])
    assert sandbox.mailbox(AMINA).messages()[0].raw.endswith(body)


def test_an_address_in_another_script_has_a_mailbox(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    smtp.sendmail("jürgen@example.org", ["zoë+tag@example.org"], letter(1), ["SMTPUTF8"])
    (message,) = sandbox.mailbox("zoë@example.org").messages()
    assert (
        "Return-Path: <jürgen@example.org>\r\nDelivered-To: zoë+tag@example.org\r\n".encode() in message.raw
    )


def test_five_megabytes_arrive(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    large = letter(1) + (b"x" * 70 + b"\r\n") * 70_000
    smtp.sendmail(JONAS, [AMINA], large)
    assert sandbox.mailbox(AMINA).messages()[0].raw.endswith(large)


def test_more_than_the_limit_is_refused_before_it_is_sent(smtp: smtplib.SMTP) -> None:
    assert smtp.mail(JONAS, ["SIZE=60000000"])[0] == 552


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_one_can_log_in_but_not_with_a_wrong_password(smtp: smtplib.SMTP, mechanism: str) -> None:
    smtp.user, smtp.password = JONAS, "wrong"
    with pytest.raises(smtplib.SMTPAuthenticationError):
        smtp.auth(mechanism, getattr(smtp, f"auth_{mechanism.lower()}"))
    smtp.password = PASSWORD
    assert smtp.auth(mechanism, getattr(smtp, f"auth_{mechanism.lower()}"))[0] == 235


def test_who_has_logged_in_may_write_from_anywhere(sandbox: Sandbox, smtp: smtplib.SMTP) -> None:
    raw = b"From: x@elsewhere.example\r\n\r\n"
    smtp.sendmail(JONAS, [AMINA], raw)
    smtp.login(JONAS, PASSWORD)
    smtp.sendmail(JONAS, [AMINA], raw)
    before, after = sandbox.mailbox(AMINA).messages()
    assert b"; dkim=none; dmarc=none header.from=elsewhere.example" in before.raw
    assert b"; dkim=pass header.d=elsewhere.example; dmarc=pass" in after.raw


@pytest.mark.parametrize(
    "command",
    [
        b"MAIL",
        b"RCPT TO:<amina@example.org>",
        b"DATA",
        b"\xff\xfe",
        b"MAIL FROM:<jonas@example.org> COLOUR",
        b"AUTH",
        b"AUTH COLOUR",
        b"x" * 5_000,
    ],
)
def test_a_strange_line_is_refused_and_the_next_one_answered(smtp: smtplib.SMTP, command: bytes) -> None:
    smtp.send(command + b"\r\n")
    assert smtp.getreply()[0] >= 400
    assert smtp.noop()[0] == 250


@pytest.mark.parametrize(
    "recipient", ["<amina\rX-Forged: yes@example.org>", "<\udcff@example.org>", "<amina>", "<>"]
)
def test_a_strange_recipient_is_refused(sandbox: Sandbox, smtp: smtplib.SMTP, recipient: str) -> None:
    smtp.mail(JONAS)
    smtp.send(f"RCPT TO:{recipient}\r\n".encode(errors="surrogateescape"))
    assert smtp.getreply()[0] in (501, 550, 553)
    assert sandbox.transcript == ()


@pytest.mark.parametrize("sender", ['<"jonas\rX-Forged: yes"@example.org>', "<\udcff@example.org>"])
def test_a_strange_sender_is_refused(sandbox: Sandbox, smtp: smtplib.SMTP, sender: str) -> None:
    smtp.send(f"MAIL FROM:{sender}\r\n".encode(errors="surrogateescape"))
    assert smtp.getreply()[0] == 250
    assert smtp.rcpt(AMINA)[0] == 553
    assert sandbox.transcript == ()


def test_delivering_without_smtp_is_refused_alike(sandbox: Sandbox) -> None:
    sandbox.deliver(AMINA, b"From: jonas@example.org\n\nBare line ends\n", sender=JONAS)
    (entry,) = sandbox.transcript
    assert (entry.sender, entry.recipient, entry.received) == (JONAS, AMINA, NINE)
    assert entry.raw.endswith(b"From: jonas@example.org\r\n\r\nBare line ends\r\n")
    with pytest.raises(SandboxError, match="550"):
        sandbox.deliver(FOREIGN, letter(1))
    with pytest.raises(SandboxError, match="sender"):
        sandbox.deliver(AMINA, letter(1), sender="jonas@example.org>\r\nX-Forged: yes")
